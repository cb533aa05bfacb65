import type { Instant } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type StoredBond, listBonds } from './store.ts';

export interface ContactView {
  readonly contactId: string;
  readonly displayName: string;
  readonly userName: string;
  /** `asked`: has not answered yet. `away`: agreed, but cannot sign in now, and so cannot vouch. */
  readonly standing: 'asked' | 'agreed' | 'away';
  readonly namedAt: Instant;
  /** `mutual`: each is the other's contact. */
  readonly bond: 'one-way' | 'mutual';
}

export interface ContactLists {
  /** Whom this account named. */
  readonly mine: readonly ContactView[];
  /** Who named this account, the unanswered ones too. */
  readonly others: readonly ContactView[];
}

/** Both ends of every bond of this account. */
export async function listContacts(ports: IdentityPorts, { accountId }: { readonly accountId: AccountId }): Promise<ContactLists> {
  const mine = await listBonds(ports.database.query, { of: accountId });
  const others = await listBonds(ports.database.query, { for: accountId });
  const confirmedFor = new Set(others.filter(isConfirmed).map((bond) => bond.accountId));
  const confirmedBy = new Set(mine.filter(isConfirmed).map((bond) => bond.contactAccountId));
  return {
    mine: mine.map((bond) => viewOf(bond, confirmedFor.has(bond.contactAccountId) ? 'mutual' : 'one-way')),
    others: others.map((bond) => viewOf(bond, confirmedBy.has(bond.accountId) ? 'mutual' : 'one-way')),
  };
}

function isConfirmed(bond: StoredBond): boolean {
  return bond.state === 'CONFIRMED';
}

function viewOf({ contactId, state, namedAt, other }: StoredBond, bond: ContactView['bond']): ContactView {
  const agreed = other.state === 'ACTIVE' ? 'agreed' : 'away';
  const { displayName, userName } = other;
  return { contactId, displayName, userName, standing: state === 'NAMED' ? 'asked' : agreed, namedAt, bond };
}
