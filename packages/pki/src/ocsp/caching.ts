import { type Instant, SECOND_MS } from '../instant.ts';
import { type Bytes, toHex } from '../octets.ts';
import type { Digests } from '../ports.ts';

/** What caches between us and the client may do with an answer, for whoever writes the headers (RFC 5019 section 6.2, RFC 9111). */
export type OcspCaching =
  /** `no-store`: made for one nonce, or no longer good. */
  | { readonly kind: 'never' }
  | {
      readonly kind: 'until';
      /** `max-age`, and with it `public, no-transform, must-revalidate`. */
      readonly maxAgeSeconds: number;
      /** Without its quotes. */
      readonly etag: string;
      readonly lastModified: Instant;
      readonly expires: Instant;
    };

export interface OcspCachingWish {
  /** The whole answer. */
  readonly der: Bytes;
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant;
  readonly nonce: Bytes | undefined;
  readonly now: Instant;
  /** How long a cache may keep an answer that a revocation has overtaken. */
  readonly ceilingSeconds: number;
  readonly digests: Digests;
}

export function ocspCaching({ der, thisUpdate, nextUpdate, nonce, now, ceilingSeconds, digests }: OcspCachingWish): OcspCaching {
  const maxAgeSeconds = Math.min(Math.floor((nextUpdate - now) / SECOND_MS), ceilingSeconds);
  if (nonce !== undefined || maxAgeSeconds <= 0) return { kind: 'never' };
  const expires = now + maxAgeSeconds * SECOND_MS;
  return { kind: 'until', maxAgeSeconds, etag: toHex(digests.sha256(der)), lastModified: thisUpdate, expires };
}
