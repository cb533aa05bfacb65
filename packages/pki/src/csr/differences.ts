import type { Identifier } from '../names/identifiers.ts';
import { formatIdentifier, identifierKey } from '../names/identifiers.ts';
import type { Subject } from '../names/subject.ts';
import { OID } from '../object-identifiers.ts';
import type { CertificateProfile } from '../profiles/profile.ts';
import { identifierIn } from '../structures/general-names.ts';
import { PURPOSES, purposeName } from '../structures/usages.ts';
import type { RequestedContents } from './read-csr.ts';

/** Where a certificate will not be what the CSR asks for. Nothing is wrong with that; whoever asks should see it before they send it. */
export type CsrDifference =
  /** The CSR names it, the request does not. Names that are none of ours (an address of e-mail, a URI) are always left out. */
  | { readonly kind: 'name-left-out'; readonly name: string }
  | { readonly kind: 'name-added'; readonly name: string }
  | { readonly kind: 'subject-left-out'; readonly field: string; readonly value: string }
  | { readonly kind: 'subject-added'; readonly field: string; readonly value: string }
  | { readonly kind: 'usage-left-out'; readonly usage: string }
  | { readonly kind: 'purpose-left-out'; readonly purpose: string }
  /** The CSR asks to become a CA. No profile makes one. */
  | { readonly kind: 'ca-left-out' }
  | { readonly kind: 'extension-left-out'; readonly oid: string };

export interface WhatIsIssued {
  readonly profile: CertificateProfile;
  readonly identifiers: readonly Identifier[];
  readonly subject: Subject;
}

const FIELDS: Readonly<Record<keyof Subject, { readonly oid: string; readonly shortName: string }>> = {
  country: { oid: OID.countryName, shortName: 'C' },
  stateOrProvince: { oid: OID.stateOrProvinceName, shortName: 'ST' },
  locality: { oid: OID.localityName, shortName: 'L' },
  organization: { oid: OID.organizationName, shortName: 'O' },
  organizationalUnit: { oid: OID.organizationalUnitName, shortName: 'OU' },
  commonName: { oid: OID.commonName, shortName: 'CN' },
};

export function differencesFrom(asked: RequestedContents, issued: WhatIsIssued): readonly CsrDifference[] {
  const { profile } = issued;
  const usages: readonly string[] = profile.keyUsages;
  const purposes: readonly string[] = profile.purposes.map((purpose) => PURPOSES[purpose]);
  return [
    ...(asked.ca === 'asked' ? [{ kind: 'ca-left-out' } as const] : []),
    ...differencesOfNames(asked, issued.identifiers),
    ...differencesOfSubject(asked, issued.subject),
    ...asked.keyUsages.filter((usage) => !usages.includes(usage)).map((usage) => ({ kind: 'usage-left-out', usage }) as const),
    ...asked.purposes
      .filter((purpose) => !purposes.includes(purpose))
      .map((purpose) => ({ kind: 'purpose-left-out', purpose: purposeName(purpose) }) as const),
    ...asked.others.map((oid) => ({ kind: 'extension-left-out', oid }) as const),
  ];
}

function differencesOfNames(asked: RequestedContents, identifiers: readonly Identifier[]): readonly CsrDifference[] {
  const given = new Set(identifiers.map(identifierKey));
  const wanted = asked.names.map((name) => ({ text: name.text, identifier: identifierIn(name) }));
  const keys = new Set(wanted.flatMap(({ identifier }) => (identifier === undefined ? [] : [identifierKey(identifier)])));
  const leftOut = wanted.filter(({ identifier }) => identifier === undefined || !given.has(identifierKey(identifier)));
  const added = identifiers.filter((identifier) => !keys.has(identifierKey(identifier)));
  return [
    ...leftOut.map(({ text }) => ({ kind: 'name-left-out', name: text }) as const),
    ...added.map((identifier) => ({ kind: 'name-added', name: formatIdentifier(identifier) }) as const),
  ];
}

function differencesOfSubject(asked: RequestedContents, subject: Subject): readonly CsrDifference[] {
  const fields = Object.entries(FIELDS) as [keyof Subject, (typeof FIELDS)[keyof Subject]][];
  const given = fields.flatMap(([field, { oid, shortName }]) =>
    subject[field] === undefined ? [] : [{ oid, shortName, value: subject[field] }],
  );
  const holds = (list: readonly { oid: string; value: string }[], one: { oid: string; value: string }) =>
    list.some(({ oid, value }) => oid === one.oid && value === one.value);
  return [
    ...asked.subject
      .filter((attribute) => !holds(given, attribute))
      .map(({ shortName, value }) => ({ kind: 'subject-left-out', field: shortName, value }) as const),
    ...given
      .filter((attribute) => !holds(asked.subject, attribute))
      .map(({ shortName, value }) => ({ kind: 'subject-added', field: shortName, value }) as const),
  ];
}
