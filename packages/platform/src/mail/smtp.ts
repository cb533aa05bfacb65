import { createTransport } from 'nodemailer';
import { Secret } from '../secret.ts';
import type { EmailAddress } from './mail.ts';
import type { Delivery, MailTransport } from './transport.ts';

export interface SmtpPeer {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first octet. `required`: STARTTLS or nothing. `none`: plain; only a loopback peer, or one asked for by name. */
  readonly tls: 'implicit' | 'required' | 'none';
  readonly credentials?: { readonly user: string; readonly password: Secret<string> };
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const DEFAULT_PORT = { 'smtp:': 587, 'smtps:': 465 } as const;
const TIMEOUT_MS = 30_000;

/**
 * Reads `smtps://user:password@host:465`, `smtp://host:587` (STARTTLS required, unless the host is this machine) or
 * `smtp://host:25?tls=none` (plain; never together with credentials). Answers what is wrong otherwise, without showing the password.
 */
export function parseSmtpUrl(text: string): SmtpPeer | { readonly wrong: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'smtp:' && url.protocol !== 'smtps:')) return { wrong: 'is neither smtp://… nor smtps://…' };
  if (url.hostname === '' || url.hash !== '' || !['', '/'].includes(url.pathname)) return { wrong: 'has more than user, host and port' };
  const wished = url.searchParams.get('tls');
  if (url.search !== '' && url.search !== '?tls=none') return { wrong: 'knows no option but ?tls=none' };
  const hasCredentials = url.username !== '' || url.password !== '';
  if (hasCredentials && (url.username === '' || url.password === ''))
    return { wrong: 'has a user without a password, or a password without a user' };
  if (wished === 'none' && (hasCredentials || url.protocol === 'smtps:'))
    return { wrong: 'asks for no TLS, which goes with smtp:// and no password only' };
  const isPlain = wished === 'none' || (url.protocol === 'smtp:' && LOOPBACK_HOSTS.has(url.hostname));
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? DEFAULT_PORT[url.protocol] : Number(url.port),
    tls: url.protocol === 'smtps:' ? 'implicit' : isPlain ? 'none' : 'required',
    ...(hasCredentials
      ? { credentials: { user: decodeURIComponent(url.username), password: new Secret(decodeURIComponent(url.password)) } }
      : {}),
  };
}

interface SmtpTransport {
  readonly peer: SmtpPeer;
  readonly from: { readonly name: string; readonly address: EmailAddress };
  /** PEM; for a peer whose certificate comes from a private authority. Certificates are always verified. */
  readonly certificateAuthorities?: string;
}

export function createSmtpTransport({ peer, from, certificateAuthorities }: SmtpTransport): MailTransport {
  const transport = createTransport({
    pool: true,
    host: peer.host,
    port: peer.port,
    secure: peer.tls === 'implicit',
    requireTLS: peer.tls === 'required',
    ignoreTLS: peer.tls === 'none',
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(peer.credentials ? { auth: { user: peer.credentials.user, pass: peer.credentials.password.reveal() } } : {}),
    ...(certificateAuthorities === undefined ? {} : { tls: { ca: certificateAuthorities } }),
  });
  const domain = from.address.slice(from.address.indexOf('@') + 1);
  return {
    async deliver({ id, mail }) {
      const { to, subject, text, html } = mail;
      try {
        await transport.sendMail({ from, to, subject, text, html, messageId: `<${id}@${domain}>` });
        return { outcome: 'sent' };
      } catch (error) {
        return failureOf(error);
      }
    },
    close: () => {
      transport.close();
      return Promise.resolve();
    },
  };
}

/** RFC 5321 section 4.2.1: 5yz to the envelope or the message is for good; credentials may be mended and everything else passes. */
function failureOf(error: unknown): Delivery {
  const { responseCode, code = 'unknown fault' } = error as { responseCode?: number; code?: string };
  const reason = responseCode === undefined ? code : `${code} ${responseCode.toString()}`;
  const isForGood = responseCode !== undefined && responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return { outcome: isForGood ? 'refused' : 'deferred', reason };
}
