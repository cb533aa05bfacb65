import type { Instant, Transaction } from '@sallyport/platform';
import { type OtpCode, judgeConfirmation, parseOtpCode } from '@sallyport/protocol';
import { audit } from '../audit.ts';
import { type Exhausted, type Paid, refundAll, spendAll } from '../budgets.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import { returnToService } from '../temporary-access/return-to-service.ts';
import { applyDecision } from './apply-effects.ts';
import { matchingKeys } from './key-sets.ts';
import { type OtpAccepted, type OtpSubmission, otpProof } from './otp-submission.ts';
import { keepPromise } from './renew-keys.ts';
import { type StoredToken, saveStep, takeTokens } from './store.ts';

/** UNLOCK_PENDING → ACTIVE: a one-time password of the unlocked token in the session that unlocked it, 3 tries, 24 hours. */
export async function confirmUnlock(
  ports: IdentityPorts,
  input: OtpSubmission,
): Promise<OtpAccepted | Refusal<'otp-malformed' | 'unlock-not-pending' | 'unlock-not-confirmed'>> {
  const code = parseOtpCode(input.otp, ports.policy.otp.digits);
  if (!code.ok) return refuse('otp-malformed', code.error.code, { limit: ports.policy.otp.digits });
  const now = ports.clock.now();
  return ports.database.transact((tx) => confirmPending(ports, tx, { ...input, code: code.value, now }));
}

interface Confirming extends OtpSubmission {
  readonly code: OtpCode;
  readonly now: Instant;
}

type ConfirmationRefusal = Refusal<'unlock-not-pending' | 'unlock-not-confirmed'>;

/** Tries the password on every token of the account whose unlock waits in this session; each has three tries of its own. */
export async function confirmPending(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  given: Confirming,
): Promise<OtpAccepted | ConfirmationRefusal> {
  let outcome: OtpAccepted | ConfirmationRefusal = refuse('unlock-not-pending', 'no unlock waits in this session');
  for (const token of await takeTokens(tx, given.accountId)) {
    const { state } = token.record;
    if (state.kind !== 'UNLOCK_PENDING' || state.session !== given.session) continue;
    outcome = await confirmOne(ports, tx, { ...given, token, since: state.since });
    if (!isRefusal(outcome)) return outcome;
  }
  return outcome;
}

async function confirmOne(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  given: Confirming & { readonly token: StoredToken; readonly since: Instant },
): Promise<OtpAccepted | ConfirmationRefusal> {
  const { token, now, visit, accountId, session } = given;
  const { tokenId } = token;
  const act = { at: now, action: 'soft-token.confirm-unlock', account: accountId, actor: 'owner', visit, details: { tokenId } } as const;
  // Each issue of the code brings its own three tries.
  const subject = `${tokenId}:${String(given.since)}`;
  const paid = await spendAll(tx, { policy: ports.policy, kind: 'unlock-confirmation', subject, now });
  const match = paid.tickets && matchingKeys(ports, token, given);
  const judgement = judgeConfirmation({
    record: token.record,
    policy: ports.policy.unlock,
    now,
    session,
    otp: match ? 'right' : 'wrong',
    triesLeft: paid.tickets ? paid.left : 0,
  });
  if (judgement.kind !== 'confirmed' || !match) {
    const refusal = refusalOf(judgement, paid);
    if (judgement.kind === 'refuse')
      await applyDecision(ports, tx, { token, next: judgement.next, effects: judgement.effects, at: now, visit });
    await audit(tx, { ...act, refusal });
    return refusal;
  }
  await keepPromise(ports, tx, { under: match.under, now, visit });
  await saveStep(tx, tokenId, match.step);
  await refundAll(tx, paid.tickets);
  await applyDecision(ports, tx, { token, next: judgement.next, effects: judgement.effects, at: now, visit });
  await audit(tx, act);
  if (token.misplacedAt !== undefined) await returnToService(ports, tx, { tokenId, now, visit });
  return { tokenId, proof: otpProof({ tokenId, visit, now }) };
}

function refusalOf(judgement: ReturnType<typeof judgeConfirmation>, paid: Paid | Exhausted): ConfirmationRefusal {
  if (judgement.kind !== 'refuse') return refuse('unlock-not-pending', judgement.kind);
  const { refusal } = judgement;
  switch (refusal.code) {
    case 'CONFIRM_FAILED':
      return refuse('unlock-not-confirmed', paid.tickets ? refusal.why : 'tries spent', { left: refusal.left });
    case 'TOKEN_SUSPENDED':
      return refuse('unlock-not-pending', `suspended: ${refusal.reason}`);
    case 'TOKEN_REVOKED':
      return refuse('unlock-not-pending', 'revoked');
  }
}
