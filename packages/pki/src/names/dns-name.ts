import { type Result, ok, refuse } from '../result.ts';
import { unicodeOf } from './a-label.ts';

/** A DNS name in the one form we keep: A-labels in lower case, no dot at the end, perhaps `*.` in front. */
export type DnsName = string & { readonly brand: 'DnsName' };

export type DnsNameRefusal =
  | { readonly code: 'name-too-long' }
  /** Not letters, digits and hyphens in labels of 1 to 63; an underscore, a dot at the end, a letter outside ASCII. */
  | { readonly code: 'name-malformed' }
  /** A label that begins with `xn--` and is no A-label (RFC 5890 section 2.3.2.1), or with another reserved prefix. */
  | { readonly code: 'name-label-not-idna' }
  /** An asterisk elsewhere than as the whole first label, or with fewer than two labels after it. */
  | { readonly code: 'name-wildcard' }
  /** The last label is a number, as in an IPv4 address: it would be read as one (RFC 1123 section 2.1). */
  | { readonly code: 'name-is-numeric' };

const MAX_CHARACTERS = 253;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Names with other letters come here as A-labels: whoever asks a person for them converts what the person typed. */
export function parseDnsName(text: string): Result<DnsName, DnsNameRefusal> {
  if (text.length > MAX_CHARACTERS) return refuse({ code: 'name-too-long' });
  const name = text.toLowerCase();
  const labels = name.split('.');
  const isWildcard = labels[0] === '*';
  if (name.includes('*') && (!isWildcard || name.lastIndexOf('*') > 0 || labels.length < 3)) return refuse({ code: 'name-wildcard' });
  const plain = isWildcard ? labels.slice(1) : labels;
  if (!plain.every((label) => LABEL.test(label))) return refuse({ code: 'name-malformed' });
  if (/^[0-9]+$/.test(plain.at(-1) ?? '')) return refuse({ code: 'name-is-numeric' });
  const reserved = plain.filter((label) => label.slice(2, 4) === '--');
  if (!reserved.every((label) => unicodeOf(label) !== undefined)) return refuse({ code: 'name-label-not-idna' });
  return ok(name as DnsName);
}

export function isWildcard(name: DnsName): boolean {
  return name.startsWith('*.');
}

/** The name whose owner answers for this one: without `*.`. */
export function baseName(name: DnsName): DnsName {
  return (isWildcard(name) ? name.slice(2) : name) as DnsName;
}

/** With the letters a person knows. Only to be shown beside the name itself: two different names may look alike. */
export function shownDnsName(name: DnsName): string {
  return name
    .split('.')
    .map((label) => unicodeOf(label) ?? label)
    .join('.');
}

/** Whether a name is the domain or lies below it, by whole labels. A wildcard lies where its base name lies. */
export function isWithinDomain(name: DnsName, domain: string): boolean {
  const base = baseName(name);
  return base === domain || base.endsWith(`.${domain}`);
}
