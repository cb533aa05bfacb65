import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { CertificateId } from '../identifiers.ts';
import type { AcmeAccountTable, AcmeChallengeTable, AcmeOrderTable, CertificatesSchema } from '../schema.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

export async function accountUrlOf(query: Query, directory: string): Promise<string | undefined> {
  const row = await query
    .selectFrom('certificate_acme_account')
    .select('account_url')
    .where('directory', '=', directory)
    .executeTakeFirst();
  return row?.account_url;
}

/** Two processes that register the same key are told the same address. */
export async function keepAccount(
  tx: Tx,
  account: { readonly directory: string; readonly accountUrl: string; readonly now: Instant },
): Promise<'new' | 'known'> {
  const row = await tx.query
    .insertInto('certificate_acme_account')
    .values({ directory: account.directory, account_url: account.accountUrl, made_at: account.now })
    .onConflict((conflict) => conflict.column('directory').doNothing())
    .returning('directory')
    .executeTakeFirst();
  return row === undefined ? 'known' : 'new';
}

export async function forgetAccount(tx: Tx, directory: string): Promise<void> {
  await tx.query.deleteFrom('certificate_acme_account').where('directory', '=', directory).execute();
}

export function findOrder(query: Query, certificateId: CertificateId): Promise<AcmeOrderTable | undefined> {
  return query.selectFrom('certificate_acme_order').selectAll().where('certificate_id', '=', certificateId).executeTakeFirst();
}

/** The row is there before the CA is asked for anything. */
export async function beginOrder(
  tx: Tx,
  given: { readonly certificateId: CertificateId; readonly directory: string; readonly now: Instant },
) {
  await tx.query
    .insertInto('certificate_acme_order')
    .values({
      certificate_id: given.certificateId,
      directory: given.directory,
      begun_at: given.now,
      order_url: null,
      problem: null,
      chain: null,
      told_at: null,
      tell_after: null,
      tell_tries: 0,
      tell_problem: null,
    })
    .onConflict((conflict) => conflict.column('certificate_id').doNothing())
    .execute();
}

/** The day in which it has to get on begins with the next try. */
export async function beginAgain(tx: Tx, given: { readonly certificateId: CertificateId; readonly now: Instant }): Promise<void> {
  await tx.query
    .updateTable('certificate_acme_order')
    .set({ begun_at: given.now })
    .where('certificate_id', '=', given.certificateId)
    .execute();
}

/** Of two orders that were made at once the first that is kept counts; the other is never finalised. Answers the one that counts. */
export async function keepOrderUrl(
  tx: Tx,
  given: { readonly certificateId: CertificateId; readonly orderUrl: string; readonly now: Instant },
): Promise<string | undefined> {
  await tx.query
    .updateTable('certificate_acme_order')
    .set({ order_url: given.orderUrl, begun_at: given.now })
    .where('certificate_id', '=', given.certificateId)
    .where('order_url', 'is', null)
    .execute();
  return (await findOrder(tx.query, given.certificateId))?.order_url ?? undefined;
}

/** An order that the CA has given up; the next try makes another. */
export async function forgetOrderUrl(tx: Tx, given: { readonly certificateId: CertificateId; readonly orderUrl: string }): Promise<void> {
  await tx.query
    .updateTable('certificate_acme_order')
    .set({ order_url: null })
    .where('certificate_id', '=', given.certificateId)
    .where('order_url', '=', given.orderUrl)
    .execute();
}

export async function keepProblem(
  tx: Tx,
  given: { readonly certificateId: CertificateId; readonly problem: string | null },
): Promise<void> {
  await tx.query
    .updateTable('certificate_acme_order')
    .set({ problem: given.problem })
    .where('certificate_id', '=', given.certificateId)
    .execute();
}

/** `chain`: PEM, without the leaf. */
export async function keepChain(tx: Tx, given: { readonly certificateId: CertificateId; readonly chain: string }): Promise<void> {
  await tx.query
    .updateTable('certificate_acme_order')
    .set({ chain: given.chain, problem: null })
    .where('certificate_id', '=', given.certificateId)
    .execute();
}

