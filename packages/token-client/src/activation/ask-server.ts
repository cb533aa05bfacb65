import type { ActivationReply, Clock } from '@sallyport/protocol';
import type { ActivatedToken, ActivationMismatch } from '@sallyport/protocol/activation';
import type { Result } from '@sallyport/protocol';
import { clockOffset } from '../time/clock-offset.ts';
import type { ApiAnswer, PostJson } from '../token-api/answers.ts';
import type { ActivationFailure } from './activation-outcome.ts';

/** The request for a token, and what its answer says, the same for a link and for a typed code. */

type Asked =
  | { readonly kind: 'answered'; readonly activated: ActivatedToken; readonly skewMs: number }
  | { readonly kind: 'failed'; readonly because: ActivationFailure };

export async function askServer(
  exchange: {
    readonly path: string;
    readonly request: object;
    readonly openReply: (reply: ActivationReply) => Promise<Result<ActivatedToken, ActivationMismatch>>;
  },
  { post, clock }: { readonly post: PostJson; readonly clock: Clock },
): Promise<Asked> {
  const sentAt = clock.now();
  const answer = await post(exchange.path, exchange.request);
  if (answer.kind !== 'ok') return { kind: 'failed', because: failureOf(answer) };
  const ct2 = textFields(answer.json, ['ct2']);
  const opened = ct2 && (await exchange.openReply(ct2));
  if (!opened?.ok) return { kind: 'failed', because: { code: 'mismatch' } };
  const { serverTimeMs } = opened.value;
  return { kind: 'answered', activated: opened.value, skewMs: clockOffset({ serverTimeMs, sentAt, receivedAt: clock.now() }) };
}

/** These fields of an answer, when all of them are text; what is in them is for the protocol to judge. */
export function textFields<Name extends string>(json: unknown, names: readonly Name[]): Readonly<Record<Name, string>> | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const fields = names.map((name) => [name, (json as Readonly<Record<string, unknown>>)[name]] as const);
  return fields.every(([, value]) => typeof value === 'string') ? (Object.fromEntries(fields) as Record<Name, string>) : undefined;
}

export function failureOf(answer: Exclude<ApiAnswer, { kind: 'ok' }>): ActivationFailure {
  if (answer.kind === 'offline') return { code: 'offline' };
  switch (answer.code) {
    case 'ACT_EXPIRED':
      return { code: 'expired' };
    case 'ACT_USED':
      return { code: 'used' };
    case 'RATE_LIMITED':
      return { code: 'rate-limited', waitSeconds: answer.retryAfterSeconds ?? 60 };
    case 'INTERNAL':
      return { code: 'server-fault' };
    case 'ACT_MISMATCH':
    case 'MALFORMED':
    case 'CONFIRM_FAILED':
    case 'RECEIPT_REFUSED':
    case 'CONTACT_REFUSED':
    case 'REKEY_REFUSED':
    case 'REMOVAL_REFUSED':
      return { code: 'mismatch' };
  }
}
