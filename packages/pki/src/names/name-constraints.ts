import { isWithinDomain } from './dns-name.ts';
import type { Identifier } from './identifiers.ts';
import type { IpAddress } from './ip-address.ts';

/** A block of addresses: the first `bits` bits count. */
export interface AddressRange {
  readonly address: IpAddress;
  readonly bits: number;
}

/**
 * What a CA may name (RFC 5280 section 4.2.1.10). A type without a permitted entry is not limited by it, so a CA that must issue for no
 * address at all says so with the excluded ranges of length 0.
 */
export interface NameConstraints {
  readonly permittedDomains: readonly string[];
  readonly excludedDomains: readonly string[];
  readonly permittedAddresses: readonly AddressRange[];
  readonly excludedAddresses: readonly AddressRange[];
}

export function isPermitted(identifier: Identifier, constraints: NameConstraints): boolean {
  if (identifier.type === 'dns') {
    const { name } = identifier;
    const isWithin = (domain: string) => isWithinDomain(name, domain);
    // A wildcard right above an excluded domain would cover it.
    const coversExcluded = (domain: string) => name.startsWith('*.') && domain.endsWith(name.slice(1));
    const { permittedDomains: permitted, excludedDomains: excluded } = constraints;
    return (permitted.length === 0 || permitted.some(isWithin)) && !excluded.some((domain) => isWithin(domain) || coversExcluded(domain));
  }
  const contains = (range: AddressRange) => isInRange(identifier.address, range);
  const { permittedAddresses: permitted, excludedAddresses: excluded } = constraints;
  return (permitted.length === 0 || permitted.some(contains)) && !excluded.some(contains);
}

export function isInRange({ octets }: IpAddress, { address, bits }: AddressRange): boolean {
  if (octets.length !== address.octets.length) return false;
  return octets.every((octet, index) => {
    const counted = Math.min(8, Math.max(0, bits - 8 * index));
    const mask = (0xff << (8 - counted)) & 0xff;
    return (octet & mask) === ((address.octets[index] ?? 0) & mask);
  });
}
