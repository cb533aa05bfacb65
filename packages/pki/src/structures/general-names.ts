import { type DerElement, TAG } from '../der/read-der.ts';
import { objectIdentifier } from '../der/values.ts';
import { type DnsName, parseDnsName } from '../names/dns-name.ts';
import type { Identifier } from '../names/identifiers.ts';
import { formatIpAddress, ipAddressOf } from '../names/ip-address.ts';
import { latin1, toHex } from '../octets.ts';
import { formatName, readDistinguishedName } from './distinguished-name.ts';

/** RFC 5280 section 4.2.1.6: what stands in a SubjectAltName, or anywhere else where a GeneralName does. */
export type GeneralName =
  | { readonly type: 'dns' | 'email' | 'uri' | 'directory' | 'other'; readonly text: string }
  | { readonly type: 'ip'; readonly text: string; readonly octets: Uint8Array };

/** [1] rfc822Name, [2] dNSName, [4] directoryName, [6] URI, [7] iPAddress; the others have no use here and are shown as octets. */
const TAGS = { email: 0x81, dns: 0x82, directory: 0xa4, uri: 0x86, ip: 0x87, registeredId: 0x88 } as const;

/** Undefined for what is no list of names. The list may be empty, which RFC 5280 forbids and some CAs have issued. */
export function readGeneralNames(element: DerElement | undefined): readonly GeneralName[] | undefined {
  return element?.tag === TAG.sequence ? readNamesIn(element) : undefined;
}

/** The same under whatever tag the list stands. */
export function readNamesIn({ children }: DerElement): readonly GeneralName[] | undefined {
  const names = children.map(readGeneralName);
  return names.every((name) => name !== undefined) ? names : undefined;
}

export function readGeneralName(element: DerElement): GeneralName | undefined {
  const { tag, content } = element;
  switch (tag) {
    case TAGS.dns:
    case TAGS.email:
    case TAGS.uri: {
      const type = tag === TAGS.dns ? 'dns' : tag === TAGS.email ? 'email' : 'uri';
      // IA5String: a NUL or an escape in a name has fooled readers that print or compare it as text.
      return content.every((octet) => octet > 0x20 && octet < 0x7f) ? { type, text: latin1(content) } : undefined;
    }
    case TAGS.ip: {
      const address = ipAddressOf(content);
      return address.ok ? { type: 'ip', text: formatIpAddress(address.value), octets: address.value.octets } : undefined;
    }
    case TAGS.directory: {
      const name = element.children.length === 1 ? readDistinguishedName(element.children[0]) : undefined;
      return name === undefined ? undefined : { type: 'directory', text: formatName(name) };
    }
    case TAGS.registeredId:
      return { type: 'other', text: toHex(content) };
    default:
      return { type: 'other', text: objectIdentifier(element.children[0]) ?? toHex(element.octets).slice(0, 64) };
  }
}

/** The identifier in a general name, by its parsed value; undefined for what is none of ours. */
export function identifierIn(name: GeneralName): Identifier | undefined {
  if (name.type === 'ip') {
    const address = ipAddressOf(name.octets);
    return address.ok ? { type: 'ip', address: address.value } : undefined;
  }
  const parsed = name.type === 'dns' ? parseDnsName(name.text) : undefined;
  return parsed?.ok === true ? { type: 'dns', name: parsed.value satisfies DnsName } : undefined;
}
