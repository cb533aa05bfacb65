import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DEVICE_VECTORS, deviceVectorFile } from './device-vectors.ts';

test.each(Object.keys(DEVICE_VECTORS))('vectors/%s.json is what the generator writes, to the octet', async (name) => {
  const committed = readFileSync(new URL(`../../../../../vectors/${name}.json`, import.meta.url), 'utf8');
  expect(committed).toBe(await deviceVectorFile(name));
});
