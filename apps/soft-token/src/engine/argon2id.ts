import type { Argon2id } from '@sallyport/protocol';
import { argon2id as argon2idWasm } from 'hash-wasm';

interface Argon2idInLanes {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly cost: { readonly memoryKiB: number; readonly passes: number; readonly lanes: number };
}

/** Argon2id by WebAssembly: 64 MiB and three passes in about 0.2 s on a desktop core. */
export const argon2id: Argon2id = ({ password, salt, memoryKiB, passes }) =>
  argon2idInLanes({ password, salt, cost: { memoryKiB, passes, lanes: 1 } });

/** With the lanes that other programs use for their files. */
export async function argon2idInLanes({ password, salt, cost }: Argon2idInLanes): Promise<Uint8Array<ArrayBuffer>> {
  const tag = await argon2idWasm({
    password,
    salt,
    memorySize: cost.memoryKiB,
    iterations: cost.passes,
    parallelism: cost.lanes,
    hashLength: 32,
    outputType: 'binary',
  });
  return new Uint8Array(tag);
}

/** The shortest module there is: the magic number and the version. */
const EMPTY_MODULE = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);

/**
 * To be asked before a PIN is: an attempt is spent before it is looked at, so one that cannot be looked at must not be made.
 * @throws WebAssembly.CompileError where a policy forbids WebAssembly.
 */
export async function demandWasm(): Promise<void> {
  await WebAssembly.compile(EMPTY_MODULE);
}
