import { type Secret, normalisePassword } from '@sallyport/platform';
import { findAccountBy, savePassword } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { PASSWORD_RESET, openLink } from '../one-time-links/open-link.ts';
import { spendLink } from '../one-time-links/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { type PasswordRefusalCode, refusePassword } from './rules.ts';

export interface PasswordReset {
  readonly code: Secret<string>;
  readonly newPassword: Secret<string>;
  readonly visit: Visit;
}

type ResetRefusal = Refusal<'busy' | 'reset-link-not-valid' | 'reset-link-expired' | 'too-many-attempts' | PasswordRefusalCode>;

/**
 * Sets a new password with the code from the mail. It signs nobody in: the person signs in next, second factor and all.
 * Every session of the account ends (its epoch rises) and every address is told. A password that is refused spends nothing.
 */
export async function resetPassword(ports: IdentityPorts, input: PasswordReset): Promise<{ readonly accountId: AccountId } | ResetRefusal> {
  const link = await openLink(ports, PASSWORD_RESET, input);
  if (isRefusal(link)) return link;
  const account = await findAccountBy(ports.database.query, { accountId: link.accountId });
  if (account?.state !== 'ACTIVE') return refuse('reset-link-not-valid', 'account not active');
  const password = normalisePassword(input.newPassword);
  const fault = refusePassword({ password, account, policy: ports.policy });
  if (fault) return fault;
  const { accountId } = account;
  const passwordHash = await ports.passwordHasher.hash(password, askerOf({ ...input, accountId }));
  if (passwordHash === 'busy') return refuse('busy', 'hashing queue full');
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<{ readonly accountId: AccountId } | ResetRefusal> => {
    const act = { at: now, action: 'password.reset', account: accountId, actor: 'anonymous', visit: input.visit } as const;
    const spent = await spendLink(tx, 'password_reset', { codeHash: link.codeHash, now });
    const saved = spent && (await savePassword(tx, { accountId, passwordHash, from: ['ACTIVE'] }));
    if (!saved) {
      const refusal = refuse('reset-link-not-valid', spent ? 'account not active' : 'spent meanwhile');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    await queueNotice(ports, tx, { account, about: 'password-reset', at: now, visit: input.visit });
    await audit(tx, act);
    return { accountId };
  });
}
