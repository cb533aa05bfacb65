import { type Secret, normalisePassword } from '@sallyport/platform';
import { findAccountBy, savePassword } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import { audit } from '../audit.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { INVITATION, openLink } from '../one-time-links/open-link.ts';
import { spendLink } from '../one-time-links/store.ts';
import { type PasswordRefusalCode, refusePassword } from '../password/rules.ts';
import { type PasswordAccepted, passwordProof, rememberVisit } from '../password/submit-password.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';

export interface InvitationAcceptance {
  readonly code: Secret<string>;
  readonly password: Secret<string>;
  readonly visit: Visit;
}

type AcceptanceRefusal = Refusal<'busy' | 'invitation-not-valid' | 'invitation-expired' | 'too-many-attempts' | PasswordRefusalCode>;

/**
 * Spends the invitation by setting the password; the account is ACTIVE and the answer counts as a password sign-in. A password that is
 * refused spends nothing. Of two submissions at the same moment one is accepted.
 */
export async function acceptInvitation(ports: IdentityPorts, input: InvitationAcceptance): Promise<PasswordAccepted | AcceptanceRefusal> {
  const link = await openLink(ports, INVITATION, input);
  if (isRefusal(link)) return link;
  const account = await findAccountBy(ports.database.query, { accountId: link.accountId });
  if (account?.state !== 'INVITED') return refuse('invitation-not-valid', 'account is not invited');
  const password = normalisePassword(input.password);
  const fault = refusePassword({ password, account, policy: ports.policy });
  if (fault) return fault;
  const { accountId } = account;
  const { visit } = input;
  const passwordHash = await ports.passwordHasher.hash(password, askerOf({ accountId, visit }));
  if (passwordHash === 'busy') return refuse('busy', 'hashing queue full');
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<PasswordAccepted | AcceptanceRefusal> => {
    const act = { at: now, action: 'invitation.accept', account: accountId, actor: 'anonymous', visit } as const;
    const spent = await spendLink(tx, 'invitation', { codeHash: link.codeHash, now });
    const saved = spent && (await savePassword(tx, { accountId, passwordHash, from: ['INVITED'] }));
    if (!saved) {
      const refusal = refuse('invitation-not-valid', spent ? 'account is not invited' : 'spent meanwhile');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    const device = await rememberVisit(ports, tx, { accountId, visit, now });
    await queueNotice(ports, tx, { account, about: 'account-set-up', at: now, visit });
    await audit(tx, act);
    return { accountId, epoch: saved.epoch, proof: passwordProof(visit, now), device };
  });
}
