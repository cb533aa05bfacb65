import { type RevokedEntry, fromHex } from '@sallyport/pki';
import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { CertificateListNumberTable, CertificateListTable, CertificatesSchema } from '../schema.ts';
import { type AuthorityKind, reasonOf } from './rules.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

export function servedList(query: Query, authorityId: string): Promise<CertificateListTable | undefined> {
  return query.selectFrom('certificate_list').selectAll().where('authority_id', '=', authorityId).executeTakeFirst();
}

/** Without its octets: a list may have megabytes, and most of the time nobody needs them. */
export function servedListFacts(query: Query, authorityId: string) {
  return query
    .selectFrom('certificate_list')
    .select(['number', 'this_update', 'next_update', 'sha256'])
    .where('authority_id', '=', authorityId)
    .executeTakeFirst();
}

/** How far the lists of a CA are counted, and which was finished. */
type Counter = Pick<CertificateListNumberTable, 'last_number' | 'served_number'>;

export function counterOf(query: Query, authorityId: string): Promise<Counter | undefined> {
  return query
    .selectFrom('certificate_list_number')
    .select(['last_number', 'served_number'])
    .where('authority_id', '=', authorityId)
    .executeTakeFirst();
}

interface OfAuthority {
  readonly kind: AuthorityKind;
  readonly authorityId: string;
  /** For a root: the CAs it has signed. */
  readonly below: readonly string[];
}

/** Whether something of this CA was revoked that no list has been counted for. A root has signed issuing CAs, an issuing CA certificates. */
export async function hasUnlisted(query: Query, { kind, authorityId, below }: OfAuthority): Promise<boolean> {
  const row =
    kind === 'root'
      ? await query
          .selectFrom('certificate_authority')
          .select('authority_id')
          .where('authority_id', 'in', someOf(below))
          .where('revoked_at', 'is not', null)
          .where('listed_number', 'is', null)
          .limit(1)
          .executeTakeFirst()
      : await query
          .selectFrom('certificate')
          .select('certificate_id')
          .where('authority_id', '=', authorityId)
          .where('status', '=', 'REVOKED')
          .where('listed_number', 'is', null)
          .limit(1)
          .executeTakeFirst();
  return row !== undefined;
}

/** How long one process may work on a list before another counts the next one. */
const LIST_CLAIM_MS = 20_000;

/**
 * Counts the next list of a CA and settles what it says: all that is revoked and not listed yet is listed from this number on. Whatever happens to
 * this list, the next one has a higher number and says it too. One conditional statement, so that of any number of processes one gets the number;
 * undefined while another works on one, or has counted or finished one since the counter was read. A claim of a clock that was ahead does not count.
 */
export async function countList(
  tx: Tx,
  { kind, authorityId, below, counter, now }: OfAuthority & { readonly counter: Counter | undefined; readonly now: Instant },
): Promise<number | undefined> {
  const claimedUntil = now + LIST_CLAIM_MS;
  const finished = counter?.served_number ?? null;
  const counted = await tx.query
    .insertInto('certificate_list_number')
    .values({ authority_id: authorityId, last_number: 1, served_number: null, claimed_until: claimedUntil })
    .onConflict((conflict) =>
      conflict
        .column('authority_id')
        .doUpdateSet((row) => ({
          last_number: row('certificate_list_number.last_number', '+', 1),
          claimed_until: row.ref('excluded.claimed_until'),
        }))
        .where('certificate_list_number.last_number', '=', counter?.last_number ?? 0)
        .where((row) =>
          finished === null
            ? row('certificate_list_number.served_number', 'is', null)
            : row('certificate_list_number.served_number', '=', finished),
        )
        .where((row) =>
          row.or([
            row('certificate_list_number.claimed_until', 'is', null),
            row('certificate_list_number.claimed_until', '<=', now),
            row('certificate_list_number.claimed_until', '>', claimedUntil),
          ]),
        ),
    )
    .returning('last_number')
    .executeTakeFirst();
  if (counted === undefined) return undefined;
  await (kind === 'root'
    ? tx.query
        .updateTable('certificate_authority')
        .set({ listed_number: counted.last_number })
        .where('authority_id', 'in', someOf(below))
        .where('revoked_at', 'is not', null)
        .where('listed_number', 'is', null)
        .execute()
    : tx.query
        .updateTable('certificate')
        .set({ listed_number: counted.last_number })
        .where('authority_id', '=', authorityId)
        .where('status', '=', 'REVOKED')
        .where('listed_number', 'is', null)
        .execute());
  return counted.last_number;
}

export interface ListContents {
  readonly authorityId: string;
  readonly number: number;
  readonly served: { readonly number: number; readonly this_update: Instant } | undefined;
  readonly now: Instant;
}

/**
 * What the list of a number says. An entry leaves only after it stood in a list made after its certificate had ended (RFC 5280 section 3.3); CAs stay. A
 * list made by a clock that was ahead says nothing of what has ended.
 */
export async function listEntries(query: Query, { authorityId, number, served, now }: ListContents): Promise<readonly RevokedEntry[]> {
  const rows = await query
    .selectFrom('certificate')
    .select(['serial', 'revoked_at', 'revocation_reason'])
    .where('authority_id', '=', authorityId)
    .where('status', '=', 'REVOKED')
    .where('listed_number', '<=', number)
    .where((row) =>
      served === undefined
        ? row('listed_number', 'is not', null)
        : row.or([row('not_after', '>=', Math.min(served.this_update, now)), row('listed_number', '>', served.number)]),
    )
    .execute();
  return rows.flatMap(({ serial, revoked_at, revocation_reason }) =>
    serial === null || revoked_at === null ? [] : [{ serial: fromHex(serial), revokedAt: revoked_at, reason: reasonOf(revocation_reason) }],
  );
}

/** SQL has no empty list, and no CA is called nothing. */
function someOf(below: readonly string[]): readonly string[] {
  return below.length === 0 ? [''] : below;
}

/** What of the CAs below a root is revoked, by that number. */
export function revokedAuthorities(query: Query, { below, number }: { readonly below: readonly string[]; readonly number: number }) {
  return query
    .selectFrom('certificate_authority')
    .select(['der', 'revoked_at', 'revocation_reason'])
    .where('authority_id', 'in', someOf(below))
    .where('listed_number', '<=', number)
    .execute();
}

/** Served from now on, unless a list of a higher number is served already. Frees the claim. False when it was overtaken. */
export async function serveList(tx: Tx, list: CertificateListTable): Promise<boolean> {
  const kept = await tx.query
    .insertInto('certificate_list')
    .values(list)
    .onConflict((conflict) =>
      conflict
        .column('authority_id')
        .doUpdateSet((row) => ({
          number: row.ref('excluded.number'),
          der: row.ref('excluded.der'),
          sha256: row.ref('excluded.sha256'),
          this_update: row.ref('excluded.this_update'),
          next_update: row.ref('excluded.next_update'),
        }))
        .whereRef('certificate_list.number', '<', 'excluded.number')
        .whereRef('certificate_list.this_update', '<=', 'excluded.this_update'),
    )
    .returning('number')
    .executeTakeFirst();
  await tx.query
    .updateTable('certificate_list_number')
    .set({ claimed_until: null, ...(kept && { served_number: list.number }) })
    .where('authority_id', '=', list.authority_id)
    .where('last_number', '=', list.number)
    .execute();
  return kept !== undefined;
}
