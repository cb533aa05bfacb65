import { type DerElement, type DerLimits, TAG } from '../der/read-der.ts';
import { instantIn, smallInteger } from '../der/values.ts';
import type { Instant } from '../instant.ts';
import type { Bytes } from '../octets.ts';
import { type NameAttribute, readDistinguishedName } from './distinguished-name.ts';
import { type RawExtension, readExtensions } from './extensions.ts';

/** A TBSCertificate (RFC 5280 section 4.1) taken apart, with every part still as it stood there: it says nothing of whether they are good. */
export interface ToBeSigned {
  readonly octets: Bytes;
  /** 0 for version 1, 2 for version 3. */
  readonly version: number;
  /** The content of the INTEGER. */
  readonly serial: Bytes;
  readonly signature: DerElement;
  readonly issuer: Bytes;
  readonly issuerName: readonly NameAttribute[];
  readonly notBefore: DatedElement;
  readonly notAfter: DatedElement;
  readonly subject: Bytes;
  readonly subjectName: readonly NameAttribute[];
  readonly publicKey: DerElement;
  /** Unique identifiers, which RFC 5280 section 4.1.2.8 forbids. */
  readonly hasUniqueIdentifiers: boolean;
  /** Undefined when the field is not there, which is not the same as an empty list. */
  readonly extensions: readonly RawExtension[] | undefined;
}

export interface DatedElement {
  readonly tag: number;
  readonly instant: Instant;
}

export const CERTIFICATE_LIMITS: DerLimits = { bytes: 65_536, depth: 16, elements: 6000 };

const VERSION_TAG = 0xa0;
const EXTENSIONS_TAG = 0xa3;
/** [1] and [2], implicit BIT STRINGs. */
const UNIQUE_IDENTIFIER_TAGS = [0x81, 0x82];

/** Undefined for what does not have the form. */
export function readToBeSigned(element: DerElement | undefined): ToBeSigned | undefined {
  if (element?.tag !== TAG.sequence) return undefined;
  const isVersioned = element.children[0]?.tag === VERSION_TAG;
  const version = isVersioned ? explicitVersion(element.children[0]) : 0;
  const [serial, signature, issuer, validity, subject, publicKey, ...rest] = element.children.slice(isVersioned ? 1 : 0);
  if (serial?.tag !== TAG.integer || signature?.tag !== TAG.sequence || publicKey?.tag !== TAG.sequence || version === undefined)
    return undefined;
  const [issuerName, subjectName] = [readDistinguishedName(issuer), readDistinguishedName(subject)];
  const dates = readValidity(validity);
  const tail = readTail(rest);
  if (issuer === undefined || subject === undefined || issuerName === undefined || subjectName === undefined) return undefined;
  if (dates === undefined || tail === undefined) return undefined;
  return {
    octets: element.octets,
    version,
    serial: serial.content,
    signature,
    issuer: issuer.octets,
    issuerName,
    ...dates,
    subject: subject.octets,
    subjectName,
    publicKey,
    ...tail,
  };
}

/** Version 1 is the default and therefore never written. */
function explicitVersion(element: DerElement | undefined): number | undefined {
  const version = element?.children.length === 1 ? smallInteger(element.children[0]) : undefined;
  return version === 1 || version === 2 ? version : undefined;
}

function readValidity(element: DerElement | undefined): Pick<ToBeSigned, 'notBefore' | 'notAfter'> | undefined {
  const [first, second, ...rest] = element?.tag === TAG.sequence ? element.children : [];
  const [notBefore, notAfter] = [instantIn(first), instantIn(second)];
  if (first === undefined || second === undefined || notBefore === undefined || notAfter === undefined || rest.length > 0) return undefined;
  return { notBefore: { tag: first.tag, instant: notBefore }, notAfter: { tag: second.tag, instant: notAfter } };
}

function readTail(elements: readonly DerElement[]): Pick<ToBeSigned, 'hasUniqueIdentifiers' | 'extensions'> | undefined {
  const identifiers = elements.filter(({ tag }) => UNIQUE_IDENTIFIER_TAGS.includes(tag));
  const [field, ...rest] = elements.slice(identifiers.length);
  if (rest.length > 0 || !elements.slice(0, identifiers.length).every(({ tag }) => UNIQUE_IDENTIFIER_TAGS.includes(tag))) return undefined;
  const hasUniqueIdentifiers = identifiers.length > 0;
  if (field === undefined) return { hasUniqueIdentifiers, extensions: undefined };
  const extensions = field.tag === EXTENSIONS_TAG && field.children.length === 1 ? readExtensions(field.children[0]) : undefined;
  return extensions === undefined ? undefined : { hasUniqueIdentifiers, extensions };
}
