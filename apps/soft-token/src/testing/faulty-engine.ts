import type { TokenSite } from './token-site.ts';

/** Of the script of the engine, as built. */
export function engineScript(site: TokenSite): { readonly path: string; readonly script: Buffer } {
  const [found] = [...site.files].filter(([path]) => /^\/assets\/engine-worker-[\w-]+\.js$/.test(path));
  if (!found) throw new Error('The build has no engine.');
  const [path, script] = found;
  return { path, script };
}

const FAULTS = {
  'no private files': 'delete StorageManager.prototype.getDirectory;',
  'full disk': "IDBObjectStore.prototype.put = () => { throw new DOMException('There is no room left.', 'QuotaExceededError'); };",
} as const;

/** The engine as it runs in a browser with this fault. Answers how to mend it. */
export function breakEngine(site: TokenSite, fault: keyof typeof FAULTS): () => void {
  const { path, script } = engineScript(site);
  site.files.set(path, Buffer.concat([Buffer.from(`${FAULTS[fault]}\n`), script]));
  return () => {
    site.files.set(path, script);
  };
}
