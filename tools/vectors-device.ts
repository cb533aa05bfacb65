import { writeFile } from 'node:fs/promises';
import { DEVICE_VECTORS, deviceVectorFile } from '../packages/protocol/src/testing/index.ts';

/**
 * Writes the device's half of `vectors/`: `node tools/vectors-device.ts`. Deterministic; a change in a committed file means that
 * the format changed, and `device-vectors.test.ts` fails until the files are written anew and looked at.
 */
const folder = new URL('../vectors/', import.meta.url);

for (const name of Object.keys(DEVICE_VECTORS)) {
  await writeFile(new URL(`${name}.json`, folder), await deviceVectorFile(name));
  console.log(`vectors/${name}.json`);
}
