import type { ByPerson } from '../actor.ts';
import type { CustomField, KeptValue } from '../fields/rules.ts';
import { fieldsOf, valuesOf } from '../fields/store.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { type ManyAct, manyActsFor } from './act-on-many.ts';
import { type ListedCertificate, listed } from './listed-certificate.ts';
import { type InventoryKey, type InventoryWish, SEARCH_MAX_CHARACTERS, keyOf } from './rules.ts';
import { pageOf } from './store.ts';
import { inField } from './terms.ts';

/** One line of an inventory, with what stands in the fields of the organisation. */
export interface InventoryLine extends ListedCertificate {
  readonly values: readonly KeptValue[];
}

export interface InventoryPage {
  readonly certificates: readonly InventoryLine[];
  /** Where the next page goes on; undefined on the last. */
  readonly next: InventoryKey | undefined;
  /** Those of the organisation, in the order in which they were added. */
  readonly fields: readonly CustomField[];
  /** What this person may do with several of them at once, once both doors are open. */
  readonly manyActs: readonly ManyAct['act'][];
}

/** A page of the organisation's certificates. Pages go on after a key, so that none is skipped or shown twice when something comes in between. */
export async function searchInventory(
  { database, clock }: Pick<CertificatesPorts, 'clock' | 'database'>,
  { person, wish, limit }: ByPerson & { readonly wish: InventoryWish; readonly limit: number },
): Promise<InventoryPage | Refusal<'step-up-needed' | 'role-missing'>> {
  const { query } = database;
  const may = await permit(database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const { organisationId } = person;
  const rows = await pageOf(query, { organisationId, wish: { ...wish, search: termIn(wish) }, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const certificateIds = shown.map(({ certificate_id }) => certificate_id);
  const fields = await fieldsOf(database, organisationId);
  const values = await valuesOf(query, { fields, certificateIds });
  const now = clock.now();
  const last = shown.at(-1);
  return {
    certificates: shown.map((row) => ({ ...listed(row, now), values: values.get(row.certificate_id) ?? [] })),
    next: rows.length > limit && last !== undefined ? keyOf(last, wish.order) : undefined,
    fields,
    manyActs: manyActsFor(may.roles).filter((act) => act !== 'describe' || fields.length > 0),
  };
}

/** What the terms of a certificate are compared with. */
function termIn({ search, field }: InventoryWish): string {
  const text = search.normalize('NFC').trim().toLowerCase().slice(0, SEARCH_MAX_CHARACTERS);
  return field === undefined ? text : inField(field, text);
}
