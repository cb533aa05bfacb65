import { type Secret, normalisePassword } from '@sallyport/platform';
import { findAccountBy, savePassword } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { refundAll } from '../budgets.ts';
import { stopWhatWaits } from '../delays/cancel-delay.ts';
import type { AccountId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { withdrawLinks } from '../one-time-links/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { checkPassword } from './check-password.ts';
import { type PasswordRefusalCode, refusePassword } from './rules.ts';
import { passwordProof } from './submit-password.ts';

export interface PasswordChange {
  readonly accountId: AccountId;
  readonly currentPassword: Secret<string>;
  readonly newPassword: Secret<string>;
  readonly visit: Visit;
}

type ChangeRefusal = Refusal<'busy' | 'current-password-wrong' | 'password-unchanged' | 'too-many-attempts' | PasswordRefusalCode>;

/** Needs the current password, from the same budget as a sign-in. Every other session ends: the answer is the new epoch and a fresh proof. */
export async function changePassword(
  ports: IdentityPorts,
  input: PasswordChange,
): Promise<{ readonly epoch: number; readonly proof: Proof } | ChangeRefusal> {
  const { visit, accountId } = input;
  const account = await findAccountBy(ports.database.query, { accountId });
  if (account?.state !== 'ACTIVE') return refuse('current-password-wrong', 'no active account');
  const [current, wanted] = [normalisePassword(input.currentPassword), normalisePassword(input.newPassword)];
  // Looked at before the current password is: it costs nothing and tells nothing that is not on the form.
  const fault = refusePassword({ password: wanted, account, policy: ports.policy });
  if (fault) return fault;
  if (current.reveal() === wanted.reveal()) return refuse('password-unchanged', 'same as before');
  const checked = await checkPassword(ports, { userName: account.userName, password: current, visit, action: 'password.change' });
  if (isRefusal(checked)) return checked;
  const hash = checked.matches ? await ports.passwordHasher.hash(wanted, askerOf(input)) : undefined;
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<{ readonly epoch: number; readonly proof: Proof } | ChangeRefusal> => {
    if (hash === 'busy') {
      await refundAll(tx, checked.tickets);
      return refuse('busy', 'hashing queue full');
    }
    const saved = hash && (await savePassword(tx, { accountId, passwordHash: hash, from: ['ACTIVE'] }));
    if (!saved) {
      const refusal = refuse('current-password-wrong', hash ? 'account not active' : 'wrong-password');
      await audit(tx, { at: now, action: 'password.change', account: accountId, actor: 'owner', visit, refusal });
      return refusal;
    }
    await refundAll(tx, checked.tickets);
    await withdrawLinks(tx, 'password_reset', accountId);
    // Whoever asked for it may have known the old password.
    await stopWhatWaits(ports, tx, { accountId, way: 'new-password', now, visit });
    await queueNotice(ports, tx, { account, about: 'password-changed', at: now, visit });
    await audit(tx, { at: now, action: 'password.change', account: accountId, actor: 'owner', visit });
    return { epoch: saved.epoch, proof: passwordProof(visit, now) };
  });
}
