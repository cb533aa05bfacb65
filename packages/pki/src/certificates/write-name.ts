import { AsnConvert } from '@peculiar/asn1-schema';
import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509';
import { sequence } from '../der/write-der.ts';
import { SUBJECT_FIELDS, type Subject } from '../names/subject.ts';
import { OID } from '../object-identifiers.ts';
import type { Bytes } from '../octets.ts';

export const SUBJECT_OIDS: Readonly<Record<keyof Subject, string>> = {
  country: OID.countryName,
  stateOrProvince: OID.stateOrProvinceName,
  locality: OID.localityName,
  organization: OID.organizationName,
  organizationalUnit: OID.organizationalUnitName,
  commonName: OID.commonName,
};

/** UTF8String, and PrintableString for the country, as RFC 5280 section 4.1.2.4 and its appendix A.1 ask. */
export function writeName(subject: Subject): Bytes {
  const attributes = SUBJECT_FIELDS.flatMap((field) => {
    const text = subject[field];
    if (text === undefined) return [];
    const value = new AttributeValue(field === 'country' ? { printableString: text } : { utf8String: text });
    return [new RelativeDistinguishedName([new AttributeTypeAndValue({ type: SUBJECT_OIDS[field], value })])];
  });
  if (attributes.length === 0) return sequence();
  return new Uint8Array(AsnConvert.serialize(new Name(attributes)));
}
