import { createHash } from 'node:crypto';
import { asAccountId, findEpoch, type IdentityPorts } from '@sallyport/identity';
import { type Clock, type Database, type Instant, type Place, type Sealer, statement } from '@sallyport/platform';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { ServerSchema } from '@sallyport/installation';

/**
 * Where the OpenID Connect library keeps its sessions, grants, codes and tokens: one table on either engine. Ids are stored hashed and
 * payloads sealed to their row, so that a copy of the database is no bag of bearer tokens. What belongs to an account ends with the account's epoch: a new
 * password or a freeze leaves no session, code, access or refresh token behind. Tokens bound to a session end with ours, whichever way that ends.
 */

export interface ArtefactParts {
  readonly database: Database<ServerSchema>;
  readonly identity: IdentityPorts;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

type ArtefactRow = ServerSchema['oidc_artefact'];
type Key = Pick<ArtefactRow, 'kind' | 'id_hash'>;

const keepArtefact = statement<ServerSchema, Omit<ArtefactRow, 'consumed_at'>>('keep-artefact')((query, given) => {
  const { payload, grant_id, uid, account_id, expires_at, account_epoch } = given;
  const changing = { payload, grant_id, uid, account_id, expires_at };
  return query
    .insertInto('oidc_artefact')
    .values({ kind: given.kind, id_hash: given.id_hash, consumed_at: null, account_epoch, ...changing })
    .onConflict((conflict) =>
      conflict.columns(['kind', 'id_hash']).doUpdateSet((row) => ({
        ...changing,
        // Saving again never makes younger what belongs to the same account.
        account_epoch: row
          .case()
          .when('oidc_artefact.account_id', '=', row.ref('excluded.account_id'))
          .then(row.ref('oidc_artefact.account_epoch'))
          .else(row.ref('excluded.account_epoch'))
          .end(),
      })),
    );
});

const FOUND = ['id_hash', 'payload', 'consumed_at', 'expires_at', 'account_id', 'account_epoch'] as const;

const findArtefact = statement<ServerSchema, Key>('find-artefact')((query, given) =>
  query.selectFrom('oidc_artefact').select(FOUND).where('kind', '=', given.kind).where('id_hash', '=', given.id_hash),
);

const findArtefactByUid = statement<ServerSchema, { kind: string; uid: string }>('find-artefact-by-uid')((query, given) =>
  query.selectFrom('oidc_artefact').select(FOUND).where('kind', '=', given.kind).where('uid', '=', given.uid),
);

const findLinkedAt = statement<ServerSchema, { uid: string }>('find-linked-at')((query, given) =>
  query.selectFrom('federation_provider_session').select('linked_at').where('provider_uid', '=', given.uid),
);

const spendArtefact = statement<ServerSchema, Key & { now: Instant }>('spend-artefact')((query, given) =>
  query
    .updateTable('oidc_artefact')
    .set({ consumed_at: given.now })
    .where('kind', '=', given.kind)
    .where('id_hash', '=', given.id_hash)
    .where('consumed_at', 'is', null),
);

const removeArtefact = statement<ServerSchema, Key>('remove-artefact')((query, given) =>
  query.deleteFrom('oidc_artefact').where('kind', '=', given.kind).where('id_hash', '=', given.id_hash),
);

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
    const artefact = {
      kind: this.#kind,
      id_hash: idHash,
      payload: this.#parts.sealer.seal({ plaintext: Buffer.from(JSON.stringify(payload)), place: this.#place(idHash) }),
      grant_id: payload.grantId ?? null,
      uid: payload.uid ?? null,
      account_id: payload.accountId ?? null,
      account_epoch: await this.#epochOf(payload),
      expires_at: expiresInSeconds ? this.#parts.clock.now() + expiresInSeconds * 1000 : null,
    };
    await this.#parts.database.transact((tx) => tx.change(keepArtefact, artefact));
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#open(await this.#parts.database.first(findArtefact, this.#keyOf(id)));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#open(await this.#parts.database.first(findArtefactByUid, { kind: this.#kind, uid }));
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
    const now = this.#parts.clock.now();
    const spent = await this.#parts.database.transact((tx) => tx.change(spendArtefact, { ...this.#keyOf(id), now }));
    if (spent === 0) throw new errors.InvalidGrant('grant request is invalid');
  }

  async destroy(id: string): Promise<void> {
    await this.#parts.database.transact((tx) => tx.change(removeArtefact, this.#keyOf(id)));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#parts.database.transact((tx) => tx.query.deleteFrom('oidc_artefact').where('grant_id', '=', grantId).execute());
  }

  /** A token is younger than the tie between the library's session and ours; one that is older comes from a session that has ended. */
  async #isSessionLive({ expiresWithSession, sessionUid, iat }: AdapterPayload): Promise<boolean> {
    if (!expiresWithSession || (this.#kind !== 'AccessToken' && this.#kind !== 'RefreshToken')) return true;
    const link = await this.#parts.database.first(findLinkedAt, { uid: sessionUid ?? '' });
    // Tokens know the second in which they were made.
    return link !== undefined && link.linked_at < ((iat ?? 0) + 1) * 1000;
  }

  /** What comes from a grant is as old as the grant, whenever it is made; a grant of an epoch that is over makes nothing any more. */
  async #epochOf({ accountId, grantId }: AdapterPayload): Promise<number | null> {
    if (accountId === undefined) return null;
    const grant =
      grantId === undefined || this.#kind === 'Grant'
        ? undefined
        : await this.#parts.database.first(findArtefact, { kind: 'Grant', id_hash: hashOf(grantId) });
    return grant?.account_epoch ?? (await findEpoch(this.#parts.identity, { accountId: asAccountId(accountId) })) ?? null;
  }

  async #open(row: Omit<ArtefactRow, 'kind' | 'grant_id' | 'uid'> | undefined): Promise<AdapterPayload | undefined> {
    if (!row || (row.expires_at !== null && row.expires_at <= this.#parts.clock.now())) return undefined;
    if (row.account_id !== null) {
      const epoch = await findEpoch(this.#parts.identity, { accountId: asAccountId(row.account_id) });
      if (epoch === undefined || row.account_epoch !== epoch) return undefined;
    }
    const opened = this.#parts.sealer.open({ sealed: row.payload, place: this.#place(row.id_hash) });
    const payload = JSON.parse(Buffer.from(opened).toString()) as AdapterPayload;
    if (!(await this.#isSessionLive(payload))) return undefined;
    return row.consumed_at === null ? payload : { ...payload, consumed: Math.floor(row.consumed_at / 1000) };
  }

  #keyOf(id: string): Key {
    return { kind: this.#kind, id_hash: hashOf(id) };
  }

  #place(idHash: string): Place {
    return { table: 'oidc_artefact', column: 'payload', row: `${this.#kind}:${idHash}` };
  }
}

/** Housekeeping: what ran out is of no use to anybody. */
export async function removeExpiredArtefacts(parts: Pick<ArtefactParts, 'database' | 'clock'>): Promise<void> {
  const now = parts.clock.now();
  await parts.database.transact((tx) => tx.query.deleteFrom('oidc_artefact').where('expires_at', '<=', now).execute());
}
