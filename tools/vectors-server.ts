import { writeFile } from 'node:fs/promises';
import { SERVER_VECTORS, serverVectorFile } from '../packages/protocol/src/testing/index.ts';

/**
 * Writes the server's half of `vectors/`: `node tools/vectors-server.ts`. Deterministic; a change in a committed file means that
 * the protocol changed, and `server-vectors.test.ts` fails until the files are written anew and looked at.
 */
const folder = new URL('../vectors/', import.meta.url);

for (const name of Object.keys(SERVER_VECTORS)) {
  await writeFile(new URL(`${name}.json`, folder), await serverVectorFile(name));
  console.log(`vectors/${name}.json`);
}
