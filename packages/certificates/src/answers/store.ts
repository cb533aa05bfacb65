import type { Instant, Transaction } from '@sallyport/platform';
import type { ApiKeyId } from '../identifiers.ts';
import type { CertificatesSchema } from '../schema.ts';
import type { IdempotencyKey, KeptRequest } from './rules.ts';

type Tx = Transaction<CertificatesSchema>;

/** One key of one program: what another program calls the same is another. */
export interface AnswerPlace {
  readonly keyId: ApiKeyId;
  readonly idempotencyKey: IdempotencyKey;
}

/** False when it was used before. */
export async function insertRequest(
  tx: Tx,
  { place, hash, now }: { readonly place: AnswerPlace; readonly hash: string; readonly now: Instant },
): Promise<boolean> {
  const row = await tx.query
    .insertInto('certificate_api_answer')
    .values({
      key_id: place.keyId,
      idempotency_key: place.idempotencyKey,
      request_sha256: hash,
      begun_at: now,
      answer: null,
    })
    .onConflict((conflict) => conflict.columns(['key_id', 'idempotency_key']).doNothing())
    .returning('begun_at')
    .executeTakeFirst();
  return row !== undefined;
}

export function readRequest(tx: Tx, { keyId, idempotencyKey }: AnswerPlace): Promise<KeptRequest | undefined> {
  return tx.query
    .selectFrom('certificate_api_answer')
    .select(['request_sha256', 'begun_at', 'answer'])
    .where('key_id', '=', keyId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
}

export async function writeAnswer(tx: Tx, { place, answer }: { readonly place: AnswerPlace; readonly answer: string }): Promise<void> {
  await tx.query
    .updateTable('certificate_api_answer')
    .set({ answer })
    .where('key_id', '=', place.keyId)
    .where('idempotency_key', '=', place.idempotencyKey)
    .execute();
}

export async function deleteRequest(tx: Tx, { keyId, idempotencyKey }: AnswerPlace): Promise<void> {
  await tx.query.deleteFrom('certificate_api_answer').where('key_id', '=', keyId).where('idempotency_key', '=', idempotencyKey).execute();
}

export async function deleteAnswersBefore(tx: Tx, before: Instant): Promise<void> {
  await tx.query.deleteFrom('certificate_api_answer').where('begun_at', '<=', before).execute();
}
