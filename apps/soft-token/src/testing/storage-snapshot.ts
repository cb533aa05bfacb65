import type { Page } from 'playwright-core';

/**
 * What a copier of the browser's storage does (attacker A3): everything of the tokens, non-extractable keys included, is put aside within the
 * browser, and put back later over whatever is there then.
 */
export async function copyStorage(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const copied: Record<string, [IDBValidKey, unknown][]> = {};
    for (const { name = '' } of await indexedDB.databases()) {
      if (!name.startsWith('st-')) continue;
      const opened = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(name));
      });
      const [store = ''] = opened.objectStoreNames;
      const records = opened.transaction(store).objectStore(store);
      const all = <Value>(request: IDBRequest<Value>) =>
        new Promise<Value>((resolve) => (request.onsuccess = () => resolve(request.result)));
      const [keys, values] = await Promise.all([all(records.getAllKeys()), all(records.getAll())]);
      copied[name] = keys.map((key, index) => [key, values[index] as unknown]);
      opened.close();
    }
    const files: Record<string, number[]> = {};
    const root = await navigator.storage.getDirectory();
    for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys()) {
      const file = await (await root.getFileHandle(name)).getFile();
      files[name] = Array.from(new Uint8Array(await file.arrayBuffer()));
    }
    (globalThis as unknown as { copied: unknown }).copied = { copied, files };
  });
}

export async function putStorageBack(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { copied, files } = (
      globalThis as unknown as { copied: { copied: Record<string, [IDBValidKey, unknown][]>; files: Record<string, number[]> } }
    ).copied;
    for (const [name, entries] of Object.entries(copied)) {
      const store = name.startsWith('st-pin-') ? 'slots' : 'records';
      const opened = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => request.result.createObjectStore(store);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(name));
      });
      await new Promise<void>((resolve) => {
        const transaction = opened.transaction(store, 'readwrite');
        for (const [key, value] of entries) transaction.objectStore(store).put(value, key);
        transaction.oncomplete = () => resolve();
      });
      opened.close();
    }
    const root = await navigator.storage.getDirectory();
    for (const [name, octets] of Object.entries(files)) {
      const writable = await (await root.getFileHandle(name, { create: true })).createWritable();
      await writable.write(Uint8Array.from(octets));
      await writable.close();
    }
  });
}
