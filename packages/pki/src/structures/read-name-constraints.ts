import { type DerElement, TAG } from '../der/read-der.ts';
import { type AddressRange, type NameConstraints } from '../names/name-constraints.ts';
import { latin1 } from '../octets.ts';

const PERMITTED = 0xa0;
const EXCLUDED = 0xa1;
const DNS = 0x82;
const ADDRESS = 0x87;

interface Subtrees {
  readonly domains: readonly string[];
  readonly addresses: readonly AddressRange[];
}

/** RFC 5280 section 4.2.1.10. Undefined for a form or a type of name we do not enforce: what is not understood permits nothing. */
export function readNameConstraints(element: DerElement | undefined): NameConstraints | undefined {
  if (element?.tag !== TAG.sequence) return undefined;
  const [permitted, excluded] = [PERMITTED, EXCLUDED].map((tag) => readSubtrees(element.children.find((child) => child.tag === tag)));
  if (permitted === undefined || excluded === undefined) return undefined;
  if (element.children.some(({ tag }) => tag !== PERMITTED && tag !== EXCLUDED)) return undefined;
  return {
    permittedDomains: permitted.domains,
    excludedDomains: excluded.domains,
    permittedAddresses: permitted.addresses,
    excludedAddresses: excluded.addresses,
  };
}

function readSubtrees(field: DerElement | undefined): Subtrees | undefined {
  const domains: string[] = [];
  const addresses: AddressRange[] = [];
  for (const subtree of field?.children ?? []) {
    const [base, ...rest] = subtree.tag === TAG.sequence ? subtree.children : [];
    if (rest.length > 0 || base === undefined) return undefined;
    const range = base.tag === ADDRESS ? readRange(base.content) : undefined;
    if (base.tag === DNS && /^[a-z0-9.-]+$/.test(latin1(base.content))) domains.push(latin1(base.content));
    else if (range !== undefined) addresses.push(range);
    else return undefined;
  }
  return { domains, addresses };
}

/** An address and a mask of the same length, in which the ones come first. */
function readRange(octets: Uint8Array): AddressRange | undefined {
  if (octets.length !== 8 && octets.length !== 32) return undefined;
  const half = octets.length / 2;
  const bits = Array.from(octets.subarray(half), (octet) => octet.toString(2).padStart(8, '0')).join('');
  const ones = bits.indexOf('0') === -1 ? bits.length : bits.indexOf('0');
  return bits.slice(ones).includes('1') ? undefined : { address: { octets: new Uint8Array(octets.subarray(0, half)) }, bits: ones };
}
