/**
 * Zeros as far as the library writes, ten KiB for itself among them. It asks for 65 MiB however little is computed; to touch all of them would take half as
 * long as the least hash.
 */
export function wipeArgon2id(memory: WebAssembly.Memory, memoryKiB: number): void {
  new Uint8Array(memory.buffer).fill(0, 0, (memoryKiB + 10) * 1024);
}
