import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { argon2id } from './argon2id.ts';

test('gives the tag of the reference implementation (phc-winner-argon2, src/test.c: version 0x13, 64 MiB, two passes, one lane)', async () => {
  const tag = await argon2id({ password: Buffer.from('password'), salt: Buffer.from('somesalt'), memoryKiB: 65_536, passes: 2 });
  expect(Buffer.from(tag).toString('hex')).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
});
