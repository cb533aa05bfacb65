import { createHash } from 'node:crypto';
import type { Clock, Database, Place, Sealer } from '@sallyport/platform';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { ServerSchema } from '@sallyport/installation';

/**
 * Where the OpenID Connect library keeps its sessions, grants, codes and tokens: one table on either engine. Ids are stored hashed and
 * payloads sealed to their row, so that a copy of the database is no bag of bearer tokens.
 */

export interface ArtefactParts {
  readonly database: Database<ServerSchema>;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

export class ArtefactStore implements Adapter {
  readonly #kind: string;
  readonly #parts: ArtefactParts;

  constructor(kind: string, parts: ArtefactParts) {
    this.#kind = kind;
    this.#parts = parts;
  }

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds: number): Promise<void> {
    const idHash = hashOf(id);
    const changing = {
      payload: this.#parts.sealer.seal({ plaintext: Buffer.from(JSON.stringify(payload)), place: this.#place(idHash) }),
      grant_id: payload.grantId ?? null,
      uid: payload.uid ?? null,
      account_id: payload.accountId ?? null,
      expires_at: expiresInSeconds ? this.#parts.clock.now() + expiresInSeconds * 1000 : null,
    };
    await this.#parts.database.transact((tx) =>
      tx.query
        .insertInto('oidc_artefact')
        .values({ kind: this.#kind, id_hash: idHash, consumed_at: null, ...changing })
        .onConflict((conflict) => conflict.columns(['kind', 'id_hash']).doUpdateSet(changing))
        .execute(),
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#open({ column: 'id_hash', value: hashOf(id) });
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#open({ column: 'uid', value: uid });
  }

  /** The device flow is not offered. */
  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  /**
   * Spends a one-time artefact in one conditional statement. The library looks before it spends, so two requests with one code can both get
   * here: the second finds no row and is refused.
   */
  async consume(id: string): Promise<void> {
    const spent = await this.#parts.database.transact((tx) =>
      tx.query
        .updateTable('oidc_artefact')
        .set({ consumed_at: this.#parts.clock.now() })
        .where('kind', '=', this.#kind)
        .where('id_hash', '=', hashOf(id))
        .where('consumed_at', 'is', null)
        .returning('id_hash')
        .executeTakeFirst(),
    );
    if (!spent) throw new errors.InvalidGrant('grant request is invalid');
  }

  async destroy(id: string): Promise<void> {
    await this.#parts.database.transact((tx) =>
      tx.query.deleteFrom('oidc_artefact').where('kind', '=', this.#kind).where('id_hash', '=', hashOf(id)).execute(),
    );
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#parts.database.transact((tx) => tx.query.deleteFrom('oidc_artefact').where('grant_id', '=', grantId).execute());
  }

  async #open(key: { column: 'id_hash' | 'uid'; value: string }): Promise<AdapterPayload | undefined> {
    const row = await this.#parts.database.query
      .selectFrom('oidc_artefact')
      .select(['id_hash', 'payload', 'consumed_at', 'expires_at'])
      .where('kind', '=', this.#kind)
      .where(key.column, '=', key.value)
      .executeTakeFirst();
    if (!row || (row.expires_at !== null && row.expires_at <= this.#parts.clock.now())) return undefined;
    const opened = this.#parts.sealer.open({ sealed: row.payload, place: this.#place(row.id_hash) });
    const payload = JSON.parse(Buffer.from(opened).toString()) as AdapterPayload;
    return row.consumed_at === null ? payload : { ...payload, consumed: Math.floor(row.consumed_at / 1000) };
  }

  #place(idHash: string): Place {
    return { table: 'oidc_artefact', column: 'payload', row: `${this.#kind}:${idHash}` };
  }
}

/** Housekeeping: what ran out is of no use to anybody. */
export async function removeExpiredArtefacts(parts: ArtefactParts): Promise<void> {
  const now = parts.clock.now();
  await parts.database.transact((tx) => tx.query.deleteFrom('oidc_artefact').where('expires_at', '<=', now).execute());
}
