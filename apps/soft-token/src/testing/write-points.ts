import { engineScript } from './faulty-engine.ts';
import type { TokenSite } from './token-site.ts';

/** What a worker says to its page at each of its write points. */
export type WritePoint = { readonly kind: 'passed'; readonly point: string } | { readonly kind: 'stopped' };

/**
 * Where the engine writes to the browser's storage: before every write, and once more when the browser says that one is done for which it was waited. What
 * this site serves is then the engine as built, with a prelude that counts those points, tells of them, and stops for ever at the one whose number is the
 * name of the worker. Answers the path of the engine's script.
 */
export function withWritePoints(site: TokenSite): string {
  const { path, script } = engineScript(site);
  const prelude = `(${watchWrites.toString()})();\n`;
  if (!script.includes(prelude)) site.files.set(path, Buffer.concat([Buffer.from(prelude), script]));
  return path;
}

/** In the worker, before anything else of it. */
function watchWrites(): void {
  const stopAt = Number(self.name);
  let passed = 0;
  const reach = (point: string): void => {
    if (passed === stopAt) {
      self.postMessage({ kind: 'stopped' });
      // Nobody else has these octets, so nobody ever wakes it.
      Atomics.wait(new Int32Array(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer), 0, 0);
    }
    passed += 1;
    self.postMessage({ kind: 'passed', point });
  };

  type Method = (this: unknown, ...given: unknown[]) => unknown;
  const replace = (owner: string, name: string, replacing: (real: Method) => Method): void => {
    const { prototype } = Reflect.get(globalThis, owner) as { prototype: Record<string, Method> };
    const real = prototype[name];
    if (!real) throw new Error(`${owner} has no ${name}.`);
    prototype[name] = replacing(real);
  };
  /** A write that is done when its method returns: what comes next is a point of its own. */
  const atOnce = (owner: string, name: string): void => {
    replace(
      owner,
      name,
      (real) =>
        function (...given) {
          reach(name);
          return real.apply(this, given);
        },
    );
  };
  for (const name of ['write', 'truncate', 'flush']) atOnce('FileSystemSyncAccessHandle', name);
  for (const name of ['put', 'add', 'delete', 'clear']) atOnce('IDBObjectStore', name);

  const promised = async (point: string, work: () => unknown): Promise<unknown> => {
    reach(point);
    const done = await work();
    reach(`${point}: done`);
    return done;
  };
  replace(
    'FileSystemDirectoryHandle',
    'getFileHandle',
    (real) =>
      function (...given) {
        const isToBeMade = (given[1] as { readonly create?: boolean } | undefined)?.create === true;
        return isToBeMade ? promised('make a file', () => real.apply(this, given)) : real.apply(this, given);
      },
  );
  replace(
    'FileSystemDirectoryHandle',
    'removeEntry',
    (real) =>
      function (...given) {
        return promised('remove a file', () => real.apply(this, given));
      },
  );

  // These listeners are there before those of the engine, and so are called before them.
  replace(
    'IDBDatabase',
    'transaction',
    (real) =>
      function (...given) {
        const transaction = real.apply(this, given) as IDBTransaction;
        if (transaction.mode !== 'readonly')
          transaction.addEventListener('complete', () => {
            reach('transaction: done');
          });
        return transaction;
      },
  );
  replace(
    'IDBFactory',
    'open',
    (real) =>
      function (...given) {
        const request = real.apply(this, given) as IDBOpenDBRequest;
        let isMade = false;
        request.addEventListener('upgradeneeded', () => {
          isMade = true;
          reach('make a database');
        });
        request.addEventListener('success', () => {
          if (isMade) reach('make a database: done');
        });
        return request;
      },
  );
  replace(
    'IDBFactory',
    'deleteDatabase',
    (real) =>
      function (...given) {
        reach('delete a database');
        const request = real.apply(this, given) as IDBOpenDBRequest;
        request.addEventListener('success', () => {
          reach('delete a database: done');
        });
        return request;
      },
  );
}
