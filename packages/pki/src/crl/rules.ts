import type { Issuer } from '../certificates/issuer.ts';
import { DAY_SECONDS } from '../instant.ts';

/**
 * How long a list may stand (Baseline Requirements 4.9.7): ten days for one of leaves, twelve months for one of CAs, whose key is brought out
 * for it. A CA with a path length of 0 has no CAs below it.
 */
export function crlLifetimeSeconds({ certificate }: Issuer): number {
  return (certificate.basicConstraints?.pathLength === 0 ? 10 : 366) * DAY_SECONDS;
}

/**
 * The shard of a new certificate, when a CA spreads its certificates over `shards` lists: by the last octets of its serial, which are
 * random. The answer goes into the certificate as the URL of that shard and is recorded with it; it is not asked again later, so that the
 * number of shards may change.
 */
export function chooseShard(serial: Uint8Array, shards: number): number {
  return serial.slice(-4).reduce((sum, octet) => (sum * 256 + octet) % shards, 0);
}
