import { isIP, isIPv4, isIPv6 } from 'node:net';
import type { OrganisationId, OwnSuffix } from '@sallyport/certificates';
import { type DnsName, isWildcard, parseDnsName, parseIdentifier } from '@sallyport/pki';
import { type AddressRange, parseAddressRange, type Parsed } from '@sallyport/platform';

/** Settings that are lists, separated by white space. Each says which entry is wrong. */

/** `localhost 192.0.2.7 harbour.example=ORGANISATION,ORGANISATION`, perhaps with the dot in front that people are used to. */
export function parseOwnSuffixes(text: string): Parsed<readonly OwnSuffix[]> {
  return each(text, 'a name or an address of your own, perhaps with = and organisations behind it', parseOwnSuffix);
}

/** `ca.harbour.example`: what stands in CAA records. */
export function parseCaaNames(text: string): Parsed<readonly DnsName[]> {
  return each(text, 'a name of the DNS', (entry) => {
    const parsed = parseDnsName(entry);
    return parsed.ok && !isWildcard(parsed.value) ? parsed.value : undefined;
  });
}

export function parseAddressRanges(text: string): Parsed<readonly AddressRange[]> {
  return each(text, 'a range of addresses such as 10.20.0.0/16', parseAddressRange);
}

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`. */
export function parseDnsServers(text: string): Parsed<readonly string[]> {
  return each(text, 'the address of a DNS server, perhaps with a port', parseDnsServer);
}

function each<Value>(text: string, what: string, parse: (entry: string) => Value | undefined): Parsed<readonly Value[]> {
  const values: Value[] = [];
  for (const entry of text.split(/\s+/).filter((word) => word !== '')) {
    const value = parse(entry);
    if (value === undefined) return { wrong: `has ${JSON.stringify(entry)} in it, which is not ${what}` };
    values.push(value);
  }
  return values.length === 0 ? { wrong: 'is an empty list' } : { value: values };
}

const ORGANISATION = /^[A-Za-z0-9_-]{1,64}$/;

function parseOwnSuffix(entry: string): OwnSuffix | undefined {
  const [name = '', organisations, ...more] = entry.split('=');
  const parsed = parseIdentifier(name.replace(/^\./, ''));
  if (!parsed.ok || more.length > 0) return undefined;
  const suffix = parsed.value;
  if (suffix.type === 'dns' && isWildcard(suffix.name)) return undefined;
  if (organisations === undefined) return { suffix, organisations: 'all' };
  const identifiers = organisations.split(',');
  return identifiers.every((one) => ORGANISATION.test(one)) ? { suffix, organisations: identifiers as OrganisationId[] } : undefined;
}

function parseDnsServer(entry: string): string | undefined {
  if (entry.includes('%')) return undefined;
  if (isIP(entry) !== 0) return entry;
  const {
    address = '',
    bracketed = '',
    port = '',
  } = /^(?:\[(?<bracketed>[^\]]+)\]|(?<address>[^:[\]]+)):(?<port>[1-9][0-9]{0,4})$/.exec(entry)?.groups ?? {};
  const isAddress = isIPv4(address) || isIPv6(bracketed);
  return isAddress && Number(port) <= 65_535 ? entry : undefined;
}
