import type { Clock, Instant } from '../clock.ts';
import { type AnyDatabase, type AnyTransaction, type NoParameters, statement } from '../database/index.ts';
import { Secret } from '../secret.ts';
import type { Place, Sealer } from './sealer.ts';
import type { SealingTables } from './tables.ts';

/** Secrets of the installation itself, kept sealed in the database so that every process has the same ones. */
export interface NamedSecrets {
  /**
   * The secret of that name; made and kept at first use. When several processes ask at once, all get the one that was kept.
   * `make` runs outside any transaction and may be slow.
   *
   * @throws SealBroken when the kept secret does not open with the present keyring.
   */
  loadOrCreate(name: string, make: () => Uint8Array | Promise<Uint8Array>): Promise<Secret<Uint8Array<ArrayBuffer>>>;
  /** Brings every named secret under the newest key; answers how many were changed. */
  reseal(): Promise<number>;
}

const read = statement<SealingTables, { name: string }>('read-named-secret')((query, given) =>
  query.selectFrom('named_secret').select('sealed').where('name', '=', given.name),
);

const readAll = statement<SealingTables, NoParameters>('read-named-secrets')((query) =>
  query.selectFrom('named_secret').select(['name', 'sealed']).orderBy('name'),
);

/** Whoever comes second keeps nothing. */
const keepFirst = statement<SealingTables, { name: string; sealed: Uint8Array; madeAt: Instant }>('keep-named-secret')((query, given) =>
  query
    .insertInto('named_secret')
    .values({ name: given.name, sealed: given.sealed, made_at: given.madeAt })
    .onConflict((conflict) => conflict.column('name').doNothing()),
);

/** Only what was read is replaced, so that two rotations at once do no harm. */
const replace = statement<SealingTables, { name: string; sealed: Uint8Array; before: Uint8Array }>('replace-named-secret')((query, given) =>
  query.updateTable('named_secret').set({ sealed: given.sealed }).where('name', '=', given.name).where('sealed', '=', given.before),
);

export function createNamedSecrets(input: {
  readonly database: AnyDatabase;
  readonly sealer: Sealer;
  readonly clock: Clock;
}): NamedSecrets {
  const { database, sealer, clock } = input;

  async function load(name: string): Promise<Secret<Uint8Array<ArrayBuffer>> | undefined> {
    const row = await database.first(read, { name });
    return row && new Secret(sealer.open({ sealed: row.sealed, place: placeOf(name) }));
  }

  return {
    loadOrCreate: async (name, make) => {
      const kept = await load(name);
      if (kept) return kept;
      const sealed = sealer.seal({ plaintext: await make(), place: placeOf(name) });
      await database.transact((tx) => tx.change(keepFirst, { name, sealed, madeAt: clock.now() }));
      const now = await load(name);
      if (!now) throw new Error(`The secret "${name}" was kept and is gone: somebody deletes from named_secret.`);
      return now;
    },
    reseal: async () => await database.transact(async (tx) => await resealAll(tx, sealer)),
  };
}

async function resealAll(tx: AnyTransaction, sealer: Sealer): Promise<number> {
  let changed = 0;
  for (const { name, sealed } of await tx.all(readAll, {})) {
    const resealed = sealer.reseal({ sealed, place: placeOf(name) });
    if (resealed) changed += await tx.change(replace, { name, sealed: resealed, before: sealed });
  }
  return changed;
}

function placeOf(name: string): Place {
  return { table: 'named_secret', column: 'sealed', row: name };
}
