import { type Instant, type Transaction } from '@sallyport/platform';
import { type OtpCode, judgeReactivation, otpPurpose, parseOtpCode } from '@sallyport/protocol';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { findRecoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import { returnToService } from '../temporary-access/return-to-service.ts';
import type { Visit } from '../visit.ts';
import { applyDecision } from './apply-effects.ts';
import { matchingKeys } from './key-sets.ts';
import { noTryLeft, refundOtpTry, spendOtpTry } from './otp-budget.ts';
import { type OtpAccepted, otpProof } from './otp-submission.ts';
import { keepPromise } from './renew-keys.ts';
import { type StoredToken, saveStep, takeTokens } from './store.ts';

export interface Reactivation {
  readonly accountId: AccountId;
  readonly otp: string;
  readonly proofs: readonly Proof[];
  readonly visit: Visit;
}

/** SUSPENDED for lack of confirmation → ACTIVE: portal sign-in with the proofs an unlock needs, and a one-time password from the app. */
export async function reactivateToken(
  ports: IdentityPorts,
  input: Reactivation,
): Promise<OtpAccepted | Refusal<'otp-malformed' | 'otp-refused' | 'too-many-attempts' | 'step-up-needed' | 'token-not-found'>> {
  const now = ports.clock.now();
  const { accountId: account, visit } = input;
  const verdict = await findRecoveryVerdict(ports, { ...input, act: 'unlock-token' });
  if (verdict.kind !== 'allowed') return refuse('step-up-needed', verdict.kind);
  const code = parseOtpCode(input.otp, ports.policy.otp.digits);
  if (!code.ok) return refuse('otp-malformed', code.error.code, { limit: ports.policy.otp.digits });
  const act = { at: now, action: 'soft-token.reactivate', account, actor: 'owner', visit } as const;
  return ports.database.transact(async (tx): Promise<OtpAccepted | Refusal<'otp-refused' | 'too-many-attempts' | 'token-not-found'>> => {
    const paid = await spendOtpTry(tx, { account, now, ...ports.policy.otpBudget });
    if (!paid) {
      const refusal = await noTryLeft(tx, account);
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    const waiting = (await takeTokens(tx, account)).filter(
      ({ record }) => otpPurpose({ record, policy: ports.policy.unlock, now }) === 'reactivate',
    );
    if (waiting.length === 0) {
      await refundOtpTry(tx, account);
      return refuse('token-not-found', 'no token is suspended for lack of confirmation');
    }
    for (const token of waiting) {
      const isActive = await reactivate(ports, tx, { token, code: code.value, triesLeft: paid.left, now, visit });
      if (!isActive) continue;
      await refundOtpTry(tx, account);
      await audit(tx, { ...act, details: { tokenId: token.tokenId } });
      const { tokenId } = token;
      if (token.misplacedAt !== undefined) await returnToService(ports, tx, { tokenId, now, visit });
      return { tokenId, proof: otpProof({ tokenId, visit, now }) };
    }
    const refusal = refuse('otp-refused', 'of no suspended token', { left: paid.left });
    await audit(tx, { ...act, refusal });
    return refusal;
  });
}

async function reactivate(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  given: { readonly token: StoredToken; readonly code: OtpCode; readonly triesLeft: number; readonly now: Instant; readonly visit: Visit },
): Promise<boolean> {
  const { token, now, visit } = given;
  const match = matchingKeys(ports, token, given);
  const otp = match ? 'right' : 'wrong';
  const judgement = judgeReactivation({ record: token.record, policy: ports.policy.unlock, now, otp, triesLeft: given.triesLeft });
  if (judgement.kind === 'not-awaited') return false;
  await applyDecision(ports, tx, { token, next: judgement.next, effects: judgement.effects, at: now, visit });
  if (judgement.kind !== 'confirmed' || !match) return false;
  await keepPromise(ports, tx, { under: match.under, now, visit });
  await saveStep(tx, token.tokenId, match.step);
  return true;
}
