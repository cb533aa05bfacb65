import type { ByPerson } from '../actor.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { type ListedCertificate, listed } from './listed-certificate.ts';
import { type InventoryKey, type InventoryWish, SEARCH_MAX_CHARACTERS, keyOf } from './rules.ts';
import { pageOf } from './store.ts';

export interface InventoryPage {
  readonly certificates: readonly ListedCertificate[];
  /** Where the next page goes on; undefined on the last. */
  readonly next: InventoryKey | undefined;
}

/** A page of the organisation's certificates. Pages go on after a key, so that none is skipped or shown twice when something comes in between. */
export async function searchInventory(
  { database, clock }: Pick<CertificatesPorts, 'clock' | 'database'>,
  { person, wish, limit }: ByPerson & { readonly wish: InventoryWish; readonly limit: number },
): Promise<InventoryPage | Refusal<'step-up-needed' | 'role-missing'>> {
  const may = await permit(database.query, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const search = wish.search.trim().toLowerCase().slice(0, SEARCH_MAX_CHARACTERS);
  const rows = await pageOf(database.query, { organisationId: person.organisationId, wish: { ...wish, search }, limit: limit + 1 });
  const now = clock.now();
  const last = rows[limit - 1];
  return {
    certificates: rows.slice(0, limit).map((row) => listed(row, now)),
    next: rows.length > limit && last !== undefined ? keyOf(last, wish.order) : undefined,
  };
}
