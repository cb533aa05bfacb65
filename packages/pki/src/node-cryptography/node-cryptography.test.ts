import { expect, test } from 'vitest';
import { generateSigningKey, nodeCryptography } from './index.ts';

test('a key is known again by its octets: changed ones are another key, and a hundred others do not displace an answer', async () => {
  const message = new TextEncoder().encode('message');
  const { key } = await generateSigningKey();
  const signature = await key.sign(message);
  const publicKey = new Uint8Array(key.publicKey);
  const holds = () => nodeCryptography.signatureHolds({ publicKey, algorithm: key.algorithm, message, signature });
  expect(holds()).toBe(true);
  const other = (await generateSigningKey()).key;
  publicKey.set(other.publicKey);
  expect(holds()).toBe(false);
  for (let index = 0; index < 100; index += 1) {
    const { key: another } = await generateSigningKey();
    expect(nodeCryptography.signatureHolds({ ...another, message, signature })).toBe(false);
  }
  publicKey.set(key.publicKey);
  expect(holds()).toBe(true);
});
