import type { Instant, ReadOnlyQuery } from '@sallyport/platform';
import type { CertificateId, OrganisationId, PersonId } from '../identifiers.ts';
import type { CertificatesSchema } from '../schema.ts';
import type { Status } from '../status/rules.ts';
import { INVENTORY_COLUMNS, type InventoryRow, type InventoryWish, ORDER_COLUMNS, inOrder, isAfter } from './rules.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;

interface Page {
  readonly organisationId: OrganisationId;
  readonly wish: InventoryWish;
  readonly limit: number;
}

/** Up to so many terms that fit, their certificates are fetched and sorted here; where there are more, the next that fit the order are soon met. */
const FEW = 2000;
/** The last character there is: every text that begins with a word lies between the word and the word with it. */
const LAST = '\u{10FFFF}';

/**
 * A page of an inventory. A search that finds few reads those; one that finds many walks the inventory in its order and leaves out what was
 * not found. Neither reads more than it must from a million.
 */
export async function pageOf(query: Query, page: Page): Promise<readonly InventoryRow[]> {
  if (page.wish.search === '') return walk(query, page);
  const terms = await termsFrom(query, page)
    .select('term')
    .limit(FEW + 1)
    .execute();
  return terms.length > FEW ? walk(query, page) : sorted(await found(query, page), page);
}

function termsFrom(query: Query, { organisationId, wish }: Page) {
  return query
    .selectFrom('certificate_term')
    .where('certificate_term.organisation_id', '=', organisationId)
    .where('term', '>=', wish.search)
    .where('term', '<', wish.search + LAST);
}

/** A term has the organisation of its certificate; one that is found by two of its names is there once. */
async function found(query: Query, page: Page): Promise<readonly InventoryRow[]> {
  const rows = await termsFrom(query, page)
    .innerJoin('certificate', 'certificate.certificate_id', 'certificate_term.certificate_id')
    .select(INVENTORY_COLUMNS.map((column) => `certificate.${column}` as const))
    .execute();
  return [...new Map(rows.map((row) => [row.certificate_id, row])).values()];
}

function sorted(rows: readonly InventoryRow[], { wish, limit }: Page): readonly InventoryRow[] {
  const { status, order, after } = wish;
  const { column } = ORDER_COLUMNS[order];
  return rows
    .filter((row) => row[column] !== null && (status === undefined || row.status === status))
    .filter(after === undefined ? () => true : isAfter(after, order))
    .sort(inOrder(order))
    .slice(0, limit);
}

function walk(query: Query, { organisationId, wish, limit }: Page): Promise<readonly InventoryRow[]> {
  const { column, direction } = ORDER_COLUMNS[wish.order];
  const [from, beyond] = direction === 'asc' ? (['>=', '>'] as const) : (['<=', '<'] as const);
  const { after, status, search } = wish;
  let select = query.selectFrom('certificate').select(INVENTORY_COLUMNS).where('organisation_id', '=', organisationId);
  if (status !== undefined) select = select.where('status', '=', status);
  if (column === 'not_after') select = select.where('not_after', 'is not', null);
  if (after !== undefined) {
    // The first condition is where the index begins; the second leaves out the page before among those of the same value.
    select = select
      .where(column, from, after.value)
      .where((where) => where.or([where(column, beyond, after.value), where('certificate_id', beyond, after.certificateId)]));
  }
  if (search !== '') {
    select = select.where((where) =>
      where.exists(
        where
          .selectFrom('certificate_term')
          .select('term')
          .whereRef('certificate_term.certificate_id', '=', 'certificate.certificate_id')
          .where('term', '>=', search)
          .where('term', '<', search + LAST),
      ),
    );
  }
  return select.orderBy(column, direction).orderBy('certificate_id', direction).limit(limit).execute();
}

/** Of this organisation only. */
export function rowsOf(
  query: Query,
  { organisationId, certificateIds }: { readonly organisationId: OrganisationId; readonly certificateIds: readonly CertificateId[] },
): Promise<readonly InventoryRow[]> {
  return query
    .selectFrom('certificate')
    .select(INVENTORY_COLUMNS)
    .where('certificate_id', 'in', [...certificateIds])
    .where('organisation_id', '=', organisationId)
    .execute();
}

export async function countByStatus(query: Query, organisationId: OrganisationId): Promise<Readonly<Partial<Record<Status, number>>>> {
  const rows = await query
    .selectFrom('certificate')
    .select((certificates) => ['status', certificates.fn.countAll<number>().as('count')])
    .where('organisation_id', '=', organisationId)
    .groupBy('status')
    .execute();
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

/** How many active ones end in this span, its first moment counted and its last not. */
export async function countEnding(
  query: Query,
  given: { readonly organisationId: OrganisationId; readonly from: Instant; readonly to: Instant },
): Promise<number> {
  const row = await query
    .selectFrom('certificate')
    .select((certificates) => certificates.fn.countAll<number>().as('count'))
    .where('organisation_id', '=', given.organisationId)
    .where('status', '=', 'ACTIVE')
    .where('not_after', '>=', given.from)
    .where('not_after', '<', given.to)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Those that wait for this person's word: of others, and without one of theirs, the oldest first. */
export function undecidedBy(
  query: Query,
  given: { readonly organisationId: OrganisationId; readonly personId: PersonId; readonly limit: number },
) {
  return query
    .selectFrom('certificate')
    .innerJoin('certificate_person', 'certificate_person.person_id', 'certificate.requested_by')
    .select(INVENTORY_COLUMNS.map((column) => `certificate.${column}` as const))
    .select(['certificate_person.name as requester', 'note', 'lifetime_days', 'approvals_needed'])
    .where('certificate.organisation_id', '=', given.organisationId)
    .where('status', '=', 'PENDING_APPROVAL')
    .where('requested_by', '!=', given.personId)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('certificate_approval')
            .select('decision')
            .whereRef('certificate_approval.certificate_id', '=', 'certificate.certificate_id')
            .where('certificate_approval.person_id', '=', given.personId),
        ),
      ),
    )
    .orderBy('requested_at')
    .orderBy('certificate.certificate_id')
    .limit(given.limit)
    .execute();
}

export async function namesOfPeople(query: Query, ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, string>> {
  if (ids.length === 0) return new Map();
  const rows = await query
    .selectFrom('certificate_person')
    .select(['person_id', 'name'])
    .where('person_id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ person_id, name }) => [person_id, name]));
}

export function eventsOf(query: Query, certificateId: InventoryRow['certificate_id']) {
  return query.selectFrom('certificate_event').selectAll().where('certificate_id', '=', certificateId).execute();
}
