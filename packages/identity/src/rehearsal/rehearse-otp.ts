import type { Transaction } from '@sallyport/platform';
import { parseOtpCode } from '@sallyport/protocol';
import { refundAll } from '../budgets.ts';
import type { IdentityPorts } from '../ports.ts';
import { isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import { type OtpPaid, type OtpRow, burnStep, noTryLeft, spendOtpTry } from '../soft-token/otp-budget.ts';
import { type OtpAttempt, stepOf } from '../soft-token/otp-step.ts';
import { KEPT_FOR_REAL, type RehearsalStep, type TryOutcome, keepTry, payForTry, refuseTry } from './under-way.ts';

type OtpOutcome = TryOutcome<'otp-malformed' | 'otp-refused'>;

/**
 * A one-time password of a token in service. Its time step is burnt, as wherever one is found right (RFC 6238 §5.2): whoever saw it typed cannot use it, and the next is half a minute
 * away. Nothing else about the token moves: a misplaced one is not found by it, no unlock is confirmed, no promise of new keys is kept.
 */
export async function rehearseOtp(ports: IdentityPorts, input: RehearsalStep & { readonly otp: string }): Promise<OtpOutcome> {
  const { digits } = ports.policy.otp;
  const code = parseOtpCode(input.otp, digits);
  if (!code.ok) return refuse('otp-malformed', code.error.code, { limit: digits });
  const { accountId: account } = input;
  const now = ports.clock.now();
  const tried = { step: input, factor: 'soft-token-otp', action: 'rehearsal.one-time-password', now } as const;
  return ports.database.transact(async (tx): Promise<OtpOutcome> => {
    const own = await payForTry(ports, tx, { ...tried, real: undefined });
    if (isRefusal(own)) return own;
    const { allowed, windowMs } = ports.policy.otpBudget;
    const paid = await spendOtpTry(tx, { account, now, windowMs, allowed: allowed - KEPT_FOR_REAL });
    if (!paid) {
      await refundAll(tx, own.tickets);
      const { code: why, details } = await noTryLeft(tx, account);
      if (why === 'too-many-attempts') return refuseTry(tx, tried, refuse('rehearsed-enough', 'otp', details));
      return keepTry(ports, tx, { ...tried, verdict: refuse('otp-refused', 'no token') });
    }
    const isRight = await burnRight(ports, tx, { account, paid, code: code.value, now });
    if (isRight) await refundAll(tx, own.tickets);
    const refusal = refuse('otp-refused', 'of no token in service', { left: Math.min(own.left, paid.left) });
    return keepTry(ports, tx, { ...tried, verdict: isRight ? 'right' : refusal });
  });
}

async function burnRight(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  given: OtpAttempt & { readonly account: RehearsalStep['accountId']; readonly paid: OtpPaid },
): Promise<boolean> {
  for (const token of given.paid.tokens) {
    if (token.state !== 'ACTIVE') continue;
    for (const under of keysOf(token)) {
      const step = stepOf(ports, given, under);
      if (step !== undefined && (await burnStep(tx, { ...given, token, step }))) return true;
    }
  }
  return false;
}

function keysOf(token: OtpRow) {
  const present = { token, keySet: 'present', sealedSeed: token.sealed_seed } as const;
  const promised = { token, keySet: 'promised', sealedSeed: token.sealed_promised_seed } as const;
  return token.sealed_promised_seed === null ? [present] : [present, promised];
}
