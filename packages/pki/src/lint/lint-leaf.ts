import type { Issuer } from '../certificates/issuer.ts';
import { isPossible } from '../certificates/leaf.ts';
import { mistakeInSerial } from '../certificates/serial.ts';
import { SUBJECT_OIDS } from '../certificates/write-name.ts';
import { TAG, readDer } from '../der/read-der.ts';
import { DAY_SECONDS, type Instant, SECOND_MS, civilTimeOf } from '../instant.ts';
import { weaknessesOf } from '../keys/key-strength.ts';
import { type PublicKey, readPublicKey } from '../keys/public-key.ts';
import { compareIdentifiers } from '../names/identifiers.ts';
import { isPermitted } from '../names/name-constraints.ts';
import { SUBJECT_BOUNDS, SUBJECT_FIELDS } from '../names/subject.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, equalOctets } from '../octets.ts';
import type { Digests } from '../ports.ts';
import type { CertificateProfile } from '../profiles/profile.ts';
import { limitsAt, needsRevocationPointers, validitySeconds } from '../profiles/rules.ts';
import { signatureAlgorithmOf } from '../signature-algorithm.ts';
import { readBasicConstraints } from '../structures/basic-constraints.ts';
import type { NameAttribute } from '../structures/distinguished-name.ts';
import { type RawExtension, extensionElement, extensionOf } from '../structures/extensions.ts';
import { type GeneralName, identifierIn, readGeneralNames } from '../structures/general-names.ts';
import {
  readAccess,
  readAuthorityKeyIdentifier,
  readDistributionPoints,
  readPolicies,
  readSubjectKeyIdentifier,
} from '../structures/pointers.ts';
import { CERTIFICATE_LIMITS, type DatedElement, type ToBeSigned, readToBeSigned } from '../structures/read-tbs.ts';
import { PURPOSES, readExtendedKeyUsage, readKeyUsage } from '../structures/usages.ts';
import { type LintFinding, type LintRule, broken } from './finding.ts';

/** What the octets are held against. */
export interface LintContext {
  readonly profile: CertificateProfile;
  readonly issuer: Issuer;
  readonly now: Instant;
  readonly digests: Digests;
}

/**
 * Every mistake in a leaf that is to be signed, before a key is touched (RFC 5280, and the Baseline Requirements where the profile asks for
 * them). It reads the octets anew, by another reader than the library that wrote them. An empty list is a clean bill.
 */
export function lintLeaf(tbs: Uint8Array, context: LintContext): readonly LintFinding[] {
  const root = readDer(tbs, CERTIFICATE_LIMITS);
  const parts = root.ok ? readToBeSigned(root.value) : undefined;
  if (parts === undefined) return [{ rule: 'form-malformed', severity: 'error' }];
  const leaf: LeafUnderLint = { tbs: parts, extensions: parts.extensions ?? [], publicKey: keyIn(parts) };
  const rules = new Set(LINTS.flatMap((lint) => lint(leaf, context)));
  return [...rules].map((rule) => ({ rule, severity: WARNINGS.has(rule) ? 'warning' : 'error' }));
}

interface LeafUnderLint {
  readonly tbs: ToBeSigned;
  readonly extensions: readonly RawExtension[];
  readonly publicKey: PublicKey | undefined;
}

type Lint = (leaf: LeafUnderLint, context: LintContext) => readonly LintRule[];

/** Allowed, and yet somebody should have had a reason. */
const WARNINGS: ReadonlySet<LintRule> = new Set<LintRule>(['names-critical-with-subject']);

function keyIn(tbs: ToBeSigned): PublicKey | undefined {
  const key = readPublicKey(tbs.publicKey);
  return key.ok ? key.value : undefined;
}

function isCritical(extensions: readonly RawExtension[], oid: string): boolean {
  return extensionOf(extensions, oid)?.critical === true;
}

