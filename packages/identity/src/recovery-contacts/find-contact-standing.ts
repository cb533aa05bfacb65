import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { independentWays } from '../recovery/rules.ts';
import { loadStanding } from '../sign-in/account-standing.ts';
import { secondFactorWays } from '../sign-in/rules.ts';
import { listContacts } from './list-contacts.ts';
import { counts } from './rules.ts';
import { listBonds } from './store.ts';

/** `circular`: the only contacts are people who have no other way back than this very person. */
export type ContactStanding = 'none' | 'circular' | 'counts';

/** Whether this account has a recovery contact to count on. */
export async function findContactStanding(
  ports: IdentityPorts,
  { accountId }: { readonly accountId: AccountId },
): Promise<ContactStanding> {
  const { mine } = await listContacts(ports, { accountId });
  const bonds = await listBonds(ports.database.query, { of: accountId });
  let standing: ContactStanding = 'none';
  for (const { contactId, contactAccountId, state, other } of bonds) {
    if (state !== 'CONFIRMED') continue;
    const kind = mine.find((contact) => contact.contactId === contactId)?.bond ?? 'one-way';
    const contact = other.state === 'ACTIVE' ? 'able' : 'unable';
    if (counts({ kind, contact, waysOfContact: await waysAlone(ports, contactAccountId) })) return 'counts';
    if (contact === 'able') standing = 'circular';
  }
  return standing;
}

/** Ways that do not hang on each other: what they would have left if their everyday token were gone, and without any contact. */
async function waysAlone(ports: IdentityPorts, accountId: AccountId): Promise<number> {
  const standing = await loadStanding(ports, accountId);
  const inService = standing.tokens.filter((token) => token.is === 'ACTIVE').length;
  const kept = secondFactorWays(standing).filter((way) => way !== 'temporary-access-code' && (way !== 'soft-token-otp' || inService > 1));
  return independentWays(['password', ...kept]);
}
