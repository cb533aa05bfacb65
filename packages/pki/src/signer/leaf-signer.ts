import { isPossible } from '../certificates/leaf.ts';
import type { Issuer } from '../certificates/issuer.ts';
import { TAG } from '../der/read-der.ts';
import { DAY_SECONDS, type Instant, SECOND_MS } from '../instant.ts';
import { formatIdentifier } from '../names/identifiers.ts';
import { isPermitted } from '../names/name-constraints.ts';
import { type Subject, mistakeInSubject } from '../names/subject.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, equalOctets } from '../octets.ts';
import type { Cryptography, SigningKey } from '../ports.ts';
import type { CertificateProfile } from '../profiles/profile.ts';
import { limitsAt, mistakeInNames, validitySeconds } from '../profiles/rules.ts';
import { type Result, ok, refuse } from '../result.ts';
import { SUBJECT_OIDS } from '../certificates/write-name.ts';
import type { NameAttribute } from '../structures/distinguished-name.ts';
import { identifierIn } from '../structures/general-names.ts';
import { PURPOSES } from '../structures/usages.ts';
import { type CertificateCheck, comesFrom, hasGoodFrame, hasGoodKey, hasOnly, isExactly, readFacts } from './certificate-facts.ts';
import type { Objection, SignerRefusal } from './objection.ts';
import { signChecked } from './sign-checked.ts';

/** Signs leaves and nothing else: not a CA, not a responder, not a list, whatever the octets claim and whoever asks. */
export interface LeafSigner {
  readonly issuer: Issuer;
  /** The certificate, when the octets are a leaf as the profile has it at this moment. */
  sign(leaf: LeafToSign): Promise<Result<Bytes, SignerRefusal>>;
}

export interface LeafToSign {
  readonly tbs: Uint8Array;
  readonly profileId: string;
  readonly now: Instant;
}

export interface LeafSignerParts {
  readonly key: SigningKey;
  readonly issuer: Issuer;
  /** The profiles this signer knows; those of the portal may be more. */
  readonly profiles: readonly CertificateProfile[];
  readonly cryptography: Cryptography;
}

interface LeafContext extends Omit<LeafSignerParts, 'profiles'> {
  readonly profile: CertificateProfile;
}

export function createLeafSigner(parts: LeafSignerParts): Result<LeafSigner, SignerRefusal> {
  const { key, issuer, profiles, cryptography } = parts;
  if (!equalOctets(key.publicKey, issuer.publicKey)) return refuse({ code: 'signer-key-mismatch' });
  const sign = async ({ tbs, profileId, now }: LeafToSign): Promise<Result<Bytes, SignerRefusal>> => {
    const profile = profiles.find(({ id }) => id === profileId);
    if (profile === undefined) return refuse({ code: 'signer-profile-unknown' });
    return signChecked({
      facts: readFacts(tbs, now),
      checks: LEAF_CHECKS,
      context: { key, issuer, profile, cryptography },
      key,
      cryptography,
    });
  };
  return ok({ issuer, sign });
}

const ALLOWED = new Map<string, 'critical' | 'plain' | 'either'>([
  [OID.basicConstraints, 'critical'],
  [OID.keyUsage, 'critical'],
  [OID.extKeyUsage, 'plain'],
  [OID.subjectAltName, 'either'],
  [OID.subjectKeyIdentifier, 'plain'],
  [OID.authorityKeyIdentifier, 'plain'],
  [OID.certificatePolicies, 'plain'],
  [OID.authorityInfoAccess, 'plain'],
  [OID.cRLDistributionPoints, 'plain'],
]);

type LeafCheck = CertificateCheck<LeafContext>;

const isOurs: LeafCheck = (facts, { issuer }) => comesFrom(facts, issuer);

const isNoCa: LeafCheck = ({ known }) => (known.basicConstraints?.isCa === false ? undefined : 'ca');

const onlyKnownExtensions: LeafCheck = ({ extensions }) => hasOnly(extensions, ALLOWED);

