import { type Instant, type ReadOnlyQuery, statement, type Transaction } from '@sallyport/platform';
import type { ApiKeyId, OrganisationId, PersonId } from '../identifiers.ts';
import type { CertificateApiKeyTable, CertificatesSchema } from '../schema.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

/** Looked for by its hash: what can be learnt from how long that takes is about the hash, and nobody can choose a key by its hash. */
export const findKeyByHash = statement<CertificatesSchema, { hash: string }>('find-api-key')((query, given) =>
  query
    .selectFrom('certificate_api_key')
    .innerJoin('certificate_person', 'certificate_person.person_id', 'certificate_api_key.person_id')
    .select([
      'key_id',
      'certificate_api_key.organisation_id',
      'certificate_api_key.person_id',
      'certificate_api_key.name',
      'scopes',
      'expires_at',
      'revoked_at',
      'certificate_person.organisation_id as maker_organisation_id',
      'certificate_person.seen_at as maker_seen_at',
    ])
    .where('key_sha256', '=', given.hash),
);

export async function insertKey(tx: Tx, row: CertificateApiKeyTable): Promise<void> {
  await tx.query.insertInto('certificate_api_key').values(row).execute();
}

export async function markUsed(tx: Tx, { keyId, now }: { readonly keyId: ApiKeyId; readonly now: Instant }): Promise<void> {
  await tx.query.updateTable('certificate_api_key').set({ used_at: now }).where('key_id', '=', keyId).execute();
}

export async function countLiveKeys(
  query: Query,
  { personId, now }: { readonly personId: PersonId; readonly now: Instant },
): Promise<number> {
  const row = await query
    .selectFrom('certificate_api_key')
    .select(({ fn }) => fn.countAll<number>().as('keys'))
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  return row.keys;
}

export type KeyWithMaker = CertificateApiKeyTable & { readonly maker: string };

/** The newest first. `of`: of this person only. */
export function keysOf(
  query: Query,
  { organisationId, of }: { readonly organisationId: OrganisationId; readonly of: PersonId | undefined },
): Promise<readonly KeyWithMaker[]> {
  const all = query
    .selectFrom('certificate_api_key')
    .innerJoin('certificate_person', 'certificate_person.person_id', 'certificate_api_key.person_id')
    .selectAll('certificate_api_key')
    .select('certificate_person.name as maker')
    .where('certificate_api_key.organisation_id', '=', organisationId)
    .orderBy('made_at', 'desc')
    .orderBy('key_id');
  return (of === undefined ? all : all.where('certificate_api_key.person_id', '=', of)).execute();
}

/** Undefined when there is none, or it was ended before. */
export async function markRevoked(
  tx: Tx,
  given: {
    readonly keyId: ApiKeyId;
    readonly organisationId: OrganisationId;
    readonly of: PersonId | undefined;
    readonly by: PersonId;
    readonly now: Instant;
  },
): Promise<string | undefined> {
  const update = tx.query
    .updateTable('certificate_api_key')
    .set({ revoked_at: given.now, revoked_by: given.by })
    .where('key_id', '=', given.keyId)
    .where('organisation_id', '=', given.organisationId)
    .where('revoked_at', 'is', null)
    .returning('name');
  return (await (given.of === undefined ? update : update.where('person_id', '=', given.of)).executeTakeFirst())?.name;
}
