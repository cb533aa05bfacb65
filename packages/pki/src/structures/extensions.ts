import { type DerElement, type DerLimits, TAG, readInside } from '../der/read-der.ts';
import { booleanValue, objectIdentifier } from '../der/values.ts';
import type { Bytes } from '../octets.ts';

/** One extension as it stands in a certificate, CSR, CRL or OCSP message (RFC 5280 section 4.2). */
export interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** The octets inside the OCTET STRING; nobody changes them. */
  readonly value: Bytes;
}

/** Undefined for what is no list of extensions, for one that stands there twice, and for `critical FALSE` written out, which DER forbids. */
export function readExtensions(element: DerElement | undefined): readonly RawExtension[] | undefined {
  if (element?.tag !== TAG.sequence) return undefined;
  const extensions = element.children.map(readExtension);
  if (!extensions.every((extension) => extension !== undefined)) return undefined;
  return new Set(extensions.map(({ oid }) => oid)).size === extensions.length ? extensions : undefined;
}

function readExtension(element: DerElement): RawExtension | undefined {
  const [type, ...rest] = element.tag === TAG.sequence ? element.children : [];
  const oid = objectIdentifier(type);
  const critical = rest.length === 2 ? booleanValue(rest[0]) : false;
  const value = rest.at(-1);
  if (oid === undefined || rest.length > 2 || value?.tag !== TAG.octetString) return undefined;
  if (critical === undefined || (rest.length === 2 && !critical)) return undefined;
  return { oid, critical, value: value.content };
}

export function extensionOf(extensions: readonly RawExtension[], oid: string): RawExtension | undefined {
  return extensions.find((extension) => extension.oid === oid);
}

/** The element inside an extension; undefined when it is no DER within the limits. */
export function extensionElement(extension: RawExtension | undefined, limits: DerLimits): DerElement | undefined {
  const read = extension === undefined ? undefined : readInside(extension.value, limits);
  return read?.ok === true ? read.value : undefined;
}
