import type { Instant } from '@sallyport/platform';

/** What we have, as caches name it. */
export interface Version {
  /** Without its quotes. */
  readonly etag: string;
  readonly lastModified: Instant;
}

/** The headers by which a cache says what it has. */
export interface Conditions {
  readonly 'if-none-match'?: string | undefined;
  readonly 'if-modified-since'?: string | undefined;
}

/** A cache names the versions of one address, which are few; whoever names more is answered in full. */
const MAX_CHARACTERS = 1000;

/** Whether the cache has just this (RFC 9110 section 13.1): the tag decides, and the date only where there is no tag. */
export function isKnown({ etag, lastModified }: Version, conditions: Conditions): boolean {
  const tags = conditions['if-none-match'];
  if (tags !== undefined) {
    if (tags.length > MAX_CHARACTERS) return false;
    return tags.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === `"${etag}"`);
  }
  const since = Date.parse(conditions['if-modified-since']?.slice(0, MAX_CHARACTERS) ?? '');
  return Number.isFinite(since) && lastModified <= since;
}

export interface Freshness extends Version {
  readonly maxAgeSeconds: number;
  readonly expires: Instant;
}

/** For anybody to keep for so long, unchanged, and to ask again afterwards (RFC 5019 section 6.2). */
export function freshnessHeaders({ etag, lastModified, maxAgeSeconds, expires }: Freshness): Readonly<Record<string, string>> {
  return {
    'cache-control': `public, max-age=${String(maxAgeSeconds)}, no-transform, must-revalidate`,
    etag: `"${etag}"`,
    'last-modified': httpDate(lastModified),
    expires: httpDate(expires),
  };
}

function httpDate(instant: Instant): string {
  return new Date(instant).toUTCString();
}
