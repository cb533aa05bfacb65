import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { refuseWithoutStrongProof } from '../recovery/refuse-without-strong-proof.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { AddressChange } from './remove-address.ts';
import { withPrimary } from './rules.ts';
import { replaceAddresses } from './store.ts';

type PrimaryRefusal = Refusal<'step-up-needed' | 'address-not-found'>;

/** The primary address is what applications are told, and where invitations go. It takes what moving a credential takes. */
export async function makePrimary(ports: IdentityPorts, input: AddressChange): Promise<{ readonly kind: 'primary' } | PrimaryRefusal> {
  const { accountId, visit } = input;
  const now = ports.clock.now();
  const weak = await refuseWithoutStrongProof(ports, input);
  if (weak) return weak;
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'primary' } | PrimaryRefusal> => {
    const act = { at: now, action: 'address.make-primary', account: accountId, actor: 'owner', visit } as const;
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    if (account?.state !== 'ACTIVE') return refuse('step-up-needed', 'no active account');
    const addresses = withPrimary(account.addresses, input.address);
    const [address] = addresses ?? [];
    if (!addresses || address === undefined) {
      const refusal = refuse('address-not-found', 'not of this account');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    if (address === account.addresses[0]) return { kind: 'primary' };
    await replaceAddresses(tx, accountId, addresses);
    await queueNotice(ports, tx, { account, about: 'address-made-primary', at: now, visit, address });
    await audit(tx, { ...act, details: { address } });
    return { kind: 'primary' };
  });
}
