import { type Bytes, equalOctets } from '../octets.ts';
import { type Result, ok, refuse } from '../result.ts';

/** An address as its 4 or 16 octets; everything compares those, never the text. */
export interface IpAddress {
  readonly octets: Bytes;
}

export type IpAddressRefusal = { readonly code: 'address-malformed' };

/** The longest form: eight groups, the last two in dotted form. */
const MAX_CHARACTERS = 45;
const DECIMAL_OCTET = /^(0|[1-9][0-9]{0,2})$/;

/** Dotted decimal without leading zeros, or RFC 4291 section 2.2 without a zone. */
export function parseIpAddress(text: string): Result<IpAddress, IpAddressRefusal> {
  const octets = text.length > MAX_CHARACTERS ? undefined : text.includes(':') ? ipv6Octets(text) : ipv4Octets(text);
  return octets === undefined ? refuse({ code: 'address-malformed' }) : ok({ octets: Uint8Array.from(octets) });
}

/** The address in these octets. */
export function ipAddressOf(octets: Uint8Array): Result<IpAddress, IpAddressRefusal> {
  return octets.length === 4 || octets.length === 16 ? ok({ octets: new Uint8Array(octets) }) : refuse({ code: 'address-malformed' });
}

export function isSameAddress(left: IpAddress, right: IpAddress): boolean {
  return equalOctets(left.octets, right.octets);
}

/** The text RFC 5952 section 4 recommends. */
export function formatIpAddress({ octets }: IpAddress): string {
  if (octets.length === 4) return octets.join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (((octets[2 * index] ?? 0) << 8) | (octets[2 * index + 1] ?? 0)).toString(16));
  const run = longestZeroRun(groups);
  if (run.length < 2) return groups.join(':');
  return `${groups.slice(0, run.start).join(':')}::${groups.slice(run.start + run.length).join(':')}`;
}

/** The first of the longest. */
function longestZeroRun(groups: readonly string[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === '0' ? length + 1 : 0;
    if (length > best.length) best = { start: index - length + 1, length };
  }
  return best;
}

function ipv4Octets(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  const isAddress = parts.length === 4 && parts.every((part) => DECIMAL_OCTET.test(part) && Number(part) < 256);
  return isAddress ? parts.map(Number) : undefined;
}

function ipv6Octets(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [before, after] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const head = groupOctets(before ?? [], after === undefined ? 'last' : 'inside');
  const tail = groupOctets(after ?? [], 'last');
  if (head === undefined || tail === undefined) return undefined;
  const missing = 16 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

/** A dotted form may stand at the very end only. */
function groupOctets(groups: readonly string[], place: 'inside' | 'last'): readonly number[] | undefined {
  const octets: number[] = [];
  for (const [index, group] of groups.entries()) {
    const dotted = place === 'last' && index === groups.length - 1 ? ipv4Octets(group) : undefined;
    if (dotted !== undefined) octets.push(...dotted);
    else if (/^[0-9a-fA-F]{1,4}$/.test(group)) octets.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff);
    else return undefined;
  }
  return octets;
}
