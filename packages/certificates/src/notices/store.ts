import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { CertificateId, OrganisationId, PersonId } from '../identifiers.ts';
import { peopleOf } from '../people/store.ts';
import type { CertificateEventTable, CertificatesSchema, CertificateTable } from '../schema.ts';
import { type Listener, type NoticeChoice, USUAL_CHOICE } from './rules.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

const AT_ONCE = 200;

export type EndingRow = Pick<CertificateTable, 'certificate_id' | 'not_before' | 'not_after' | 'notice_due_at'>;

export function endingsDue(query: Query, now: Instant): Promise<readonly EndingRow[]> {
  return query
    .selectFrom('certificate')
    .select(['certificate_id', 'not_before', 'not_after', 'notice_due_at'])
    .where('notice_due_at', '<=', now)
    .orderBy('notice_due_at')
    .limit(AT_ONCE)
    .execute();
}

/** True for one of all processes that look at it, and only while it is in use: what was replaced, revoked or left management ends in silence. */
export async function claimEnding(tx: Tx, { row, next }: { readonly row: EndingRow; readonly next: Instant | null }): Promise<boolean> {
  const claimed = await tx.query
    .updateTable('certificate')
    .set({ notice_due_at: next })
    .where('certificate_id', '=', row.certificate_id)
    .where('notice_due_at', '=', row.notice_due_at)
    .where('status', '=', 'ACTIVE')
    .returning('certificate_id')
    .executeTakeFirst();
  return claimed !== undefined;
}

/** It is looked at no more. */
export async function silenceEnding(tx: Tx, row: EndingRow): Promise<void> {
  await tx.query
    .updateTable('certificate')
    .set({ notice_due_at: null })
    .where('certificate_id', '=', row.certificate_id)
    .where('notice_due_at', '=', row.notice_due_at)
    .where('status', '!=', 'ACTIVE')
    .execute();
}

export type UntoldEvent = Pick<CertificateEventTable, 'event_id' | 'certificate_id'> & { readonly organisation_id: OrganisationId };

export function untoldEvents(query: Query): Promise<readonly UntoldEvent[]> {
  return query
    .selectFrom('certificate_event')
    .innerJoin('certificate', 'certificate.certificate_id', 'certificate_event.certificate_id')
    .select(['event_id', 'certificate_event.certificate_id', 'organisation_id'])
    .where('told_at', 'is', null)
    .orderBy('at')
    .limit(AT_ONCE)
    .execute();
}

/** Marks them as told: of all processes that try, each event goes to one. */
export function claimEvents(
  tx: Tx,
  { events, now }: { readonly events: readonly UntoldEvent[]; readonly now: Instant },
): Promise<readonly CertificateEventTable[]> {
  return tx.query
    .updateTable('certificate_event')
    .set({ told_at: now })
    .where(
      'certificate_id',
      'in',
      events.map(({ certificate_id }) => certificate_id),
    )
    .where(
      'event_id',
      'in',
      events.map(({ event_id }) => event_id),
    )
    .where('told_at', 'is', null)
    .returningAll()
    .execute();
}

export type ToldCertificate = Pick<CertificateTable, (typeof TOLD_COLUMNS)[number]>;

const TOLD_COLUMNS = [
  'certificate_id',
  'status',
  'first_name',
  'names',
  'profile_id',
  'requested_by',
  'serial',
  'not_before',
  'not_after',
  'predecessor_id',
] as const satisfies readonly (keyof CertificateTable)[];

