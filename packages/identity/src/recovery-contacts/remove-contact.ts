import { findAccountBy, lockAccount } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { refuseWithoutStrongProof } from '../recovery/refuse-without-strong-proof.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { endVouchings, saveRemoval } from './store.ts';

export interface ContactRemoval {
  /** Of either side. */
  readonly accountId: AccountId;
  readonly contactId: string;
  readonly proofs: readonly Proof[];
  readonly visit: Visit;
}

/** Either side ends it, by what moves a credential; whatever was asked of this contact is over. Every address of whoever had named them is told. */
export async function removeContact(
  ports: IdentityPorts,
  input: ContactRemoval,
): Promise<{ readonly kind: 'removed' } | Refusal<'step-up-needed' | 'contact-not-asked'>> {
  const { accountId, contactId, visit } = input;
  const now = ports.clock.now();
  const weak = await refuseWithoutStrongProof(ports, input);
  if (weak) return weak;
  return ports.database.transact(async (tx) => {
    const locked = await lockAccount(tx, accountId);
    const removed = locked?.state === 'ACTIVE' ? await saveRemoval(tx, { contactId, by: accountId, now }) : undefined;
    if (!removed) {
      const refusal = refuse('contact-not-asked', 'removed already, or not theirs');
      await audit(tx, { at: now, action: 'recovery-contact.remove', account: accountId, actor: 'owner', visit, refusal });
      return refusal;
    }
    await endVouchings(tx, { contactId, because: 'contact-gone', now });
    const owner = await findAccountBy(tx.query, { accountId: removed.accountId });
    const contact = await findAccountBy(tx.query, { accountId: removed.contactAccountId });
    const isOwner = removed.accountId === accountId;
    const told = { at: now, visit: isOwner ? visit : undefined, contact: contact?.displayName ?? '' };
    if (owner) await queueNotice(ports, tx, { account: owner, about: 'contact-removed', ...told });
    const actor = isOwner ? 'owner' : ({ account: accountId } as const);
    await audit(tx, { at: now, action: 'recovery-contact.remove', account: removed.accountId, actor, visit });
    return { kind: 'removed' as const };
  });
}
