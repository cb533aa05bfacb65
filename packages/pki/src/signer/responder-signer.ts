import type { Issuer } from '../certificates/issuer.ts';
import { DAY_SECONDS } from '../instant.ts';
import type { KeyPolicy } from '../keys/key-strength.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, equalOctets } from '../octets.ts';
import type { Cryptography, SigningKey } from '../ports.ts';
import { validitySeconds } from '../profiles/rules.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { CeremonyRequest } from './ceremony-signer.ts';
import { type CertificateCheck, comesFrom, hasGoodFrame, hasGoodKey, hasOnly, isExactly, readFacts } from './certificate-facts.ts';
import type { SignerRefusal } from './objection.ts';
import { signChecked } from './sign-checked.ts';

/** Signs the certificates of delegated OCSP responders with the key of their CA, and nothing else. */
export interface ResponderSigner {
  readonly issuer: Issuer;
  sign(request: CeremonyRequest): Promise<Result<Bytes, SignerRefusal>>;
}

export interface ResponderSignerParts {
  readonly key: SigningKey;
  readonly issuer: Issuer;
  readonly cryptography: Cryptography;
}

/** Nobody can revoke it (RFC 6960 section 4.2.2.2.1), so it lives no longer than a quarter. */
export const RESPONDER_MAX_SECONDS = 92 * DAY_SECONDS;
const KEYS: KeyPolicy = { curves: ['P-256', 'P-384'], ed25519: 'refused' };

const EXTENSIONS = new Map<string, 'critical' | 'plain'>([
  [OID.basicConstraints, 'critical'],
  [OID.keyUsage, 'critical'],
  [OID.extKeyUsage, 'plain'],
  [OID.ocspNoCheck, 'plain'],
  [OID.subjectKeyIdentifier, 'plain'],
  [OID.authorityKeyIdentifier, 'plain'],
]);

export function createResponderSigner(parts: ResponderSignerParts): Result<ResponderSigner, SignerRefusal> {
  const { key, issuer, cryptography } = parts;
  if (!equalOctets(key.publicKey, issuer.publicKey)) return refuse({ code: 'signer-key-mismatch' });
  const sign = ({ tbs, now }: CeremonyRequest): Promise<Result<Bytes, SignerRefusal>> =>
    signChecked({ facts: readFacts(tbs, now), checks: CHECKS, context: parts, key, cryptography });
  return ok({ issuer, sign });
}

const isResponder: CertificateCheck<ResponderSignerParts> = ({ tbs, known, extensions, now }) => {
  if (known.basicConstraints?.isCa !== false) return 'ca';
  if (!isExactly<string>(known.keyUsages, ['digitalSignature'])) return 'usage';
  if (!isExactly<string>(known.purposes, [OID.ocspSigning])) return 'purpose';
  if (tbs.subjectName.length === 0) return 'subject';
  if (!extensions.some(({ oid }) => oid === OID.ocspNoCheck)) return 'extension';
  const validity = { notBefore: tbs.notBefore.instant, notAfter: tbs.notAfter.instant };
  if (validity.notBefore > now || validity.notAfter <= now) return 'validity';
  return validitySeconds(validity) > RESPONDER_MAX_SECONDS ? 'lifetime' : hasOnly(extensions, EXTENSIONS);
};

const CHECKS: readonly CertificateCheck<ResponderSignerParts>[] = [
  isResponder,
  hasGoodFrame,
  (facts, { issuer }) => comesFrom(facts, issuer),
  (facts, { issuer, cryptography }) => hasGoodKey(facts, { policy: KEYS, issuerKey: issuer.publicKey, digests: cryptography }),
];
