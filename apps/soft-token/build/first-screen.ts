/** Style and script of the document; everything that those import before they run; the engine; its WebAssembly; the service worker. */
const STARTS = ['/index.html', '/service-worker.js'];
const IN_DOCUMENT = /<(?:script|link)\b[^>]*\b(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g;
/** In the text of a script every built file is named by its hash. What `import(` names comes on demand, and so does what stands in Vite's table for it. */
const IN_SCRIPT = /(import\()?["'`](?:\.\/|\/assets\/)([\w.-]+\.(?:js|wasm))["'`]/g;

/**
 * Follows the built files from the document, without a list of their names: what is needed is what the browser fetches before anybody asks for a part
 * on demand. A browser test holds it to that: there the app works with these files and no others.
 * @throws Error when a file is named that was not built.
 */
export function firstScreenOf(files: ReadonlyMap<string, Uint8Array>): readonly string[] {
  const found = new Set<string>();
  const waiting = [...STARTS];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (found.has(path)) continue;
    const file = files.get(path);
    if (!file) throw new Error(`The build has no ${path}.`);
    found.add(path);
    waiting.push(...namedIn(path, file));
  }
  return [...found];
}

function namedIn(path: string, file: Uint8Array): readonly string[] {
  if (path.endsWith('.html')) return [...textOf(file).matchAll(IN_DOCUMENT)].map(([, named = '']) => named);
  // The service worker names every file, to keep it.
  if (!path.endsWith('.js') || path === '/service-worker.js') return [];
  return [...textOf(file).matchAll(IN_SCRIPT)].flatMap(([, onDemand, name = '']) => (onDemand ? [] : [`/assets/${name}`]));
}

function textOf(file: Uint8Array): string {
  return new TextDecoder().decode(file);
}
