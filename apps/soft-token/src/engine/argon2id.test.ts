import { argon2Sync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import setUpArgon2id from 'argon2id/lib/setup.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { argon2idInLanes } from './argon2id.ts';
import { wipeArgon2id } from './argon2id-memory.ts';

const programOf = (build: string) => readFile(fileURLToPath(import.meta.resolve(`argon2id/dist/${build}.wasm`)));

/** The library, without a browser around it: how far it writes into its memory decides how far that has to be wiped. */

test.each(['simd', 'no-simd'])(
  'nothing that %s leaves behind outlives the wiping, whatever the memory, the passes and the lanes',
  async (build) => {
    const module = await WebAssembly.compile(await programOf(build));
    for (const [memoryKiB, passes, lanes] of [
      [19_456, 2, 1],
      [64, 2, 1],
      [65_536, 1, 1],
      [70_001, 1, 1],
      [8_195, 3, 4],
    ] as const) {
      const memories: WebAssembly.Memory[] = [];
      const start = async (imports: WebAssembly.Imports) => {
        memories.push(imports['env']?.['memory'] as WebAssembly.Memory);
        return { module, instance: await WebAssembly.instantiate(module, imports) };
      };
      const compute = await setUpArgon2id(start, start);
      const [password, salt] = [new Uint8Array(6).fill(7), new Uint8Array(16).fill(9)];
      compute({ password, salt, memorySize: memoryKiB, passes, parallelism: lanes, tagLength: 32 });
      const [memory] = memories;
      if (!memory) expect.unreachable('the library has no memory');
      expect(isZero(memory)).toBe(false);
      wipeArgon2id(memory, memoryKiB);
      expect(isZero(memory)).toBe(true);
    }
  },
);

function isZero({ buffer }: WebAssembly.Memory): boolean {
  return Buffer.from(buffer).equals(Buffer.alloc(buffer.byteLength));
}

describe('the whole of a guess', () => {
  /** Every memory that WebAssembly was given. */
  let memories: WebAssembly.Memory[];

  beforeEach(async () => {
    memories = [];
    const program = await programOf('simd');
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
    expect(Buffer.from(tag)).toEqual(
      argon2Sync('argon2id', { message: password, nonce: salt, memory, passes, parallelism, tagLength: 32 }),
    );
    expect(memories).toHaveLength(1);
    for (const { buffer } of memories) expect(Buffer.from(buffer).compare(Buffer.alloc(buffer.byteLength))).toBe(0);
  });
});
