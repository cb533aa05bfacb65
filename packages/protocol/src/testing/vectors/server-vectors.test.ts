import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SERVER_VECTORS, serverVectorFile } from './server-vectors.ts';

test.each(Object.keys(SERVER_VECTORS))('vectors/%s.json is what the generator writes, to the octet', async (name) => {
  const committed = readFileSync(new URL(`../../../../../vectors/${name}.json`, import.meta.url), 'utf8');
  expect(committed).toBe(await serverVectorFile(name));
});
