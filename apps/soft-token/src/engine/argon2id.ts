import type { Argon2id } from '@sallyport/protocol';
import withSimd from 'argon2id/dist/simd.wasm?url';
import setUpArgon2id from 'argon2id/lib/setup.js';
import { loadPart, PartMissing } from '../app/part-missing.ts';
import { wipeArgon2id } from './argon2id-memory.ts';

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
  const module = await compiled();
  const memories: WebAssembly.Memory[] = [];
  const start = async (imports: WebAssembly.Imports): Promise<WebAssembly.WebAssemblyInstantiatedSource> => {
    memories.push(imports['env']?.['memory'] as WebAssembly.Memory);
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  // Set up anew each time, so that the memory, from which the tag could be made again, does not outlive the work.
  const compute = await setUpArgon2id(start, start);
  try {
    const { memoryKiB, passes, lanes } = cost;
    return Uint8Array.from(compute({ password, salt, memorySize: memoryKiB, passes, parallelism: lanes, tagLength: 32 }));
  } finally {
    for (const memory of memories) wipeArgon2id(memory, cost.memoryKiB);
  }
}

/**
 * To be asked before a PIN is: an attempt is spent before it is looked at, so one that cannot be looked at must not be made.
 * @throws WebAssembly.CompileError where a policy forbids WebAssembly.
 * @throws PartMissing when it could not be fetched.
 */
export async function demandWasm(): Promise<void> {
  await compiled();
}

let compiling: Promise<WebAssembly.Module> | undefined;

/** Once in the life of the worker; what could not be fetched is asked for again the next time. */
function compiled(): Promise<WebAssembly.Module> {
  compiling ??= compileBest().catch((failure: unknown) => {
    compiling = undefined;
    throw failure;
  });
  return compiling;
}

/** Browsers without SIMD refuse the first one, and need twice the time for the other. */
async function compileBest(): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(await fetched(withSimd));
  } catch (failure) {
    if (!(failure instanceof WebAssembly.CompileError)) throw failure;
    const { default: withoutSimd } = await loadPart(() => import('argon2id/dist/no-simd.wasm?url'));
    return WebAssembly.compile(await fetched(withoutSimd));
  }
}

async function fetched(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) throw new PartMissing();
  return response.arrayBuffer();
}
