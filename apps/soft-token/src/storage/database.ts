/** IndexedDB by promises, the little of it that is used here: a library for all of it is a fiftieth of what the first screen may weigh. */

export interface DatabaseWish {
  readonly name: string;
  /** Made with the database, the only one in it. */
  readonly store: string;
  /** Another window wants to delete the database, and waits until this connection is closed. */
  readonly onBlocking?: () => void;
  /** The browser has ended the connection by itself. */
  readonly onTerminated?: () => void;
}

/** Makes the database when it is not there. Rejects with what the browser says, like everything here. */
export async function openDatabase({ name, store, onBlocking, onTerminated }: DatabaseWish): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore(store);
  });
  const database = await answerOf(request);
  if (onBlocking) database.addEventListener('versionchange', onBlocking);
  if (onTerminated) database.addEventListener('close', onTerminated);
  return database;
}

/** Idempotent. Waits until every other connection is closed. */
export async function deleteDatabase(name: string): Promise<void> {
  await answerOf(indexedDB.deleteDatabase(name));
}

export function answerOf<Answer>(request: IDBRequest<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => {
      resolve(request.result);
    });
    request.addEventListener('error', () => {
      reject(failureOf(request));
    });
  });
}

/** What is written in one store, all or nothing: resolves when the browser has told the disk to keep it. */
export function writeStrictly(database: IDBDatabase, name: string, write: (store: IDBObjectStore) => void): Promise<void> {
  const transaction = database.transaction(name, 'readwrite', { durability: 'strict' });
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => {
      resolve();
    });
    // A request that fails aborts its transaction.
    transaction.addEventListener('abort', () => {
      reject(failureOf(transaction));
    });
    try {
      write(transaction.objectStore(name));
    } catch (failure) {
      transaction.abort();
      throw failure;
    }
  });
}

function failureOf({ error }: { readonly error: DOMException | null }): DOMException {
  return error ?? new DOMException('no reason given', 'AbortError');
}
