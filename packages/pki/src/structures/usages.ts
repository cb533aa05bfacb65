import { type DerElement, TAG } from '../der/read-der.ts';
import { namedBits, objectIdentifier } from '../der/values.ts';
import { OID } from '../object-identifiers.ts';

/** RFC 5280 section 4.2.1.3, each at the place of its bit. */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsage = (typeof KEY_USAGES)[number];

export function readKeyUsage(element: DerElement | undefined): readonly KeyUsage[] | undefined {
  const usages = namedBits(element)?.map((bit) => KEY_USAGES[bit]);
  return usages?.every((usage) => usage !== undefined) === true ? usages : undefined;
}

export const PURPOSES = { serverAuth: OID.serverAuth, clientAuth: OID.clientAuth, ocspSigning: OID.ocspSigning } as const;

/** Purposes in dotted form. The list may be empty, which RFC 5280 forbids and readers have taken for "any". */
export function readExtendedKeyUsage(element: DerElement | undefined): readonly string[] | undefined {
  if (element?.tag !== TAG.sequence) return undefined;
  const purposes = element.children.map(objectIdentifier);
  return purposes.every((purpose) => purpose !== undefined) ? purposes : undefined;
}

const PURPOSE_NAMES: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(PURPOSES).map(([name, oid]) => [oid, name]));

export function purposeName(oid: string): string {
  return PURPOSE_NAMES[oid] ?? oid;
}
