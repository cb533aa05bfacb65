import { createHash } from 'node:crypto';
import { type Database, type Instant, statement } from '@sallyport/platform';
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

  async insert(record: SessionRecord): Promise<void> {
    await this.#database.transact((tx) =>
      tx.query
        .insertInto('web_session')
        .values({
          id_hash: record.idHash,
          ref: record.ref,
          listener: record.listener,
          data: record.data,
          started_at: record.startedAt,
          seen_at: record.seenAt,
          expires_at: record.expiresAt,
        })
        .execute(),
    );
  }

  async replace(change: { ref: string; idHash: string; data: string }): Promise<void> {
    await this.#database.transact((tx) =>
      tx.query.updateTable('web_session').set({ id_hash: change.idHash, data: change.data }).where('ref', '=', change.ref).execute(),
    );
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

  async remove(ref: string): Promise<void> {
    await this.#database.transact((tx) => tx.query.deleteFrom('web_session').where('ref', '=', ref).execute());
  }

  /** Housekeeping: what ran out is of no use to anybody. */
  async removeExpired(now: Instant): Promise<void> {
    await this.#database.transact((tx) => tx.query.deleteFrom('web_session').where('expires_at', '<=', now).execute());
  }
}
