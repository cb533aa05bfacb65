import type { Issuer } from '../certificates/issuer.ts';
import { DAY_SECONDS, type Instant } from '../instant.ts';
import type { KeyPolicy } from '../keys/key-strength.ts';
import { signingAlgorithmOf } from '../keys/signing-algorithm.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, equalOctets } from '../octets.ts';
import type { Cryptography, SigningKey } from '../ports.ts';
import { validitySeconds } from '../profiles/rules.ts';
import { type Result, refuse } from '../result.ts';
import { signatureAlgorithmOf } from '../signature-algorithm.ts';
import { type CertificateCheck, type CertificateFacts, comesFrom, hasGoodFrame, hasGoodKey } from './certificate-facts.ts';
import { hasOnly, isExactly, isSame, readFacts } from './certificate-facts.ts';
import type { Objection, SignerRefusal } from './objection.ts';
import { signChecked } from './sign-checked.ts';

/**
 * Signs the certificates of the CA itself, in a ceremony: a person at the machine, a transcript, the root's key brought out for the
 * occasion. The portal never holds one, so nothing in it can make a CA.
 */
export interface CeremonySigner {
  /** Self-signed by the key of this ceremony. */
  signRoot(request: CeremonyRequest): Promise<Result<Bytes, SignerRefusal>>;
  signIssuingCa(request: CeremonyRequest & { readonly issuer: Issuer }): Promise<Result<Bytes, SignerRefusal>>;
}

export interface CeremonyRequest {
  readonly tbs: Uint8Array;
  readonly now: Instant;
}

export interface CeremonyParts {
  readonly key: SigningKey;
  readonly cryptography: Cryptography;
}

/** Thirty years for a root and fifteen for what it signs are more than any key should see. */
const ROOT_MAX_SECONDS = 30 * 366 * DAY_SECONDS;
const ISSUING_CA_MAX_SECONDS = 15 * 366 * DAY_SECONDS;
const CA_KEYS: KeyPolicy = { rsaMinimumBits: 3072, rsaMaximumBits: 8192, curves: ['P-256', 'P-384', 'P-521'], ed25519: 'refused' };
const CA_USAGES = ['keyCertSign', 'cRLSign'];

export function createCeremonySigner({ key, cryptography }: CeremonyParts): CeremonySigner {
  const sign = <Context>({ tbs, now }: CeremonyRequest, checks: readonly CertificateCheck<Context>[], context: Context) =>
    signChecked({ facts: readFacts(tbs, now), checks, context, key, cryptography });
  return {
    signRoot: (request) => sign(request, ROOT_CHECKS, { key, cryptography }),
    signIssuingCa: async ({ issuer, ...request }) => {
      if (!equalOctets(issuer.publicKey, key.publicKey)) return refuse({ code: 'signer-key-mismatch' });
      return sign(request, ISSUING_CA_CHECKS, { issuer, cryptography });
    },
  };
}

function isCa({ known }: CertificateFacts): Objection | undefined {
  if (known.basicConstraints?.isCa !== true) return 'ca';
  if (!isExactly<string>(known.keyUsages, CA_USAGES)) return 'usage';
  return known.purposes === undefined && known.names === undefined ? undefined : 'extension';
}

function isNamed({ tbs }: CertificateFacts): Objection | undefined {
  return tbs.subjectName.length > 0 ? undefined : 'subject';
}

function livesAtMost(seconds: number): (facts: CertificateFacts) => Objection | undefined {
  return ({ tbs, now }) => {
    const [notBefore, notAfter] = [tbs.notBefore.instant, tbs.notAfter.instant];
    if (notBefore > now || notAfter <= now) return 'validity';
    return validitySeconds({ notBefore, notAfter }) > seconds ? 'lifetime' : undefined;
  };
}

const ROOT_EXTENSIONS = new Map<string, 'critical' | 'plain'>([
  [OID.basicConstraints, 'critical'],
  [OID.keyUsage, 'critical'],
  [OID.subjectKeyIdentifier, 'plain'],
  [OID.authorityKeyIdentifier, 'plain'],
]);

const isSelfSigned: CertificateCheck<CeremonyParts> = ({ tbs, publicKey, known, extensions }, { key, cryptography }) => {
  if (!equalOctets(publicKey.spki, key.publicKey)) return 'key';
  if (signatureAlgorithmOf(tbs.signature) !== key.algorithm || signingAlgorithmOf(publicKey) !== key.algorithm) return 'algorithm';
  if (!equalOctets(tbs.issuer, tbs.subject)) return 'issuer';
  const identifier = cryptography.sha1(publicKey.keyBits);
  if (!isSame(known.subjectKeyIdentifier, identifier)) return 'subject-key';
  return isSame(known.authorityKeyIdentifier, identifier) ? hasOnly(extensions, ROOT_EXTENSIONS) : 'authority-key';
};

const ROOT_CHECKS: readonly CertificateCheck<CeremonyParts>[] = [isCa, hasGoodFrame, isNamed, livesAtMost(ROOT_MAX_SECONDS), isSelfSigned];

interface BelowRoot {
  readonly issuer: Issuer;
  readonly cryptography: Cryptography;
}

const ISSUING_CA_EXTENSIONS = new Map<string, 'critical' | 'plain'>([
  ...ROOT_EXTENSIONS,
  [OID.nameConstraints, 'critical'],
  [OID.authorityInfoAccess, 'plain'],
  [OID.cRLDistributionPoints, 'plain'],
]);

const isBelow: CertificateCheck<BelowRoot> = (facts, { issuer, cryptography }) => {
  const { known, extensions } = facts;
  const limit = issuer.certificate.basicConstraints?.pathLength ?? Infinity;
  const { pathLength } = known.basicConstraints ?? {};
  // Always written, and always shorter than the path length above it.
  if (pathLength === undefined || pathLength >= limit) return 'path-length';
  if (known.nameConstraints === 'not-understood') return 'extension';
  const digests = cryptography;
  return (
    comesFrom(facts, issuer) ??
    hasOnly(extensions, ISSUING_CA_EXTENSIONS) ??
    hasGoodKey(facts, { policy: CA_KEYS, issuerKey: issuer.publicKey, digests })
  );
};

const ISSUING_CA_CHECKS: readonly CertificateCheck<BelowRoot>[] = [
  isCa,
  hasGoodFrame,
  isNamed,
  livesAtMost(ISSUING_CA_MAX_SECONDS),
  isBelow,
];
