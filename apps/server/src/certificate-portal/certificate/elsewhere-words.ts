import type { PortalParts } from '../portal-parts.ts';

/** What a CA elsewhere may say that people can do something about (RFC 8555 section 6.7), and what we say for ourselves. */
const KNOWN = [
  'badCSR',
  'badPublicKey',
  'caa',
  'connection',
  'dns',
  'externalAccountRequired',
  'incorrectResponse',
  'rateLimited',
  'rejectedIdentifier',
  'serverInternal',
  'tls',
  'unauthorized',
  'unsupportedIdentifier',
  'userActionRequired',
  'unreachable',
  'not-understood',
  'other-certificate',
  'dns-program-failed',
  'no-challenge',
] as const;

/** `caa-forbids: NAME`: what the CA here has read in the DNS. */
export function caaWords({ messages }: PortalParts, reason: string): string | undefined {
  const [, objection, name = ''] = /^(caa-forbids|caa-unknown): (.*)$/.exec(reason) ?? [];
  if (objection !== 'caa-forbids' && objection !== 'caa-unknown') return undefined;
  return messages(`caa.${objection}`, { name });
}

/** `acme/caa: …` in words, with what the CA said itself behind it. Undefined for a reason that is not of a CA elsewhere. */
export function elsewhereWords({ messages }: PortalParts, reason: string): string | undefined {
  const [, type, detail = ''] = /^acme\/([A-Za-z-]+)(?:: (.*))?$/s.exec(reason) ?? [];
  if (type === undefined) return undefined;
  const sentence = messages(`elsewhere.${KNOWN.find((one) => one === type) ?? 'other'}`);
  return detail === '' ? sentence : messages('elsewhereInItsWords', { sentence, detail });
}
