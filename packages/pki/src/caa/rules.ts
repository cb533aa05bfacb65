import { type DnsName, isWildcard } from '../names/dns-name.ts';
import { type CaaRecord, issuerInCaa } from './caa-record.ts';

export interface CaaQuestion {
  readonly name: DnsName;
  /** Those of the name itself, or of the nearest name above it that has any (RFC 8659 section 3). */
  readonly records: readonly CaaRecord[];
  /** What records may call this CA, in lower case. */
  readonly issuers: readonly string[];
}

/** `critical`: something is asked for that nobody here understands, so nothing may be issued (RFC 8659 section 4.1). */
export type CaaVerdict = 'permitted' | 'forbidden' | 'critical';

const ISSUER_CRITICAL = 0x80;
/** `iodef` asks that somebody be told, which is nobody's right to a certificate. */
const KNOWN: readonly string[] = ['issue', 'issuewild', 'iodef'];

/** RFC 8659 section 4: where no property speaks of issuing, everybody may. */
export function judgeCaa({ name, records, issuers }: CaaQuestion): CaaVerdict {
  const properties = records.map(({ flags, tag, value }) => ({ flags, tag: tag.toLowerCase(), value }));
  if (properties.some(({ flags, tag }) => (flags & ISSUER_CRITICAL) !== 0 && !KNOWN.includes(tag))) return 'critical';
  const tagged = (wanted: string) => properties.filter(({ tag }) => tag === wanted);
  const wild = isWildcard(name) ? tagged('issuewild') : [];
  // Section 4.3: for a wildcard `issuewild` counts alone where it is there, and `issue` where it is not.
  const speaking = wild.length > 0 ? wild : tagged('issue');
  if (speaking.length === 0) return 'permitted';
  const allowed = speaking.map(({ value }) => issuerInCaa(value));
  return allowed.some((issuer) => issuer !== undefined && issuers.includes(issuer)) ? 'permitted' : 'forbidden';
}
