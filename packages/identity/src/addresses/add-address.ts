import { Secret, parseEmailAddress } from '@sallyport/platform';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { spendAll } from '../budgets.ts';
import type { AccountId } from '../identifiers.ts';
import { queueAddressConfirmation } from '../notices/queue-mails.ts';
import { hashLinkCode, newLinkCode } from '../one-time-links/codes.ts';
import type { IdentityPorts } from '../ports.ts';
import { refuseWithoutStrongProof } from '../recovery/refuse-without-strong-proof.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { isSameAddress, refuseAddress } from './rules.ts';
import { insertPendingAddress, pendingAddresses } from './store.ts';

export interface NewAddress {
  readonly accountId: AccountId;
  /** As typed. */
  readonly address: string;
  readonly proofs: readonly Proof[];
  readonly visit: Visit;
}

type AdditionRefusal = Refusal<'step-up-needed' | 'address-malformed' | 'address-known' | 'address-limit' | 'too-many-attempts'>;

/**
 * Mails a link to the new address; until it is opened there, the address is told nothing and counts for nothing. It takes what moving a credential takes. Each try costs one of the budget
 * for good: it limits mail to strangers, not guesses.
 */
export async function addAddress(ports: IdentityPorts, input: NewAddress): Promise<{ readonly kind: 'asked' } | AdditionRefusal> {
  const { accountId, visit } = input;
  const { lifetimes, mostAddresses: most } = ports.policy;
  const now = ports.clock.now();
  const weak = await refuseWithoutStrongProof(ports, input);
  if (weak) return weak;
  const address = parseEmailAddress(input.address);
  if (address === undefined) return refuse('address-malformed', 'not an e-mail address', { positions: [0] });
  const code = newLinkCode(ports.randomness);
  const codeHash = hashLinkCode('address', code) ?? '';
  const link = new Secret(`${ports.origins.selfAdministration}/addresses/confirm#a=${code.reveal()}`);
  const expiresAt = now + lifetimes.addressLinkMs;
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'asked' } | AdditionRefusal> => {
    const act = { at: now, action: 'address.request', account: accountId, actor: 'owner', visit, details: { address } } as const;
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    if (account?.state !== 'ACTIVE') return refuse('step-up-needed', 'no active account');
    // An address that waits has its place already: asking again only mails another link.
    const others = (await pendingAddresses(tx.query, accountId, now)).filter((pending) => !isSameAddress(pending.address, address));
    const fault =
      refuseAddress(address, { present: account.addresses, most }) ??
      refuseAddress(address, { present: [...account.addresses, ...others.map((pending) => pending.address)], most });
    const paid = fault ? undefined : await spendAll(tx, { policy: ports.policy, kind: 'address-confirmation', subject: accountId, now });
    const refusal =
      fault ?? (paid?.tickets ? undefined : refuse('too-many-attempts', 'address-confirmation', { until: paid?.until ?? now }));
    if (refusal) {
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    await insertPendingAddress(tx, { codeHash, accountId, address, now, expiresAt });
    await queueAddressConfirmation(ports, tx, { account, to: address, link, expiresAt });
    await audit(tx, act);
    return { kind: 'asked' };
  });
}
