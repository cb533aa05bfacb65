import { argon2Sync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { argon2idInLanes } from './argon2id.ts';

/** Every memory that WebAssembly was given. */
let memories: WebAssembly.Memory[];

beforeEach(async () => {
  memories = [];
  const program = await readFile(createRequire(import.meta.url).resolve('argon2id/dist/simd.wasm'));
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(program)));
  vi.stubGlobal('WebAssembly', {
    ...WebAssembly,
    Memory: class extends WebAssembly.Memory {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        super(descriptor);
        memories.push(this);
      }
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([
  { memoryKiB: 64, passes: 1, lanes: 1 },
  { memoryKiB: 19_456, passes: 2, lanes: 1 },
  // More than the memory begins with, and no multiple of what the library rounds to.
  { memoryKiB: 70_001, passes: 1, lanes: 3 },
])('nothing of a guess is left in the memory it was computed in: %o', async (cost) => {
  const password = new TextEncoder().encode('482915');
  const salt = new Uint8Array(16).fill(7);
  const tag = await argon2idInLanes({ password, salt, cost });
  const { memoryKiB: memory, passes, lanes: parallelism } = cost;
  expect(Buffer.from(tag)).toEqual(argon2Sync('argon2id', { message: password, nonce: salt, memory, passes, parallelism, tagLength: 32 }));
  expect(memories).toHaveLength(1);
  for (const { buffer } of memories) expect(Buffer.from(buffer).compare(Buffer.alloc(buffer.byteLength))).toBe(0);
});
