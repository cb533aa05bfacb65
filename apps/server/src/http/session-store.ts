import { createHash } from 'node:crypto';
import { type AnyTransaction, type Database, type Instant, statement } from '@sallyport/platform';
import type { ServerSchema } from '@sallyport/installation';

export interface SessionRecord {
  readonly idHash: string;
  readonly ref: string;
  readonly listener: string;
  readonly data: string;
  readonly startedAt: Instant;
  readonly seenAt: Instant;
  readonly expiresAt: Instant;
}

/** A bearer value has 256 random bits, so a fast hash keeps it as well as a slow one would. */
export function hashOfBearer(bearer: string): string {
  return createHash('sha256').update(bearer).digest('base64url');
}

const findSession = statement<ServerSchema, { idHash: string; listener: string; now: Instant }>('find-web-session')((query, given) =>
  query
    .selectFrom('web_session')
    .select(['ref', 'data', 'started_at', 'seen_at', 'expires_at'])
    .where('id_hash', '=', given.idHash)
    .where('listener', '=', given.listener)
    .where('expires_at', '>', given.now),
);

const insertSession = statement<ServerSchema, SessionRecord>('insert-web-session')((query, given) =>
  query.insertInto('web_session').values({
    id_hash: given.idHash,
    ref: given.ref,
    listener: given.listener,
    data: given.data,
    started_at: given.startedAt,
    seen_at: given.seenAt,
    expires_at: given.expiresAt,
  }),
);

const replaceSession = statement<ServerSchema, Pick<SessionRecord, 'ref' | 'idHash' | 'data'>>('replace-web-session')((query, given) =>
  query.updateTable('web_session').set({ id_hash: given.idHash, data: given.data }).where('ref', '=', given.ref),
);

const removeSession = statement<ServerSchema, { ref: string }>('remove-web-session')((query, given) =>
  query.deleteFrom('web_session').where('ref', '=', given.ref),
);

export class SessionStore {
  readonly #database: Database<ServerSchema>;

  constructor(database: Database<ServerSchema>) {
    this.#database = database;
  }

  async find(key: { idHash: string; listener: string; now: Instant }): Promise<SessionRecord | undefined> {
    const row = await this.#database.first(findSession, key);
    if (!row) return undefined;
    return {
      idHash: key.idHash,
      listener: key.listener,
      ref: row.ref,
      data: row.data,
      startedAt: row.started_at,
      seenAt: row.seen_at,
      expiresAt: row.expires_at,
    };
  }

  transact<Result>(work: (tx: AnyTransaction) => Promise<Result>): Promise<Result> {
    return this.#database.transact(work);
  }

  async insert(tx: AnyTransaction, record: SessionRecord): Promise<void> {
    await tx.change(insertSession, record);
  }

  /** Answers false, and changes nothing, when the session has ended meanwhile. */
  async replace(tx: AnyTransaction, change: Pick<SessionRecord, 'ref' | 'idHash' | 'data'>): Promise<boolean> {
    return (await tx.change(replaceSession, change)) > 0;
  }

  async update(change: { ref: string; data: string }): Promise<void> {
    await this.#database.transact((tx) =>
      tx.query.updateTable('web_session').set({ data: change.data }).where('ref', '=', change.ref).execute(),
    );
  }

  async touch(change: { ref: string; now: Instant; expiresAt: Instant }): Promise<void> {
    await this.#database.transact((tx) =>
      tx.query
        .updateTable('web_session')
        .set({ seen_at: change.now, expires_at: change.expiresAt })
        .where('ref', '=', change.ref)
        .execute(),
    );
  }

  async remove(tx: AnyTransaction, ref: string): Promise<void> {
    await tx.change(removeSession, { ref });
  }

  /** Housekeeping: what ran out is of no use to anybody. */
  async removeExpired(now: Instant): Promise<void> {
    await this.#database.transact((tx) => tx.query.deleteFrom('web_session').where('expires_at', '<=', now).execute());
  }
}
