import { expect, test } from 'vitest';
import { platformMigrations } from '../migrations/index.ts';
import { systemRandomness } from '../randomness.ts';
import type { PlatformSchema } from '../schema.ts';
import { Secret } from '../secret.ts';
import { eachEngine, manualClock, seededRandomness } from '../testing/index.ts';
import { newKeyLine, parseKeyring } from './keyring.ts';
import { createNamedSecrets } from './named-secrets.ts';
import { createSealer, SealBroken } from './sealer.ts';

const randomness = seededRandomness('named secrets');
const [oldKey, newKey] = [newKeyLine(randomness), newKeyLine(randomness)];
const sealerWith = (...lines: string[]) =>
  createSealer({ keyring: parseKeyring({ text: new Secret(lines.join('\n')), source: 'the test' }), randomness: systemRandomness });
const fresh = () => systemRandomness.bytes(32);
const clock = manualClock();

eachEngine('the named secrets', (open) => {
  const openDatabase = () => open<PlatformSchema>([platformMigrations]);

  test('give everyone the same secret when many ask for the first time at the same moment', async () => {
    const database = await openDatabase();
    const processes = Array.from({ length: 20 }, () => createNamedSecrets({ database, sealer: sealerWith(oldKey), clock }));
    const secrets = await Promise.all(processes.map((named) => named.loadOrCreate('cookie-key', fresh)));
    expect(new Set(secrets.map((secret) => Buffer.from(secret.reveal()).toString('hex'))).size).toBe(1);
  });

  test('refuse a secret whose key is not in the ring rather than make another', async () => {
    const database = await openDatabase();
    await createNamedSecrets({ database, sealer: sealerWith(oldKey), clock }).loadOrCreate('cookie-key', fresh);
    const named = createNamedSecrets({ database, sealer: sealerWith(newKey), clock });
    await expect(named.loadOrCreate('cookie-key', fresh)).rejects.toThrow(SealBroken);
  });

  test('refuse a secret that was moved to another name', async () => {
    const database = await openDatabase();
    const named = createNamedSecrets({ database, sealer: sealerWith(oldKey), clock });
    await named.loadOrCreate('cookie-key', fresh);
    await database.transact((tx) => tx.query.updateTable('named_secret').set({ name: 'signing-key' }).execute());
    await expect(named.loadOrCreate('signing-key', fresh)).rejects.toThrow(/named_secret:sealed:signing-key .* sealed for another/);
  });

  test('keep nothing when the making fails, and make it at the next call', async () => {
    const named = createNamedSecrets({ database: await openDatabase(), sealer: sealerWith(oldKey), clock });
    await expect(named.loadOrCreate('k', () => Promise.reject(new Error('no entropy')))).rejects.toThrow('no entropy');
    expect((await named.loadOrCreate('k', () => Uint8Array.of(7))).reveal()).toEqual(Uint8Array.of(7));
  });

  test('keep each name its own secret, and make it once', async () => {
    const named = createNamedSecrets({ database: await openDatabase(), sealer: sealerWith(oldKey), clock });
    await named.loadOrCreate('a', () => Promise.resolve(Uint8Array.of(1)));
    await named.loadOrCreate('b', () => Uint8Array.of(2));
    const never = () => Promise.reject(new Error('made again'));
    expect((await named.loadOrCreate('a', never)).reveal()).toEqual(Uint8Array.of(1));
    expect((await named.loadOrCreate('b', never)).reveal()).toEqual(Uint8Array.of(2));
  });

  test('are not in the database in the clear', async () => {
    const database = await openDatabase();
    const plaintext = new TextEncoder().encode('-----BEGIN PRIVATE KEY-----');
    await createNamedSecrets({ database, sealer: sealerWith(oldKey), clock }).loadOrCreate('a', () => plaintext);
    const [row] = await database.query.selectFrom('named_secret').select(['sealed', 'made_at']).execute();
    expect(Buffer.from(row?.sealed ?? []).includes('PRIVATE')).toBe(false);
    expect(row?.made_at).toBe(clock.now());
  });

  test('open without the old key after they were resealed', async () => {
    const database = await openDatabase();
    await createNamedSecrets({ database, sealer: sealerWith(oldKey), clock }).loadOrCreate('a', () => Uint8Array.of(1));
    const rotated = createNamedSecrets({ database, sealer: sealerWith(oldKey, newKey), clock });
    expect(await rotated.reseal()).toBe(1);
    expect(await rotated.reseal()).toBe(0);
    const after = createNamedSecrets({ database, sealer: sealerWith(newKey), clock });
    expect((await after.loadOrCreate('a', fresh)).reveal()).toEqual(Uint8Array.of(1));
  });
});
