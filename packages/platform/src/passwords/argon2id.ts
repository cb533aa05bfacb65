import { hashRaw } from '@node-rs/argon2';

/** Argon2id version 0x13 (RFC 9106), one lane, a tag of 32 octets, off the event loop: the slots of a soft token. */
export async function argon2id(input: {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly memoryKiB: number;
  readonly passes: number;
}): Promise<Uint8Array<ArrayBuffer>> {
  const { password, salt, memoryKiB, passes } = input;
  return argon2idInLanes({ password, salt, cost: { memoryKiB, passes, lanes: 1 } });
}

/** The same with the lanes that other programs use for their files. */
export async function argon2idInLanes(input: {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly cost: { readonly memoryKiB: number; readonly passes: number; readonly lanes: number };
}): Promise<Uint8Array<ArrayBuffer>> {
  const { password, salt, cost } = input;
  const { memoryKiB, passes, lanes } = cost;
  const tag = await hashRaw(password, { salt, memoryCost: memoryKiB, timeCost: passes, parallelism: lanes, outputLen: 32 });
  const octets = new Uint8Array(tag);
  tag.fill(0);
  return octets;
}
