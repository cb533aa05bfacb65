import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** A block of addresses as an operator writes it: `10.20.0.0/16`, `fd00:1234::/32`, or one address. */
export interface AddressRange {
  readonly address: string;
  readonly bits: number;
}

/** Undefined for what is none, a zone (`fe80::1%eth0`) included. */
export function parseAddressRange(text: string): AddressRange | undefined {
  if (text.length > MAX_RANGE_CHARACTERS) return undefined;
  const [address = '', length, ...more] = text.split('/');
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (most === 0 || address.includes('%') || more.length > 0) return undefined;
  if (length === undefined) return { address, bits: most };
  return /^(0|[1-9][0-9]{0,2})$/.test(length) && Number(length) <= most ? { address, bits: Number(length) } : undefined;
}

/** Whether this machine may open a connection to an address that somebody else has chosen. */
export interface AddressGate {
  isOpen(address: string): boolean;
}

/**
 * Open to what the IANA registries of special-purpose addresses (RFC 6890) call global unicast, and to the ranges of the operator. Of IPv6 that
 * is 2000::/3 less a few blocks: all that hides an IPv4 address inside (mapped, NAT64, 6to4, Teredo) is shut whatever is hidden.
 */
export function createAddressGate(allowed: readonly AddressRange[]): AddressGate {
  const operators = blockList(allowed);
  return {
    isOpen: (address) => {
      if (address.includes('%')) return false;
      if (isIPv4(address)) return operators.check(address) || !SPECIAL_IPV4.check(address);
      if (!isIPv6(address)) return false;
      return operators.check(address, 'ipv6') || (GLOBAL_IPV6.check(address, 'ipv6') && !SPECIAL_IPV6.check(address, 'ipv6'));
    },
  };
}

const MAX_RANGE_CHARACTERS = 49;

function blockList(ranges: readonly AddressRange[]): BlockList {
  const list = new BlockList();
  for (const { address, bits } of ranges) list.addSubnet(address, bits, isIPv4(address) ? 'ipv4' : 'ipv6');
  return list;
}

function rangesOf(texts: readonly string[]): readonly AddressRange[] {
  return texts.map((text) => {
    const range = parseAddressRange(text);
    if (range === undefined) throw new TypeError(`no range of addresses: ${text}`);
    return range;
  });
}

/** iana-ipv4-special-registry, with multicast. */
const SPECIAL_IPV4 = blockList(
  rangesOf([
    '0.0.0.0/8', // this network
    '10.0.0.0/8', // private
    '100.64.0.0/10', // shared by carriers (RFC 6598)
    '127.0.0.0/8', // loopback
    '169.254.0.0/16', // link-local: where clouds keep their secrets
    '172.16.0.0/12', // private
    '192.0.0.0/24', // IETF protocol assignments, DS-Lite
    '192.0.2.0/24', // documentation
    '192.31.196.0/24', // AS112
    '192.52.193.0/24', // AMT
    '192.88.99.0/24', // 6to4 relays
    '192.168.0.0/16', // private
    '192.175.48.0/24', // AS112
    '198.18.0.0/15', // benchmarks
    '198.51.100.0/24', // documentation
    '203.0.113.0/24', // documentation
    '224.0.0.0/4', // multicast
    '240.0.0.0/4', // reserved, and broadcast
  ]),
);

/** What is handed out to anybody at all (RFC 4291 section 2.4, iana-ipv6-unicast-address-assignments). */
const GLOBAL_IPV6 = blockList(rangesOf(['2000::/3']));

/** Of iana-ipv6-special-registry, what lies within. */
const SPECIAL_IPV6 = blockList(
  rangesOf([
    '2001::/23', // IETF protocol assignments: Teredo, benchmarks, ORCHID
    '2001:db8::/32', // documentation
    '2002::/16', // 6to4
    '2620:4f:8000::/48', // AS112
    '3fff::/20', // documentation
  ]),
);
