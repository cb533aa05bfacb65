import { type DerElement, TAG } from '../der/read-der.ts';
import { objectIdentifier } from '../der/values.ts';
import { OID } from '../object-identifiers.ts';
import { fromUtf8, latin1, toHex } from '../octets.ts';

/** One attribute of a distinguished name, as it stands in a certificate or CSR (RFC 5280 section 4.1.2.4). */
export interface NameAttribute {
  readonly oid: string;
  /** The short name of RFC 4514 section 3, or the dotted form again. */
  readonly shortName: string;
  /** Text without control characters; hexadecimal of the element for what is no text. */
  readonly value: string;
  /** The tag of the string type it is written in. */
  readonly tag: number;
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  [OID.commonName]: 'CN',
  [OID.serialNumber]: 'serialNumber',
  [OID.countryName]: 'C',
  [OID.localityName]: 'L',
  [OID.stateOrProvinceName]: 'ST',
  [OID.streetAddress]: 'street',
  [OID.organizationName]: 'O',
  [OID.organizationalUnitName]: 'OU',
  [OID.postalCode]: 'postalCode',
  [OID.domainComponent]: 'DC',
  [OID.emailAddress]: 'emailAddress',
};

const BMP_STRING = 0x1e;
const TELETEX_STRING = 0x14;

/** The attributes in the order in which they stand; undefined for what is no name. An empty name is an empty list. */
export function readDistinguishedName(element: DerElement | undefined): readonly NameAttribute[] | undefined {
  if (element?.tag !== TAG.sequence) return undefined;
  const attributes: NameAttribute[] = [];
  for (const relative of element.children) {
    if (relative.tag !== TAG.set || relative.children.length === 0) return undefined;
    for (const pair of relative.children) {
      const [type, value, ...rest] = pair.tag === TAG.sequence ? pair.children : [];
      const oid = objectIdentifier(type);
      if (oid === undefined || value === undefined || rest.length > 0) return undefined;
      attributes.push({
        oid,
        shortName: SHORT_NAMES[oid] ?? oid,
        value: shownText(textIn(value)) ?? `#${toHex(value.octets)}`,
        tag: value.tag,
      });
    }
  }
  return attributes;
}

/** RFC 4514: the last one first, special characters escaped. For people; nothing is ever compared by it. */
export function formatName(attributes: readonly NameAttribute[]): string {
  return attributes
    .toReversed()
    .map(({ shortName, value }) => `${shortName}=${value.replaceAll(/[\\,+"<>;=]|^[ #]| $/g, String.raw`\$&`)}`)
    .join(',');
}

function textIn({ tag, content }: DerElement): string | undefined {
  switch (tag) {
    case TAG.utf8String:
      return fromUtf8(content);
    case TAG.printableString:
    case TAG.ia5String:
      return content.every((octet) => octet < 0x80) ? latin1(content) : undefined;
    case TELETEX_STRING:
      return latin1(content);
    case BMP_STRING:
      return content.length % 2 === 0 ? bmpText(content) : undefined;
    default:
      return undefined;
  }
}

function bmpText(content: Uint8Array): string {
  const units = Array.from({ length: content.length / 2 }, (_, index) => ((content[2 * index] ?? 0) << 8) | (content[2 * index + 1] ?? 0));
  return String.fromCharCode(...units).toWellFormed();
}

/** Undefined for text that would do more to a page or a terminal than stand there: controls, and marks that turn the direction. */
function shownText(text: string | undefined): string | undefined {
  return text === undefined || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) ? undefined : text;
}
