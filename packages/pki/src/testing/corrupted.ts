/** The same octets but for the last bit. */
export function corrupted(octets: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return octets.with(-1, (octets.at(-1) ?? 0) ^ 1);
}