const frame: Lint = ({ tbs }) => [
  ...broken(
    ['version-not-3', tbs.version !== 2],
    ['unique-identifiers', tbs.hasUniqueIdentifiers],
    ['extensions-missing', tbs.extensions === undefined],
    ['extensions-empty', tbs.extensions?.length === 0],
  ),
];

/** Sixteen octets at least: 128 random bits and the one that says it is positive. */
const serial: Lint = ({ tbs }) => {
  const mistake = mistakeInSerial(tbs.serial);
  return [...(mistake === undefined ? [] : [`serial-${mistake}` as const]), ...broken(['serial-too-short', tbs.serial.length < 16])];
};

const issuer: Lint = ({ tbs }, { issuer: ca }) =>
  broken(
    ['signature-algorithm-unknown', signatureAlgorithmOf(tbs.signature) === undefined],
    ['signature-algorithm-not-the-issuers', signatureAlgorithmOf(tbs.signature) !== ca.algorithm],
    ['issuer-empty', tbs.issuerName.length === 0],
    ['issuer-not-the-issuers-subject', !equalOctets(tbs.issuer, ca.name)],
  );

const TEXT_TAGS: readonly number[] = [TAG.utf8String, TAG.printableString];
const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

const subject: Lint = ({ tbs, extensions }, { profile }) => {
  const attributes = tbs.subjectName;
  const fieldOf = ({ oid }: NameAttribute) => SUBJECT_FIELDS.find((field) => SUBJECT_OIDS[field] === oid);
  const names = namesIn(extensions)?.map(({ text }) => text) ?? [];
  const isWrongType = ({ oid, tag, value }: NameAttribute) =>
    !TEXT_TAGS.includes(tag) ||
    (oid === OID.countryName && tag !== TAG.printableString) ||
    (tag === TAG.printableString && !PRINTABLE.test(value));
  const isTooLong = (attribute: NameAttribute) => {
    const field = fieldOf(attribute);
    return field !== undefined && field !== 'country' && Array.from(attribute.value).length > SUBJECT_BOUNDS[field];
  };
  const isOutside = (attribute: NameAttribute) => !profile.subjectFields.some((field) => field === fieldOf(attribute));
  return broken(
    ['name-string-type', attributes.some(isWrongType)],
    ['name-empty-value', attributes.some(({ value }) => value.trim() === '')],
    ['name-value-too-long', attributes.some(isTooLong)],
    ['name-country', attributes.some(({ oid, value }) => oid === OID.countryName && !/^[A-Z]{2}$/.test(value))],
    ['name-attribute-twice', new Set(attributes.map(({ oid }) => oid)).size !== attributes.length],
    ['subject-field-not-in-profile', attributes.some(isOutside)],
    ['subject-common-name-not-a-name', attributes.some(({ oid, value }) => oid === OID.commonName && !names.includes(value))],
  );
};

/** UTCTime through 2049, GeneralizedTime from 2050 on. */
function isRightType({ tag, instant }: DatedElement): boolean {
  return tag === (civilTimeOf(instant).year < 2050 ? TAG.utcTime : TAG.generalizedTime);
}

const validity: Lint = ({ tbs }, { profile, issuer: ca, now }) => {
  const [notBefore, notAfter] = [tbs.notBefore.instant, tbs.notAfter.instant];
  const limits = limitsAt(profile, now);
  const maximumDays = limits.ok ? limits.value.maximumLifetimeDays : 0;
  return broken(
    ['validity-time-type', !isRightType(tbs.notBefore) || !isRightType(tbs.notAfter)],
    ['validity-reversed', notAfter < notBefore || notAfter <= now],
    ['validity-too-long', validitySeconds({ notBefore, notAfter }) > maximumDays * DAY_SECONDS],
    // Baseline Requirements: not more than 48 hours before it is signed; and never after.
    ['validity-backdated', notBefore < now - 48 * 3600 * SECOND_MS || notBefore > now],
    ['validity-outlives-issuer', notAfter > ca.validity.notAfter],
  );
};

