import { type Bytes, fromUtf8, parseRemoval, type TokenRemoval, utf8 } from '@sallyport/protocol';

/**
 * `removal.json`: the owner has removed the token, and its server has yet to hear of it. It outlives everything else of the token, so that it names
 * the server too. Nothing in it is secret, and all it can do is say once more that the token is gone.
 */
export interface RemovalFile {
  readonly origin: string;
  readonly removal: TokenRemoval;
}

export const MAX_REMOVAL_OCTETS = 1024;
const VERSION = 1;

export function encodeRemovalFile({ origin, removal }: RemovalFile): Bytes {
  return utf8(JSON.stringify({ v: VERSION, origin, ...removal }));
}

/** Undefined for whatever is not exactly such a file. */
export function parseRemovalFile(octets: Uint8Array): RemovalFile | undefined {
  try {
    const json: unknown = octets.length <= MAX_REMOVAL_OCTETS ? JSON.parse(fromUtf8(octets)) : undefined;
    if (typeof json !== 'object' || json === null || !('v' in json) || json.v !== VERSION) return undefined;
    if (!('origin' in json) || typeof json.origin !== 'string' || !('sig' in json) || typeof json.sig !== 'string') return undefined;
    const removal = { sig: json.sig };
    return parseRemoval(removal).ok ? { origin: json.origin, removal } : undefined;
  } catch {
    return undefined;
  }
}
