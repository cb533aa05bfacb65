import { argon2id } from 'hash-wasm';
import type { ImportArgon2id } from '../../imports/index.ts';

/** As the web app has it; what the corpus was sealed with is another implementation. */
export const wasmArgon2id: ImportArgon2id = async ({ password, salt, cost }) => {
  const tag = await argon2id({
    password,
    salt,
    memorySize: cost.memoryKiB,
    iterations: cost.passes,
    parallelism: cost.lanes,
    hashLength: 32,
    outputType: 'binary',
  });
  return new Uint8Array(tag);
};