const key: Lint = ({ publicKey }, { profile }) => {
  if (publicKey === undefined) return ['key-malformed'];
  return broken(['key-weak', weaknessesOf(publicKey, profile.keys).length > 0]);
};

const KNOWN: readonly string[] = [
  OID.basicConstraints,
  OID.keyUsage,
  OID.extKeyUsage,
  OID.subjectAltName,
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.certificatePolicies,
  OID.authorityInfoAccess,
  OID.cRLDistributionPoints,
];

const extensionList: Lint = ({ extensions }) => {
  const unknown = extensions.filter(({ oid }) => !KNOWN.includes(oid));
  return broken(['extension-unknown-critical', unknown.some(({ critical }) => critical)], ['extension-not-in-profile', unknown.length > 0]);
};

const basicConstraints: Lint = ({ extensions }) => {
  const extension = extensionOf(extensions, OID.basicConstraints);
  if (extension === undefined) return ['basic-constraints-missing'];
  const constraints = readBasicConstraints(extensionElement(extension, CERTIFICATE_LIMITS));
  return broken(
    ['extension-malformed', constraints === undefined],
    ['leaf-is-a-ca', constraints?.isCa === true],
    ['basic-constraints-not-critical', !extension.critical],
  );
};

const keyUsage: Lint = ({ extensions, publicKey }, { profile }) => {
  const extension = extensionOf(extensions, OID.keyUsage);
  if (extension === undefined) return ['key-usage-missing'];
  const element = extensionElement(extension, CERTIFICATE_LIMITS);
  const usages = readKeyUsage(element);
  if (element === undefined || usages === undefined) return ['extension-malformed'];
  const allowed: readonly string[] = publicKey === undefined ? [] : profile.keyUsages.filter((usage) => isPossible(usage, publicKey));
  const isOfCa = usages.includes('keyCertSign') || usages.includes('cRLSign');
  return broken(
    ['key-usage-empty', usages.length === 0],
    ['key-usage-not-critical', !extension.critical],
    ['key-usage-of-a-ca', isOfCa],
    ['key-usage-not-for-this-key', !isOfCa && usages.some((usage) => !allowed.includes(usage))],
    ['key-usage-encoding', usages.length > 0 && !isMinimalBitList(element.content)],
  );
};

/** Trailing zero bits are left out of a named bit list. */
function isMinimalBitList(content: Bytes): boolean {
  const [unused = 0] = content;
  return ((content.at(-1) ?? 0) & (1 << unused)) !== 0;
}

const purposes: Lint = ({ extensions }, { profile }) => {
  const extension = extensionOf(extensions, OID.extKeyUsage);
  if (extension === undefined) return ['purposes-missing'];
  const found = readExtendedKeyUsage(extensionElement(extension, CERTIFICATE_LIMITS));
  if (found === undefined) return ['extension-malformed'];
  const allowed: readonly string[] = profile.purposes.map((purpose) => PURPOSES[purpose]);
  return broken(
    ['purposes-empty', found.length === 0],
    ['purposes-any', found.includes(OID.anyExtendedKeyUsage)],
    ['purposes-not-in-profile', found.some((purpose) => !allowed.includes(purpose))],
  );
};

function namesIn(extensions: readonly RawExtension[]): readonly GeneralName[] | undefined {
  return readGeneralNames(extensionElement(extensionOf(extensions, OID.subjectAltName), CERTIFICATE_LIMITS));
}