const keyIsGood: LeafCheck = (facts, { profile, issuer, cryptography }) =>
  hasGoodKey(facts, { policy: profile.keys, issuerKey: issuer.publicKey, digests: cryptography });

const usagesAreOfTheProfile: LeafCheck = ({ known, publicKey }, { profile }) => {
  const usages = profile.keyUsages.filter((usage) => isPossible(usage, publicKey));
  if (usages.length === 0 || !isExactly<string>(known.keyUsages, usages)) return 'usage';
  const purposes = profile.purposes.map((purpose): string => PURPOSES[purpose]);
  return purposes.length > 0 && isExactly(known.purposes, purposes) ? undefined : 'purpose';
};

const policiesAreOfTheProfile: LeafCheck = ({ known }, { profile: { policies } }) => {
  const isRight = policies.length === 0 ? known.policies === undefined : isExactly(known.policies, policies);
  return isRight ? undefined : 'policy';
};

/** An hour for the clock of the process that wrote the octets, and no post-dating. */
const CLOCK_TOLERANCE_MS = 3_600_000;

const lifetimeIsOfTheProfile: LeafCheck = ({ tbs, now }, { profile }) => {
  const [notBefore, notAfter] = [tbs.notBefore.instant, tbs.notAfter.instant];
  const limits = limitsAt(profile, now);
  if (!limits.ok || notAfter <= now) return 'validity';
  const earliest = now - profile.backdateSeconds * SECOND_MS - CLOCK_TOLERANCE_MS;
  if (notBefore < earliest || notBefore > now) return 'validity';
  return validitySeconds({ notBefore, notAfter }) > limits.value.maximumLifetimeDays * DAY_SECONDS ? 'lifetime' : undefined;
};

const namesAreAllowed: LeafCheck = ({ tbs, known, extensions }, { profile, issuer }) => {
  const found = (known.names ?? []).map((name) => ({ text: name.text, identifier: identifierIn(name) }));
  const identifiers = found.flatMap(({ identifier }) => (identifier === undefined ? [] : [identifier]));
  // In the one form in which we write a name, so that it means the same to those who compare letters.
  if (!found.every(({ text, identifier }) => identifier && formatIdentifier(identifier) === text)) return 'name';
  if (mistakeInNames(profile, { identifiers, subject: {} }) !== undefined) return 'name';
  const { constraints } = issuer;
  if (constraints !== undefined && !identifiers.every((identifier) => isPermitted(identifier, constraints))) return 'name';
  const isCritical = extensions.some(({ oid, critical }) => oid === OID.subjectAltName && critical);
  if (isCritical !== (tbs.subjectName.length === 0)) return 'critical';
  return subjectIsAllowed(tbs.subjectName, { profile, names: found.map(({ text }) => text) });
};

/** Each field at most once, one of the profile, in a string type everybody reads, and within its bounds. */
function subjectIsAllowed(
  attributes: readonly NameAttribute[],
  { profile, names }: { readonly profile: CertificateProfile; readonly names: readonly string[] },
): Objection | undefined {
  const fields = attributes.map(({ oid }) => profile.subjectFields.find((field) => SUBJECT_OIDS[field] === oid));
  const isText = attributes.every(({ oid, tag }) => tag === (oid === OID.countryName ? TAG.printableString : TAG.utf8String));
  if (!isText || fields.includes(undefined) || new Set(fields).size !== fields.length) return 'subject';
  const subject: Subject = Object.fromEntries<string>(attributes.map(({ value }, index) => [fields[index] ?? '', value]));
  const { commonName } = subject;
  if (mistakeInSubject(subject) !== undefined) return 'subject';
  return commonName === undefined || names.includes(commonName) ? undefined : 'subject';
}

/** In this order. The first is that it is no CA. */
const LEAF_CHECKS: readonly LeafCheck[] = [
  isNoCa,
  onlyKnownExtensions,
  hasGoodFrame,
  isOurs,
  lifetimeIsOfTheProfile,
  keyIsGood,
  usagesAreOfTheProfile,
  policiesAreOfTheProfile,
  namesAreAllowed,
];