/** Kept before it is published, so that whoever goes on knows what to take away. */
export async function keepChallenge(tx: Tx, row: AcmeChallengeTable): Promise<void> {
  await tx.query
    .insertInto('certificate_acme_challenge')
    .values(row)
    .onConflict((conflict) => conflict.columns(['certificate_id', 'token']).doNothing())
    .execute();
}

export function challengesOf(query: Query, certificateId: CertificateId): Promise<readonly AcmeChallengeTable[]> {
  return query.selectFrom('certificate_acme_challenge').selectAll().where('certificate_id', '=', certificateId).execute();
}

export async function removeChallenges(tx: Tx, certificateId: CertificateId): Promise<void> {
  await tx.query.deleteFrom('certificate_acme_challenge').where('certificate_id', '=', certificateId).execute();
}

export async function keyAuthorizationOf(query: Query, token: string): Promise<string | undefined> {
  const row = await query
    .selectFrom('certificate_acme_challenge')
    .select('key_authorization')
    .where('token', '=', token)
    .where('method', '=', 'http-01')
    .executeTakeFirst();
  return row?.key_authorization;
}

export interface ToTell {
  readonly certificate_id: CertificateId;
  readonly der: Uint8Array;
  readonly revocation_reason: number | null;
  readonly tell_tries: number;
}

/** Revoked here, and the CA that issued it has not confirmed it yet. */
export async function revocationsToTell(
  query: Query,
  { directory, now, limit }: { readonly directory: string; readonly now: Instant; readonly limit: number },
): Promise<readonly ToTell[]> {
  const rows = await query
    .selectFrom('certificate_acme_order')
    .innerJoin('certificate', 'certificate.certificate_id', 'certificate_acme_order.certificate_id')
    .select(['certificate.certificate_id', 'certificate.der', 'certificate.revocation_reason', 'certificate_acme_order.tell_tries'])
    .where('certificate_acme_order.directory', '=', directory)
    .where('certificate_acme_order.told_at', 'is', null)
    .where((where) =>
      where.or([where('certificate_acme_order.tell_after', 'is', null), where('certificate_acme_order.tell_after', '<=', now)]),
    )
    .where('certificate.status', '=', 'REVOKED')
    .orderBy('certificate.revoked_at')
    .limit(limit)
    .execute();
  return rows.flatMap(({ der, ...row }) => (der === null ? [] : [{ ...row, der }]));
}

/** False when another process has told it meanwhile. */
export async function keepTold(tx: Tx, given: { readonly certificateId: CertificateId; readonly now: Instant }): Promise<boolean> {
  const row = await tx.query
    .updateTable('certificate_acme_order')
    .set({ told_at: given.now, tell_problem: null })
    .where('certificate_id', '=', given.certificateId)
    .where('told_at', 'is', null)
    .returning('certificate_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function keepUntold(
  tx: Tx,
  given: { readonly certificateId: CertificateId; readonly problem: string; readonly after: Instant },
): Promise<void> {
  await tx.query
    .updateTable('certificate_acme_order')
    .set((row) => ({ tell_problem: given.problem, tell_after: given.after, tell_tries: row('tell_tries', '+', 1) }))
    .where('certificate_id', '=', given.certificateId)
    .where('told_at', 'is', null)
    .execute();
}

export function accountRows(query: Query): Promise<readonly AcmeAccountTable[]> {
  return query.selectFrom('certificate_acme_account').selectAll().orderBy('made_at').execute();
}

const SHOWN = 100;

export function unfinishedRows(query: Query) {
  return query
    .selectFrom('certificate_acme_order')
    .innerJoin('certificate', 'certificate.certificate_id', 'certificate_acme_order.certificate_id')
    .select(['certificate.certificate_id', 'certificate.first_name', 'certificate.status', 'certificate.status_since'])
    .select(['certificate_acme_order.problem', 'certificate_acme_order.tell_problem'])
    .where((where) =>
      where.or([
        where('certificate.status', '=', 'ISSUING'),
        where.and([where('certificate.status', '=', 'REVOKED'), where('certificate_acme_order.told_at', 'is', null)]),
      ]),
    )
    .orderBy('certificate.status_since')
    .limit(SHOWN)
    .execute();
}
