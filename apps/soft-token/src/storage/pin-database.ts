import type { Bytes } from '@sallyport/protocol';
import { answerOf, deleteDatabase, openDatabase, writeStrictly } from './database.ts';
import { databaseExists } from './existing-databases.ts';
import { pinDatabaseName, type VaultPlace } from './names.ts';

/**
 * The PIN slot of one epoch in a database of its own (section 6): a record deleted from IndexedDB stays readable on disk, a database
 * deleted whole does not. The connection is closed after each use, so that no window ever blocks the deletion.
 */
const STORE = 'slots';

export async function readPinSlot(token: VaultPlace, epoch: number): Promise<Bytes | undefined> {
  const name = pinDatabaseName(token, epoch);
  if (!(await databaseExists(name))) return undefined;
  const connection = await open(name);
  try {
    const slot = await answerOf<unknown>(connection.transaction(STORE).objectStore(STORE).get('pin'));
    return slot instanceof Uint8Array ? new Uint8Array(slot) : undefined;
  } finally {
    connection.close();
  }
}

export async function writePinSlot(input: { token: VaultPlace; epoch: number; slot: Uint8Array }): Promise<void> {
  const connection = await open(pinDatabaseName(input.token, input.epoch));
  try {
    await writeStrictly(connection, STORE, (slots) => {
      slots.put(input.slot, 'pin');
    });
  } finally {
    connection.close();
  }
}

/** Idempotent. */
export async function destroyPinSlot(token: VaultPlace, epoch: number): Promise<void> {
  await deleteDatabase(pinDatabaseName(token, epoch));
}

function open(name: string): Promise<IDBDatabase> {
  return openDatabase({ name, store: STORE });
}
