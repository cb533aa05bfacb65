import type { Instant, ReadOnlyQuery } from '@sallyport/platform';
import type { CertificateId, OrganisationId, PersonId } from '../identifiers.ts';
import type { CertificatesSchema } from '../schema.ts';
import type { Status } from '../status/rules.ts';
import {
  type FoundRow,
  INVENTORY_COLUMNS,
  type InventoryRow,
  type InventoryWish,
  ORDER_COLUMNS,
  type OrderedRow,
  inOrder,
  isAfter,
} from './rules.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;

interface Page {
  readonly organisationId: OrganisationId;
  readonly wish: InventoryWish;
  readonly limit: number;
}

/** Up to so many that are found are all looked at and sorted here; where there are more, the next that fit are soon met in the order of the inventory. */
const FEW = 5000;
/** The last character there is: every text that begins with a word lies between the word and the word with it. */
const LAST = '\u{10FFFF}';

/**
 * A page of an inventory. A search that finds few reads those; one that finds many walks the inventory in its order and leaves out what was not found. By
 * name it walks the terms instead, in whose order what begins with a word stands together: names and terms are of one kind, and in the order of the names what is
 * searched for may stand at the very end. Neither reads more than it must from a million.
 */
export async function pageOf(query: Query, page: Page): Promise<readonly FoundRow[]> {
  const { search, order, status } = page.wish;
  if (search === '') return wholeRows(query, page, await walk(query, page));
  const terms = await termsFrom(query, page)
    .select('term')
    .limit(FEW + 1)
    .execute();
  if (terms.length <= FEW) return wholeRows(query, page, firstOf(page, await found(query, page)));
  if (order !== 'name') return wholeRows(query, page, await walk(query, page));
  const few = status === undefined ? undefined : await fewOf(query, page, status);
  return wholeRows(query, page, few === undefined ? await walkTerms(query, page) : firstOf(page, few));
}

function termsFrom(query: Query, { organisationId, wish }: Page) {
  return query
    .selectFrom('certificate_term')
    .where('certificate_term.organisation_id', '=', organisationId)
    .where('certificate_term.term', '>=', wish.search)
    .where('certificate_term.term', '<', wish.search + LAST);
}

/** A term has the organisation of its certificate; one that is found by two of its names is there once, by the first. */
async function found(query: Query, page: Page): Promise<readonly OrderedRow[]> {
  const { status } = page.wish;
  let select = termsFrom(query, page)
    .innerJoin('certificate', 'certificate.certificate_id', 'certificate_term.certificate_id')
    .select(['certificate.certificate_id', 'certificate.requested_at', 'certificate.not_after', 'certificate.first_name', 'term']);
  if (status !== undefined) select = select.where('certificate.status', '=', status);
  const rows = await select.orderBy('term', 'desc').execute();
  return [...new Map(rows.map((row) => [row.certificate_id, row])).values()];
}

/** Those of a status that few have, where they are found; undefined where many have it. */
async function fewOf(query: Query, { organisationId, wish }: Page, status: Status): Promise<readonly OrderedRow[] | undefined> {
  const those = query.selectFrom('certificate').where('organisation_id', '=', organisationId).where('status', '=', status);
  const count = await those
    .select('certificate_id')
    .limit(FEW + 1)
    .execute();
  if (count.length > FEW) return undefined;
  const rows = await those
    .select(['certificate_id', 'requested_at', 'not_after', 'first_name'])
    .select((where) =>
      where
        .selectFrom('certificate_term')
        .select((terms) => terms.fn.min('term').as('first'))
        .whereRef('certificate_term.certificate_id', '=', 'certificate.certificate_id')
        .where('term', '>=', wish.search)
        .where('term', '<', wish.search + LAST)
        .as('term'),
    )
    .execute();
  return rows.flatMap(({ term, ...row }) => (term === null ? [] : [{ ...row, term }]));
}

function firstOf({ wish: { order, after }, limit }: Page, rows: readonly OrderedRow[]): readonly Place[] {
  const { column } = ORDER_COLUMNS[order];
  return rows
    .filter((row) => row[column] !== null)
    .filter(after === undefined ? () => true : isAfter(after, order))
    .sort(inOrder(order))
    .slice(0, limit);
}

/** Where a page goes: what an index alone says. Rows are wide, and those that are left out are never read. */
type Place = Pick<FoundRow, 'certificate_id' | 'term'>;

async function wholeRows(query: Query, { organisationId }: Page, places: readonly Place[]): Promise<readonly FoundRow[]> {
  if (places.length === 0) return [];
  const certificateIds = places.map(({ certificate_id }) => certificate_id);
  const byId = new Map((await rowsOf(query, { organisationId, certificateIds })).map((row) => [row.certificate_id, row]));
  return places.flatMap(({ certificate_id, term }) => {
    const row = byId.get(certificate_id);
    return row === undefined ? [] : [{ ...row, term }];
  });
}

/** One that is found by two of its names comes by the first. */
function walkTerms(query: Query, page: Page): Promise<readonly Place[]> {
  const { status, after, search } = page.wish;
  let select = termsFrom(query, page)
    .innerJoin('certificate', 'certificate.certificate_id', 'certificate_term.certificate_id')
    .select(['certificate_term.certificate_id', 'certificate_term.term'])
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('certificate_term as earlier')
            .select('earlier.term')
            // Of the row that was joined, so that it is asked of those with the right status only.
            .whereRef('earlier.certificate_id', '=', 'certificate.certificate_id')
            .where('earlier.term', '>=', search)
            .whereRef('earlier.term', '<', 'certificate_term.term'),
        ),
      ),
    );
  if (status !== undefined) select = select.where('certificate.status', '=', status);
  if (after?.term !== undefined) {
    const { term, value, certificateId } = after;
    select = select.where((where) =>
      where(
        where.refTuple('certificate_term.term', 'certificate_term.first_name', 'certificate_term.certificate_id'),
        '>',
        where.tuple(term, String(value), certificateId),
      ),
    );
  }
  return select
    .orderBy('certificate_term.term')
    .orderBy('certificate_term.first_name')
    .orderBy('certificate_term.certificate_id')
    .limit(page.limit)
    .execute();
}

function walk(query: Query, { organisationId, wish, limit }: Page): Promise<readonly Place[]> {
  const { column, direction } = ORDER_COLUMNS[wish.order];
  const [from, beyond] = direction === 'asc' ? (['>=', '>'] as const) : (['<=', '<'] as const);
  const { after, status, search } = wish;
  let select = query.selectFrom('certificate').select('certificate_id').where('organisation_id', '=', organisationId);
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

/**
 * Of this organisation only. Not by its column alone: SQLite would take the index of that one for the narrowest, and read the whole inventory for fifty
 * certificates that it has by their identifiers.
 */
export function rowsOf(
  query: Query,
  { organisationId, certificateIds }: { readonly organisationId: OrganisationId; readonly certificateIds: readonly CertificateId[] },
): Promise<readonly InventoryRow[]> {
  return query
    .selectFrom('certificate')
    .select(INVENTORY_COLUMNS)
    .where('certificate_id', 'in', [...certificateIds])
    .where((where) => where(where.fn.coalesce('organisation_id', where.val('')), '=', organisationId))
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
