import { type Instant, type Secret, type Transaction, normalisePassword } from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import { findAccountBy, savePassword } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { stopWhatWaits } from '../delays/cancel-delay.ts';
import { beginDelay } from '../delays/start-delay.ts';
import { findWaiting } from '../delays/store.ts';
import type { AccountId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { PASSWORD_RESET, openLink } from '../one-time-links/open-link.ts';
import { spendLink } from '../one-time-links/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { recoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { type ProofBesideMail, proveBeside } from './prove-beside.ts';
import { refusePassword } from './rules.ts';

export interface PasswordReset {
  readonly code: Secret<string>;
  readonly newPassword: Secret<string>;
  /** Where the recovery policy wants more than the mail. */
  readonly beside?: ProofBesideMail | undefined;
  /** Of the browser, in which a recovery contact was asked. */
  readonly claim?: Secret<string> | undefined;
  readonly visit: Visit;
}

export type PasswordResetOutcome =
  | { readonly kind: 'set'; readonly accountId: AccountId }
  /** The new password takes effect then, unless somebody at one of the addresses stops it. */
  | { readonly kind: 'waits'; readonly accountId: AccountId; readonly ripeAt: Instant };

/**
 * Sets a new password with the code from the mail, and with what the recovery policy wants beside it, at once or after its delay. It signs nobody in: the person signs in next,
 * second factor and all. Every session of the account ends (its epoch rises) and every address is told. A password that is refused spends nothing.
 */
export async function resetPassword(ports: IdentityPorts, input: PasswordReset): Promise<PasswordResetOutcome | Refusal> {
  const link = await openLink(ports, PASSWORD_RESET, input);
  if (isRefusal(link)) return link;
  const account = await findAccountBy(ports.database.query, { accountId: link.accountId });
  if (account?.state !== 'ACTIVE') return refuse('reset-link-not-valid', 'account not active');
  const password = normalisePassword(input.newPassword);
  const fault = refusePassword({ password, account, policy: ports.policy });
  if (fault) return fault;
  const proofs = await proofsOf(ports, { ...input, account });
  if (isRefusal(proofs)) return proofs;
  const passwordHash = await ports.passwordHasher.hash(password, askerOf({ ...input, accountId: account.accountId }));
  if (passwordHash === 'busy') return refuse('busy', 'hashing queue full');
  const { codeHash } = link;
  return ports.database.transact((tx) => reset(ports, tx, { account, proofs, passwordHash, codeHash, visit: input.visit }));
}

/** The link is a code from the mail; what else is needed is given and spent here. Refused when it does not suffice. */
async function proofsOf(
  ports: IdentityPorts,
  { account, beside, claim, visit }: Pick<PasswordReset, 'beside' | 'claim' | 'visit'> & { readonly account: Account },
): Promise<readonly Proof[] | Refusal> {
  const { accountId } = account;
  const now = ports.clock.now();
  const byMail: Proof = { factor: 'mailed-code', at: now, network: networkOf(visit.address) };
  if (await suffices([byMail])) return [byMail];
  if (!beside) return refuse('reset-needs-proof', 'only the mail');
  // Known before a code is spent in vain.
  const waiting = await findWaiting(ports.database.query, { accountId, kind: 'reset-password' });
  if (waiting) return refuse('delay-waiting', 'one waits already', { until: waiting.ripeAt });
  const further = await proveBeside(ports, { accountId, beside, claim, visit });
  if (isRefusal(further)) return further;
  const proofs = [byMail, further];
  return (await suffices(proofs)) ? proofs : refuse('reset-needs-proof', `the mail and ${further.factor}`);

  async function suffices(given: readonly Proof[]): Promise<boolean> {
    const question = { accountId, act: 'reset-password', proofs: given, now: ports.clock.now() } as const;
    return (await recoveryVerdict(ports, ports.database.query, question)).kind !== 'needed';
  }
}

interface Reset {
  readonly account: Account;
  readonly proofs: readonly Proof[];
  readonly passwordHash: string;
  readonly codeHash: string;
  readonly visit: Visit;
}

async function reset(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  { account, proofs, passwordHash, codeHash, visit }: Reset,
): Promise<PasswordResetOutcome | Refusal> {
  const now = ports.clock.now();
  const { accountId } = account;
  const act = { at: now, action: 'password.reset', account: accountId, actor: 'anonymous', visit } as const;
  const verdict = await recoveryVerdict(ports, tx.query, { accountId, act: 'reset-password', proofs, now });
  const spent = await spendLink(tx, 'password_reset', { codeHash, now });
  if (spent && verdict.kind === 'after-delay') {
    const payload = { proofs, passwordHash, claimHash: undefined };
    const begun = await beginDelay(ports, tx, { accountId, kind: 'reset-password', payload, visit, now });
    return isRefusal(begun) ? begun : { kind: 'waits', accountId, ripeAt: begun.ripeAt };
  }
  const isAllowed = spent && verdict.kind === 'allowed';
  const saved = isAllowed && (await savePassword(tx, { accountId, passwordHash, from: ['ACTIVE'] }));
  if (!saved) {
    const refusal = refuse('reset-link-not-valid', isAllowed ? 'account not active' : 'spent meanwhile');
    await audit(tx, { ...act, refusal });
    return refusal;
  }
  // Whoever asked for it may have known the old password.
  await stopWhatWaits(ports, tx, { accountId, way: 'new-password', now, visit });
  await queueNotice(ports, tx, { account, about: 'password-reset', at: now, visit });
  await audit(tx, act);
  return { kind: 'set', accountId };
}
