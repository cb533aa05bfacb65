import type { Instant, Transaction } from '@sallyport/platform';
import { type OtpCode, parseOtpCode } from '@sallyport/protocol';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import { confirmPending } from './confirm-unlock.ts';
import { type OtpPaid, type OtpRow, burnStep, noTryLeft, refundOtpTry, spendOtpTry } from './otp-budget.ts';
import { type OtpAccepted, type OtpSubmission, otpProof } from './otp-submission.ts';
import { acceptableStep } from './rules.ts';
import { otpMacOf } from './token-secrets.ts';

/**
 * The second factor: a one-time password of any ACTIVE token of the account. Five tries in five minutes, spent before looking; each time
 * step is accepted once, for ever, on every node. A token whose unlock waits for confirmation is refused, unless this is the session that
 * unlocked it: then the password is that confirmation, from the confirmation's own three tries.
 */
export async function submitOtp(
  ports: IdentityPorts,
  input: OtpSubmission,
): Promise<OtpAccepted | Refusal<'otp-malformed' | 'otp-refused' | 'too-many-attempts'>> {
  const code = parseOtpCode(input.otp, ports.policy.otp.digits);
  if (!code.ok) return refuse('otp-malformed', code.error.code, { limit: ports.policy.otp.digits });
  const now = ports.clock.now();
  const { accountId: account, visit } = input;
  const act = { at: now, action: 'soft-token.otp', account, actor: 'owner', visit } as const;
  return ports.database.transact(async (tx) => {
    const paid = await spendOtpTry(tx, { account, now, ...ports.policy.otpBudget });
    if (!paid) {
      const refusal = await noTryLeft(tx, account);
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    const accepted = await acceptActive(ports, tx, { account, paid, code: code.value, now });
    if (accepted) {
      const tokenId = accepted.token_id;
      await audit(tx, { ...act, details: { tokenId } });
      return { tokenId, proof: otpProof(visit, now) };
    }
    if (paid.tokens.some((token) => token.state === 'UNLOCK_PENDING')) {
      const confirmed = await confirmPending(ports, tx, { ...input, code: code.value, now });
      if (!isRefusal(confirmed)) {
        await refundOtpTry(tx, account);
        return confirmed;
      }
    }
    const refusal = refuse('otp-refused', reasonOf(paid), { left: paid.left });
    await audit(tx, { ...act, refusal });
    return refusal;
  });
}

/** The token whose one-time password this is, its time step burnt. */
async function acceptActive(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  given: { readonly account: AccountId; readonly paid: OtpPaid; readonly code: OtpCode; readonly now: Instant },
): Promise<OtpRow | undefined> {
  for (const token of given.paid.tokens) {
    const step = token.state === 'ACTIVE' ? stepOf(ports, token, given) : undefined;
    if (step !== undefined && (await burnStep(tx, { ...given, token, step }))) return token;
  }
  return undefined;
}

function stepOf(ports: IdentityPorts, row: OtpRow, given: { readonly code: OtpCode; readonly now: Instant }): number | undefined {
  const otp = { algorithm: row.otp_algorithm, digits: row.otp_digits, periodSeconds: row.otp_period_seconds, lastStep: row.otp_last_step };
  const mac = otpMacOf(ports, { tokenId: row.token_id, sealedSeed: row.sealed_seed ?? undefined, otp });
  return mac && acceptableStep({ ...given, mac, token: otp, driftSteps: ports.policy.otp.driftSteps });
}

/** For the audit log: what the account's tokens were like when none of them took the password. */
function reasonOf(paid: OtpPaid): string {
  const states = new Set(paid.tokens.map((token) => token.state));
  return `none of ${[...states].join(', ')}`;
}
