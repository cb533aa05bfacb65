import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import setUpArgon2id from 'argon2id/lib/setup.js';
import { expect, test } from 'vitest';
import { wipeArgon2id } from './argon2id-memory.ts';

/** The library, without a browser around it: how far it writes into its memory decides how far that has to be wiped. */

test.each(['simd', 'no-simd'])(
  'nothing that %s leaves behind outlives the wiping, whatever the memory, the passes and the lanes',
  async (build) => {
    const module = await WebAssembly.compile(await readFile(fileURLToPath(import.meta.resolve(`argon2id/dist/${build}.wasm`))));
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
