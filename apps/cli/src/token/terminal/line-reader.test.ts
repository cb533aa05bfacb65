import { PassThrough, Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { lineReader } from './line-reader.ts';

async function linesOf(input: Readable): Promise<readonly (string | undefined)[]> {
  const reader = lineReader(input);
  return [await reader.next(), await reader.next(), await reader.next()];
}

test.each([
  ['longer than any answer', `${'x'.repeat(5000)}\n1\n`],
  ['without an end', 'x'.repeat(100_000)],
])('a line %s is no answer', async (_, text) => {
  expect((await linesOf(Readable.from([text])))[0]).toBeUndefined();
});

test('each question takes the next line, however the octets arrive', async () => {
  expect(await linesOf(Readable.from(['48', '2915\r\n7302', '64\n', 'last']))).toEqual(['482915', '730264', 'last']);
  expect(await linesOf(Readable.from([]))).toEqual([undefined, undefined, undefined]);
});

test('an input that nobody closes does not keep the process', async () => {
  const input = new PassThrough();
  input.write('482915\n');
  const reader = lineReader(input);
  expect(await reader.next()).toBe('482915');
  reader.close();
  expect(input.destroyed).toBe(true);
});
