import type { Instant, Transaction } from '@sallyport/platform';
import { type OtpCode, parseOtpCode } from '@sallyport/protocol';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import { returnToService } from '../temporary-access/return-to-service.ts';
import type { Visit } from '../visit.ts';
import { confirmPending } from './confirm-unlock.ts';
import { underEitherKeys } from './key-sets.ts';
import { type OtpPaid, type OtpRow, burnStep, noTryLeft, refundOtpTry, spendOtpTry } from './otp-budget.ts';
import { stepOf } from './otp-step.ts';
import { type OtpAccepted, type OtpSubmission, otpProof } from './otp-submission.ts';
import { keepPromise } from './renew-keys.ts';
import { takeToken } from './store.ts';

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
    const accepted = await acceptActive(ports, tx, { account, paid, code: code.value, now, visit });
    if (accepted) {
      const tokenId = accepted.token_id;
      if (accepted.misplaced_at !== null) await returnToService(ports, tx, { tokenId, now, visit });
      await audit(tx, { ...act, details: { tokenId } });
      return { tokenId, proof: otpProof({ tokenId, visit, now }) };
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

interface Given {
  readonly account: AccountId;
  readonly paid: OtpPaid;
  readonly code: OtpCode;
  readonly now: Instant;
  readonly visit: Visit;
}

/** The token whose one-time password this is, its time step burnt. */
async function acceptActive(ports: IdentityPorts, tx: Transaction<IdentitySchema>, given: Given): Promise<OtpRow | undefined> {
  const { account, paid } = given;
  for (const token of paid.tokens) {
    if (token.state !== 'ACTIVE') continue;
    const step = stepOf(ports, given, { token, keySet: 'present', sealedSeed: token.sealed_seed });
    if (step !== undefined && (await burnStep(tx, { account, paid, token, step }))) return token;
    if (token.sealed_promised_seed !== null && (await acceptPromised(ports, tx, { ...given, token }))) return token;
  }
  return undefined;
}

/** The first one-time password under promised keys makes them the present ones. Hardly ever: a token in contact reports before. */
async function acceptPromised(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  given: Given & { readonly token: OtpRow },
): Promise<boolean> {
  const { token, now, visit } = given;
  const step = stepOf(ports, given, { token, keySet: 'promised', sealedSeed: token.sealed_promised_seed });
  if (step === undefined || !(await burnStep(tx, { ...given, step }))) return false;
  const taken = await takeToken(tx, token.token_id);
  const under = taken && underEitherKeys(taken).at(-1);
  if (under) await keepPromise(ports, tx, { under, now, visit });
  return true;
}

/** For the audit log: what the account's tokens were like when none of them took the password. */
function reasonOf(paid: OtpPaid): string {
  const states = new Set(paid.tokens.map((token) => token.state));
  return `none of ${[...states].join(', ')}`;
}