const names: Lint = ({ tbs, extensions }, { profile, issuer: { constraints } }) => {
  if (extensionOf(extensions, OID.subjectAltName) === undefined) return ['names-missing'];
  const found = namesIn(extensions);
  if (found === undefined) return ['names-malformed'];
  const identifiers = found.map(identifierIn).filter((identifier) => identifier !== undefined);
  const isUnclean = found.some((name) => name.type === 'dns' && name.text !== name.text.toLowerCase());
  const isSubjectEmpty = tbs.subjectName.length === 0;
  const critical = isCritical(extensions, OID.subjectAltName);
  const { wildcards, addresses, singleLabels } = profile.names;
  return broken(
    ['names-empty', found.length === 0],
    ['names-malformed', isUnclean || identifiers.length !== found.length],
    ['names-duplicate', compareIdentifiers(identifiers, []).duplicates.length > 0],
    ['names-not-permitted', constraints !== undefined && !identifiers.every((identifier) => isPermitted(identifier, constraints))],
    ['names-not-permitted', wildcards === 'refused' && found.some(({ text }) => text.startsWith('*.'))],
    ['names-not-permitted', addresses === 'refused' && found.some(({ type }) => type === 'ip')],
    ['names-not-permitted', singleLabels === 'refused' && found.some(({ type, text }) => type === 'dns' && !text.includes('.'))],
    ['names-not-critical-without-subject', isSubjectEmpty && !critical],
    ['names-critical-with-subject', !isSubjectEmpty && critical],
  );
};

const keyIdentifiers: Lint = ({ extensions, publicKey }, { issuer: ca, digests }) => {
  const [authority, own] = [OID.authorityKeyIdentifier, OID.subjectKeyIdentifier].map((oid) => extensionOf(extensions, oid));
  const authorityKey = readAuthorityKeyIdentifier(extensionElement(authority, CERTIFICATE_LIMITS));
  const subjectKey = readSubjectKeyIdentifier(extensionElement(own, CERTIFICATE_LIMITS));
  return broken(
    ['authority-key-missing', authority === undefined],
    ['authority-key-critical', authority?.critical === true],
    ['authority-key-not-the-issuers', authority !== undefined && !(authorityKey && equalOctets(authorityKey, ca.keyIdentifier))],
    ['subject-key-missing', own === undefined],
    [
      'subject-key-wrong',
      own !== undefined && publicKey !== undefined && !(subjectKey && equalOctets(subjectKey, digests.sha1(publicKey.keyBits))),
    ],
  );
};

const pointers: Lint = ({ tbs, extensions }, { profile }) => {
  const [accessExtension, crlExtension] = [OID.authorityInfoAccess, OID.cRLDistributionPoints].map((oid) => extensionOf(extensions, oid));
  const access = readAccess(extensionElement(accessExtension, CERTIFICATE_LIMITS));
  const crlUrls = readDistributionPoints(extensionElement(crlExtension, CERTIFICATE_LIMITS));
  const urls = [...(access?.ocspUrls ?? []), ...(access?.issuerUrls ?? []), ...(crlUrls ?? [])];
  const dates = { notBefore: tbs.notBefore.instant, notAfter: tbs.notAfter.instant };
  return broken(
    [
      'extension-malformed',
      (accessExtension !== undefined && access === undefined) || (crlExtension !== undefined && crlUrls === undefined),
    ],
    ['pointers-missing', needsRevocationPointers(profile, dates) && (crlUrls ?? access?.ocspUrls ?? []).length === 0],
    ['pointers-empty', (access !== undefined && access.ocspUrls.length + access.issuerUrls.length === 0) || crlUrls?.length === 0],
    ['pointers-not-http', urls.some((url) => !/^http:\/\/[^/]/.test(url))],
    ['access-critical', accessExtension?.critical === true],
  );
};

const policies: Lint = ({ extensions }, { profile }) => {
  const extension = extensionOf(extensions, OID.certificatePolicies);
  const found = readPolicies(extensionElement(extension, CERTIFICATE_LIMITS));
  return broken(
    ['extension-malformed', extension !== undefined && (found === undefined || found.length === 0)],
    ['policies-missing', profile.policies.some((policy) => found?.includes(policy) !== true)],
  );
};

const LINTS: readonly Lint[] = [
  frame,
  serial,
  issuer,
  subject,
  validity,
  key,
  extensionList,
  basicConstraints,
  keyUsage,
  purposes,
  names,
  keyIdentifiers,
  pointers,
  policies,
];
