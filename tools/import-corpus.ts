import { readFile, mkdir, writeFile } from 'node:fs/promises';
import { IMPORT_CORPUS, openEnteFile, sealEnteFile } from '../packages/token-client/src/testing/imports/index.ts';

/**
 * Writes `vectors/imports/`: `node tools/import-corpus.ts`. A change in a committed file means that the corpus changed, and
 * `import-corpus.test.ts` fails until the files are written anew and looked at. Ente's is written anew only when it no longer opens to what it should.
 */
const folder = new URL('../vectors/imports/', import.meta.url);
await mkdir(folder, { recursive: true });

for (const [name, make] of Object.entries(IMPORT_CORPUS)) {
  await writeFile(new URL(name, folder), make());
  console.log(`vectors/imports/${name}`);
}

const ente = new URL('ente-sealed.txt', folder);
const wanted = IMPORT_CORPUS['ente.txt']?.();
const opened = await readFile(ente, 'utf8')
  .then(openEnteFile)
  .catch(() => undefined);
if (opened !== wanted) await writeFile(ente, await sealEnteFile());
console.log('vectors/imports/ente-sealed.txt');
