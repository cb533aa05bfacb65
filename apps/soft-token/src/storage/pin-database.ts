import type { Bytes } from '@sallyport/protocol';
import { type DBSchema, deleteDB, openDB } from 'idb';
import { databaseExists } from './existing-databases.ts';
import { pinDatabaseName, type VaultPlace } from './names.ts';

/**
 * The PIN slot of one epoch in a database of its own (section 6): a record deleted from IndexedDB stays readable on disk, a database
 * deleted whole does not. The connection is closed after each use, so that no window ever blocks the deletion.
 */
interface PinSchema extends DBSchema {
  slots: { key: 'pin'; value: Uint8Array };
}

export async function readPinSlot(token: VaultPlace, epoch: number): Promise<Bytes | undefined> {
  const name = pinDatabaseName(token, epoch);
  if (!(await databaseExists(name))) return undefined;
  const connection = await open(name);
  try {
    const slot = await connection.get('slots', 'pin');
    return slot instanceof Uint8Array ? new Uint8Array(slot) : undefined;
  } finally {
    connection.close();
  }
}

export async function writePinSlot(input: { token: VaultPlace; epoch: number; slot: Uint8Array }): Promise<void> {
  const connection = await open(pinDatabaseName(input.token, input.epoch));
  try {
    const transaction = connection.transaction('slots', 'readwrite', { durability: 'strict' });
    await Promise.all([transaction.store.put(input.slot, 'pin'), transaction.done]);
  } finally {
    connection.close();
  }
}

/** Idempotent. */
export async function destroyPinSlot(token: VaultPlace, epoch: number): Promise<void> {
  await deleteDB(pinDatabaseName(token, epoch));
}

async function open(name: string): ReturnType<typeof openDB<PinSchema>> {
  return openDB<PinSchema>(name, 1, {
    upgrade: (database) => {
      database.createObjectStore('slots');
    },
  });
}
