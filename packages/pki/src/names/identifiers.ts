import { toHex } from '../octets.ts';
import { type Result, ok } from '../result.ts';
import { type DnsName, type DnsNameRefusal, parseDnsName } from './dns-name.ts';
import { type IpAddress, type IpAddressRefusal, formatIpAddress, parseIpAddress } from './ip-address.ts';

/** What a certificate names: the two types of RFC 8555 and RFC 8738. */
export type Identifier = { readonly type: 'dns'; readonly name: DnsName } | { readonly type: 'ip'; readonly address: IpAddress };

export type IdentifierRefusal = DnsNameRefusal | IpAddressRefusal;

/** An address when it looks like one, and else a DNS name. */
export function parseIdentifier(text: string): Result<Identifier, IdentifierRefusal> {
  const trimmed = text.trim();
  const address = parseIpAddress(trimmed);
  if (address.ok) return ok({ type: 'ip', address: address.value });
  if (trimmed.includes(':')) return address;
  const name = parseDnsName(trimmed);
  return name.ok ? ok({ type: 'dns', name: name.value }) : name;
}

/** Equal for two identifiers exactly when they name the same, whatever their text was. */
export function identifierKey(identifier: Identifier): string {
  return identifier.type === 'dns' ? `dns:${identifier.name}` : `ip:${toHex(identifier.address.octets)}`;
}

export function formatIdentifier(identifier: Identifier): string {
  return identifier.type === 'dns' ? identifier.name : formatIpAddress(identifier.address);
}

export interface IdentifierComparison {
  readonly onlyInFirst: readonly Identifier[];
  readonly onlyInSecond: readonly Identifier[];
  /** Those that stand more than once in either list: a list with duplicates is refused before it is compared. */
  readonly duplicates: readonly Identifier[];
}

/** Both ways: a set that is only contained in the other is not the same (a CSR, an order and its authorisations must all be). */
export function compareIdentifiers(first: readonly Identifier[], second: readonly Identifier[]): IdentifierComparison {
  const keys = { first: new Set(first.map(identifierKey)), second: new Set(second.map(identifierKey)) };
  return {
    onlyInFirst: first.filter((identifier) => !keys.second.has(identifierKey(identifier))),
    onlyInSecond: second.filter((identifier) => !keys.first.has(identifierKey(identifier))),
    duplicates: [...duplicatesIn(first), ...duplicatesIn(second)],
  };
}

/** True for the same set, written without duplicates on either side. */
export function isSameSet({ onlyInFirst, onlyInSecond, duplicates }: IdentifierComparison): boolean {
  return onlyInFirst.length === 0 && onlyInSecond.length === 0 && duplicates.length === 0;
}

function duplicatesIn(identifiers: readonly Identifier[]): readonly Identifier[] {
  const seen = new Set<string>();
  return identifiers.filter((identifier) => {
    const key = identifierKey(identifier);
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}
