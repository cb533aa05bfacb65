import type { EmailAddress, Transaction } from '@sallyport/platform';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { withdrawLinks } from '../one-time-links/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { refuseWithoutStrongProof } from '../recovery/refuse-without-strong-proof.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { withoutAddress } from './rules.ts';
import { removePendingAddress, replaceAddresses } from './store.ts';

export interface AddressChange {
  readonly accountId: AccountId;
  readonly address: string;
  readonly proofs: readonly Proof[];
  readonly visit: Visit;
}

type RemovalRefusal = Refusal<'step-up-needed' | 'address-not-found' | 'address-last'>;

/**
 * A confirmed address, or one that still waits. It takes what moving a credential takes. The address that goes is told too, with a link that freezes the account as long as any: an attacker
 * cannot take the owner's address away unseen.
 */
export async function removeAddress(ports: IdentityPorts, input: AddressChange): Promise<{ readonly kind: 'removed' } | RemovalRefusal> {
  const { accountId, address, visit } = input;
  const now = ports.clock.now();
  const weak = await refuseWithoutStrongProof(ports, input);
  if (weak) return weak;
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'removed' } | RemovalRefusal> => {
    const act = { at: now, action: 'address.remove', account: accountId, actor: 'owner', visit } as const;
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    if (account?.state !== 'ACTIVE') return refuse('step-up-needed', 'no active account');
    const rest = withoutAddress(account.addresses, address);
    if (isRefusal(rest)) {
      const wasPending = await removePendingAddress(tx, { accountId, address });
      await audit(tx, { ...act, ...(wasPending ? { details: { pending: 'yes' } } : { refusal: rest }) });
      return wasPending ? { kind: 'removed' } : rest;
    }
    const removed = address as EmailAddress;
    await replaceAddresses(tx, accountId, rest);
    await withdrawMail(tx, accountId);
    await queueNotice(ports, tx, {
      account: { ...account, addresses: rest },
      about: 'address-removed',
      at: now,
      visit,
      address: removed,
      alsoTo: [removed],
    });
    await audit(tx, { ...act, details: { address: removed } });
    return { kind: 'removed' };
  });
}

/** A reset link under way went to the removed address as well. */
function withdrawMail(tx: Transaction<IdentitySchema>, accountId: AccountId): Promise<void> {
  return withdrawLinks(tx, 'password_reset', accountId);
}
