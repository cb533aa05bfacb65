import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { TokenId } from '../identifiers.ts';
import type { IdentitySchema, RekeyOfferTable, SoftTokenTable } from '../schema.ts';

type Tx = Transaction<IdentitySchema>;

const OFFER_COLUMNS = [
  'token_id',
  'state',
  'sealed_receiver_key',
  'receiver_public_key',
  'tries_used',
  'request_hash',
  'reply',
  'offered_at',
] as const satisfies readonly (keyof RekeyOfferTable)[];

export async function findOffer(query: ReadOnlyQuery<IdentitySchema>, tokenId: TokenId): Promise<RekeyOfferTable | undefined> {
  return query.selectFrom('rekey_offer').select(OFFER_COLUMNS).where('token_id', '=', tokenId).executeTakeFirst();
}

/** Takes the place of whatever was offered before. The token must be taken in this transaction. */
export async function saveOffer(
  tx: Tx,
  offer: Pick<RekeyOfferTable, 'token_id' | 'sealed_receiver_key' | 'receiver_public_key' | 'offered_at'>,
): Promise<void> {
  const fresh = { ...offer, state: 'OPEN', tries_used: 0, request_hash: null, reply: null } as const;
  const { token_id: _id, ...changes } = fresh;
  await tx.query
    .insertInto('rekey_offer')
    .values(fresh)
    .onConflict((conflict) => conflict.column('token_id').doUpdateSet(changes))
    .execute();
}

/** Spends one try of an open offer that is not older than this: one conditional statement. Undefined when there is none to be had. */
export async function spendOfferTry(
  tx: Tx,
  attempt: { readonly tokenId: TokenId; readonly allowed: number; readonly offeredAfter: Instant },
): Promise<number | undefined> {
  const row = await tx.query
    .updateTable('rekey_offer')
    .set((offer) => ({ tries_used: offer('tries_used', '+', 1) }))
    .where('token_id', '=', attempt.tokenId)
    .where('state', '=', 'OPEN')
    .where('tries_used', '<', attempt.allowed)
    .where('offered_at', '>', attempt.offeredAfter)
    .returning('tries_used')
    .executeTakeFirst();
  return row?.tries_used;
}

/** OPEN → ANSWERED, once; the offer's key is gone with it. False when another request was faster, or another offer took its place. */
export async function saveRekeyAnswer(
  tx: Tx,
  answer: { readonly tokenId: TokenId; readonly offeredAt: Instant; readonly requestHash: string; readonly reply: string },
): Promise<boolean> {
  const row = await tx.query
    .updateTable('rekey_offer')
    .set({ state: 'ANSWERED', request_hash: answer.requestHash, reply: answer.reply, sealed_receiver_key: null })
    .where('token_id', '=', answer.tokenId)
    .where('state', '=', 'OPEN')
    .where('offered_at', '=', answer.offeredAt)
    .returning('token_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function savePromise(
  tx: Tx,
  tokenId: TokenId,
  promise: Pick<
    SoftTokenTable,
    'sealed_promised_seed' | 'sealed_promised_recovery_key' | 'sealed_promised_server_key' | 'promised_device_key' | 'promised_at'
  >,
): Promise<void> {
  await tx.query.updateTable('soft_token').set(promise).where('token_id', '=', tokenId).execute();
}

/**
 * The promised keys, sealed anew to their place, become the present ones. The offer they came out of is gone with the old keys, and so is the mark
 * of keys that once were carried by hand: half of what these are made of came over the network. The device's key that came with the promise is
 * taken where there was none, and never in place of another.
 */
export async function saveKeptPromise(
  tx: Tx,
  tokenId: TokenId,
  keys: Pick<SoftTokenTable, 'sealed_seed' | 'sealed_recovery_key' | 'sealed_server_key' | 'keyed_at'>,
): Promise<void> {
  await tx.query
    .updateTable('soft_token')
    .set((token) => ({
      ...keys,
      ...NO_PROMISE,
      device_key: token.fn.coalesce('device_key', 'promised_device_key'),
      provisioned: 'online',
    }))
    .where('token_id', '=', tokenId)
    .execute();
  await tx.query.deleteFrom('rekey_offer').where('token_id', '=', tokenId).execute();
}

const NO_PROMISE = {
  sealed_promised_seed: null,
  sealed_promised_recovery_key: null,
  sealed_promised_server_key: null,
  promised_device_key: null,
  promised_at: null,
} as const;

/**
 * A token out of use makes no one-time passwords any more. Its other keys stay: it is told of its revocation under K_srv, and its owner,
 * by K_rec, that this is the token which was revoked.
 */
export async function dropSeeds(tx: Tx, tokenId: TokenId): Promise<void> {
  await tx.query.updateTable('soft_token').set({ sealed_seed: null, sealed_promised_seed: null }).where('token_id', '=', tokenId).execute();
}

/** Takes the time that a contact names, once and only forward: one conditional statement. False when it was not above the last. */
export async function saveContact(
  tx: Tx,
  contact: { readonly tokenId: TokenId; readonly timeMs: Instant; readonly now: Instant },
): Promise<boolean> {
  const row = await tx.query
    .updateTable('soft_token')
    .set({ contact_at: contact.now, contact_time: contact.timeMs })
    .where('token_id', '=', contact.tokenId)
    .where((token) => token.or([token('contact_time', 'is', null), token('contact_time', '<', contact.timeMs)]))
    .returning('token_id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function saveRemovedAt(tx: Tx, tokenId: TokenId, removedAt: Instant): Promise<void> {
  await tx.query.updateTable('soft_token').set({ removed_at: removedAt }).where('token_id', '=', tokenId).execute();
}
