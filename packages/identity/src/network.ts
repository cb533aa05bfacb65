/**
 * The network an address belongs to, as throttles count it and proofs remember it: an IPv4 address by itself, an IPv6 address by its
 * /64, because one household or server rents a whole /64 and could otherwise guess from 2^64 addresses.
 */
export function networkOf(address: string): string {
  if (address.length > MAX_ADDRESS_CHARACTERS) return UNREADABLE;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(plain)) return plain;
  const groups = ipv6Groups(plain);
  if (!groups) return UNREADABLE;
  const prefix = groups.slice(0, 4).map((group) => group.toString(16));
  return `${prefix.join(':')}::/64`;
}

/** A network as a person is shown it: wide enough to recognise a place by, too wide to find a household: the /24 of an IPv4 address, the /48 of an IPv6 network. */
export function wideNetworkOf(network: string): string {
  const [, firstThree] = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(network) ?? [];
  if (firstThree !== undefined) return `${firstThree}.0/24`;
  const [, site] = /^([0-9a-f]{1,4}:[0-9a-f]{1,4}:[0-9a-f]{1,4}):[0-9a-f]{1,4}::\/64$/.exec(network) ?? [];
  return site === undefined ? UNREADABLE : `${site}::/48`;
}

const MAX_ADDRESS_CHARACTERS = 64;
/** One throttle for everything that is no address, such as a Unix socket's peer. */
const UNREADABLE = 'unknown';

/** The eight groups of an IPv6 address, zone index dropped; undefined when it is none. */
function ipv6Groups(address: string): readonly number[] | undefined {
  const [text = ''] = address.split('%');
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const written = tail === undefined ? head : [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!written.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return written.map((group) => Number.parseInt(group, 16));
}
