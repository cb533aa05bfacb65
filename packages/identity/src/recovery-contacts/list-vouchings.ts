import type { Instant } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { listBonds, openVouchings } from './store.ts';

/** What a contact is asked: by whom, when, from where. Never the code: they must hear it. */
export interface VouchingAsked {
  readonly voucherId: string;
  readonly displayName: string;
  readonly userName: string;
  readonly askedAt: Instant;
  readonly network: string;
  readonly expiresAt: Instant;
}

/** What this contact can answer now. */
export async function listVouchings(
  ports: IdentityPorts,
  { accountId }: { readonly accountId: AccountId },
): Promise<readonly VouchingAsked[]> {
  const { query } = ports.database;
  const bonds = (await listBonds(query, { for: accountId })).filter(({ state }) => state === 'CONFIRMED');
  const asked = await openVouchings(query, { contactIds: bonds.map(({ contactId }) => contactId), now: ports.clock.now() });
  return asked.flatMap(({ voucherId, contactId, askedAt, network, expiresAt }) => {
    const other = bonds.find((bond) => bond.contactId === contactId)?.other;
    return other ? [{ voucherId, displayName: other.displayName, userName: other.userName, askedAt, network, expiresAt }] : [];
  });
}
