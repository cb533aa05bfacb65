import type { Page } from 'playwright-core';

/** What the browser holds of our tokens, read from outside the app. */
export interface DeviceStorage {
  readonly databases: readonly string[];
  readonly files: readonly string[];
}

/** A page of any browser. */
interface AnyPage {
  evaluate<Value>(work: () => Promise<Value>): Promise<Value>;
}

export async function deviceStorage(page: AnyPage): Promise<DeviceStorage> {
  return page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name ?? '').sort();
    const root = await navigator.storage.getDirectory();
    const files: string[] = [];
    for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys()) files.push(name);
    return { databases, files: files.sort() };
  });
}

/** The octets of the only file in the private file system: E. */
export async function erasableFactor(page: Page): Promise<Uint8Array> {
  const octets = await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys()) {
      const file = await (await root.getFileHandle(name)).getFile();
      return Array.from(new Uint8Array(await file.arrayBuffer()));
    }
    return [];
  });
  return Uint8Array.from(octets);
}

/** What a browser does that clears storage: everything but `localStorage`. */
export async function evict(page: Page, which: RegExp): Promise<void> {
  await page.evaluate(async (pattern) => {
    const evicted = new RegExp(pattern);
    for (const { name = '' } of await indexedDB.databases()) {
      if (!evicted.test(name)) continue;
      await new Promise((resolve) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = resolve;
        request.onblocked = resolve;
      });
    }
    const root = await navigator.storage.getDirectory();
    for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys()) {
      if (evicted.test(name)) await root.removeEntry(name);
    }
  }, which.source);
}

/** What a revocation leaves: the gravestone, and nothing else. */
export async function buryToken(page: Page, database: string): Promise<void> {
  await page.evaluate(async (name) => {
    const opened = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(new Error('not opened'));
      };
    });
    await new Promise<void>((resolve) => {
      const transaction = opened.transaction('records', 'readwrite');
      const records = transaction.objectStore('records');
      const request = records.get('header');
      request.onsuccess = () => {
        const header: unknown = request.result;
        records.clear();
        records.put(header, 'gravestone');
      };
      transaction.oncomplete = () => {
        resolve();
      };
    });
    opened.close();
  }, database);
}
