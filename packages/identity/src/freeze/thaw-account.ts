import { type Instant, type Secret, type Transaction } from '@sallyport/platform';
import { parseOtpCode } from '@sallyport/protocol';
import { findAccountBy } from '../accounts/store.ts';
import { assuranceOf } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { refundAll } from '../budgets.ts';
import { type AccountId, asFederationSessionRef } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { settleNotices, unsettledRepudiations } from '../notices/store.ts';
import { type CheckedPassword, checkPassword } from '../password/check-password.ts';
import { passwordProof } from '../password/submit-password.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { OtpAccepted } from '../soft-token/otp-submission.ts';
import { listTokens } from '../soft-token/store.ts';
import { submitOtp } from '../soft-token/submit-otp.ts';
import type { Visit } from '../visit.ts';
import { isTrustedToThaw } from './rules.ts';
import { saveFrozen } from './store.ts';

export interface OwnersThaw {
  readonly userName: string;
  readonly password: Secret<string>;
  readonly otp: string;
  readonly visit: Visit;
}

type ThawRefusal = Refusal<'thaw-failed' | 'account-not-frozen' | 'otp-malformed' | 'too-many-attempts' | 'busy'>;

/**
 * FROZEN → ACTIVE by its owner: password and one-time password together, of a token that was theirs before whatever was repudiated. Which of them was wrong, or whether there is
 * such an account at all, is not said, and a right password beside a wrong one-time password costs what a wrong one does. Sessions from before stay ended.
 */
export async function thawAccount(ports: IdentityPorts, input: OwnersThaw): Promise<{ readonly kind: 'thawed' } | ThawRefusal> {
  const { visit } = input;
  const { digits } = ports.policy.otp;
  const code = parseOtpCode(input.otp, digits);
  if (!code.ok) return refuse('otp-malformed', code.error.code, { limit: digits });
  const checked = await checkPassword(ports, { ...input, action: 'account.thaw' });
  if (isRefusal(checked)) return checked;
  const { account } = checked;
  const isOpenable = checked.matches && (account?.state === 'FROZEN' || account?.state === 'ACTIVE');
  if (!account || !isOpenable) return failed(ports, { account: account?.accountId, visit, reason: reasonOf(checked) });
  const { accountId } = account;
  const otp = await submitOtp(ports, { accountId, otp: input.otp, session: NO_SESSION, visit });
  // Its own refusal would tell that the password was right.
  if (isRefusal(otp)) return failed(ports, { account: accountId, visit, reason: `${otp.code}: ${otp.reason}` });
  return ports.database.transact((tx) => thaw(ports, tx, { checked: { ...checked, account }, otp, visit, now: ports.clock.now() }));
}

/** A token whose unlock waits for its confirmation belongs to the session that unlocked it, and this is none. */
const NO_SESSION = asFederationSessionRef('');

interface BothFactors {
  readonly checked: CheckedPassword & { readonly account: NonNullable<CheckedPassword['account']> };
  readonly otp: OtpAccepted;
  readonly visit: Visit;
  readonly now: Instant;
}

async function thaw(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  { checked, otp, visit, now }: BothFactors,
): Promise<{ readonly kind: 'thawed' } | Refusal<'thaw-failed' | 'account-not-frozen'>> {
  const { accountId } = checked.account;
  const act = { at: now, action: 'account.thaw', account: accountId, actor: 'owner', visit } as const;
  const token = (await listTokens(tx.query, accountId)).find(({ tokenId }) => tokenId === otp.tokenId);
  const isTrusted = token !== undefined && isTrustedToThaw(token, await unsettledRepudiations(tx.query, accountId));
  const { level } = assuranceOf([passwordProof(visit, now), otp.proof], now);
  if (level < 2 || !isTrusted) {
    const refusal = refuse('thaw-failed', isTrusted ? `level ${String(level)}` : 'the token is not older than what was repudiated');
    await audit(tx, { ...act, refusal });
    return refusal;
  }
  await refundAll(tx, checked.tickets);
  if (!(await openAgain(ports, tx, { accountId, now, visit }))) {
    const refusal = refuse('account-not-frozen', checked.account.state);
    await audit(tx, { ...act, refusal });
    return refusal;
  }
  await audit(tx, { ...act, details: { by: 'owner', tokenId: otp.tokenId } });
  return { kind: 'thawed' };
}

/** What both ways of opening do. False when it was not frozen. */
export async function openAgain(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  opened: { readonly accountId: AccountId; readonly now: Instant; readonly visit: Visit | undefined },
): Promise<boolean> {
  const { accountId, now, visit } = opened;
  if (!(await saveFrozen(tx, { accountId, from: 'FROZEN', to: 'ACTIVE' }))) return false;
  await settleNotices(tx, { accountId, now });
  const account = await findAccountBy(tx.query, { accountId });
  if (account) await queueNotice(ports, tx, { account, about: 'account-thawed', at: now, visit });
  return true;
}

async function failed(
  ports: IdentityPorts,
  given: { readonly account: AccountId | undefined; readonly visit: Visit; readonly reason: string },
): Promise<Refusal<'thaw-failed'>> {
  const { account, visit, reason } = given;
  const refusal = refuse('thaw-failed', reason);
  const at = ports.clock.now();
  await ports.database.transact((tx) => audit(tx, { at, action: 'account.thaw', account, actor: 'anonymous', visit, refusal }));
  return refusal;
}

function reasonOf({ account, matches }: CheckedPassword): string {
  if (!account) return 'no-such-user';
  return matches ? `account is ${account.state}` : 'wrong-password';
}