export async function certificatesTold(query: Query, ids: readonly CertificateId[]): Promise<ReadonlyMap<CertificateId, ToldCertificate>> {
  if (ids.length === 0) return new Map();
  const rows = await query
    .selectFrom('certificate')
    .select([...TOLD_COLUMNS])
    .where('certificate_id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.certificate_id, row]));
}

export interface ListenerWithMail extends Listener {
  readonly name: string;
  readonly mail: string | null;
}

/** Everybody of an organisation, with what they may and what they want to hear. */
export async function listenersOf(query: Query, organisationId: OrganisationId): Promise<readonly ListenerWithMail[]> {
  const [people, choices] = await Promise.all([
    peopleOf(query, organisationId),
    query
      .selectFrom('certificate_notice_choice')
      .innerJoin('certificate_person', 'certificate_person.person_id', 'certificate_notice_choice.person_id')
      .select(['certificate_notice_choice.person_id', 'scope', 'pace', 'approvals'])
      .where('organisation_id', '=', organisationId)
      .execute(),
  ]);
  const chosen = new Map(choices.map(({ person_id, ...choice }) => [person_id, choice]));
  return people.map(({ person_id, name, mail, roles }) => ({
    personId: person_id,
    name,
    mail,
    roles,
    ...(chosen.get(person_id) ?? USUAL_CHOICE),
  }));
}

export async function choiceOf(query: Query, personId: PersonId): Promise<NoticeChoice> {
  const row = await query
    .selectFrom('certificate_notice_choice')
    .select(['scope', 'pace', 'approvals'])
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row ?? USUAL_CHOICE;
}

export async function keepChoice(
  tx: Tx,
  { personId, choice, digestDueAt }: { readonly personId: PersonId; readonly choice: NoticeChoice; readonly digestDueAt: Instant },
): Promise<void> {
  const columns = { ...choice, digest_due_at: digestDueAt };
  await tx.query
    .insertInto('certificate_notice_choice')
    .values({ person_id: personId, ...columns })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(columns))
    .execute();
}

export async function insertDigestItems(
  tx: Tx,
  { personId, events }: { readonly personId: PersonId; readonly events: readonly CertificateEventTable[] },
): Promise<void> {
  await tx.query
    .insertInto('certificate_digest_item')
    .values(events.map(({ event_id, certificate_id }) => ({ person_id: personId, event_id, certificate_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function digestsDue(query: Query, now: Instant): Promise<readonly PersonId[]> {
  const rows = await query
    .selectFrom('certificate_notice_choice')
    .select('person_id')
    .where('digest_due_at', '<=', now)
    .orderBy('digest_due_at')
    .limit(AT_ONCE)
    .execute();
  return rows.map(({ person_id }) => person_id);
}

/** Of all processes that try, one gets a person's digest of this morning. After one for somebody who wants none any more comes none. */
export async function claimDigest(
  tx: Tx,
  { personId, now, next }: { readonly personId: PersonId; readonly now: Instant; readonly next: Instant },
): Promise<boolean> {
  const row = await tx.query
    .updateTable('certificate_notice_choice')
    .set((choice) => ({ digest_due_at: choice.case().when('pace', '=', 'daily').then(next).else(null).end() }))
    .where('person_id', '=', personId)
    .where('digest_due_at', '<=', now)
    .returning('person_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What a digest tells, in the order in which it happened; it is told once. */
export async function takeDigestItems(tx: Tx, personId: PersonId): Promise<readonly CertificateEventTable[]> {
  const items = await tx.query
    .deleteFrom('certificate_digest_item')
    .where('person_id', '=', personId)
    .returning(['event_id', 'certificate_id'])
    .execute();
  const events: CertificateEventTable[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    const some = items.slice(from, from + AT_ONCE);
    events.push(
      ...(await tx.query
        .selectFrom('certificate_event')
        .selectAll()
        .where(
          'certificate_id',
          'in',
          some.map(({ certificate_id }) => certificate_id),
        )
        .where(
          'event_id',
          'in',
          some.map(({ event_id }) => event_id),
        )
        .execute()),
    );
  }
  return events.sort((left, right) => left.at - right.at);
}

export async function addressesOf(
  query: Query,
  ids: readonly CertificateId[],
): Promise<readonly { readonly certificate_id: CertificateId; readonly address: string }[]> {
  if (ids.length === 0) return [];
  return query
    .selectFrom('certificate_notice_address')
    .select(['certificate_id', 'address'])
    .where('certificate_id', 'in', [...new Set(ids)])
    .orderBy('address')
    .execute();
}

export async function replaceAddresses(
  tx: Tx,
  { certificateId, addresses }: { readonly certificateId: CertificateId; readonly addresses: readonly string[] },
): Promise<void> {
  await tx.query.deleteFrom('certificate_notice_address').where('certificate_id', '=', certificateId).execute();
  if (addresses.length === 0) return;
  await tx.query
    .insertInto('certificate_notice_address')
    .values(addresses.map((address) => ({ certificate_id: certificateId, address })))
    .execute();
}

/** Whoever is told of one is told of the one in its place. */
export async function copyAddresses(tx: Tx, { from, to }: { readonly from: CertificateId; readonly to: CertificateId }): Promise<void> {
  const kept = await addressesOf(tx.query, [from]);
  await replaceAddresses(tx, { certificateId: to, addresses: kept.map(({ address }) => address) });
}
