import type { Issuer } from '../certificates/issuer.ts';
import { mistakeInSerial } from '../certificates/serial.ts';
import { type CrlToBeSigned, readCrlToBeSigned } from '../crl/read-crl.ts';
import { isRevocationReason } from '../crl/revocation-reason.ts';
import { crlLifetimeSeconds } from '../crl/rules.ts';
import { MAX_NUMBER_OCTETS } from '../crl/write-crl.ts';
import { HOUR_MS, type Instant, SECOND_MS } from '../instant.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, equalOctets, latin1 } from '../octets.ts';
import type { Cryptography, SigningKey } from '../ports.ts';
import { type Result, ok, refuse } from '../result.ts';
import { signatureAlgorithmOf } from '../signature-algorithm.ts';
import { hasOnly, isSame } from './certificate-facts.ts';
import type { SignerRefusal } from './objection.ts';
import { type Check, signChecked } from './sign-checked.ts';

/** Signs complete CRLs of one CA, full or of a shard, and nothing else. A root's lists are signed in a ceremony, by a signer made for it. */
export interface CrlSigner {
  readonly issuer: Issuer;
  /** The list, when the octets are one as this CA may have it at this moment. */
  sign(list: CrlToSign): Promise<Result<Bytes, SignerRefusal>>;
}

export interface CrlToSign {
  readonly tbs: Uint8Array;
  readonly now: Instant;
}

export interface CrlSignerParts {
  readonly key: SigningKey;
  readonly issuer: Issuer;
  readonly cryptography: Cryptography;
}

/** Refuses a key that is not the one in the certificate, and a CA whose certificate does not let it sign lists. */
export function createCrlSigner(parts: CrlSignerParts): Result<CrlSigner, SignerRefusal> {
  const { key, issuer, cryptography } = parts;
  if (!equalOctets(key.publicKey, issuer.publicKey)) return refuse({ code: 'signer-key-mismatch' });
  if (issuer.certificate.keyUsages?.includes('cRLSign') !== true) return refuse({ code: 'signer-objects', objection: 'usage' });
  const sign = ({ tbs, now }: CrlToSign): Promise<Result<Bytes, SignerRefusal>> => {
    const list = readCrlToBeSigned(tbs);
    const facts = list === undefined ? undefined : { tbs: list, now };
    return signChecked({ facts, checks: CRL_CHECKS, context: issuer, key, cryptography });
  };
  return ok({ issuer, sign });
}

interface CrlFacts {
  readonly tbs: CrlToBeSigned;
  readonly now: Instant;
}

type CrlCheck = Check<CrlFacts, Issuer>;

const isVersion2: CrlCheck = ({ tbs }) => (tbs.version === 1 ? undefined : 'version');

const isOfTheCa: CrlCheck = ({ tbs, now }, issuer) => {
  if (signatureAlgorithmOf(tbs.signature) !== issuer.algorithm) return 'algorithm';
  if (!equalOctets(tbs.issuer, issuer.name)) return 'issuer';
  if (!isSame(tbs.authorityKeyIdentifier, issuer.keyIdentifier)) return 'authority-key';
  return now < issuer.validity.notBefore || now > issuer.validity.notAfter ? 'issuer-expired' : undefined;
};

/** An hour for the clock of the process that wrote the octets, and no post-dating. */
const CLOCK_TOLERANCE_MS = HOUR_MS;

const isOfNow: CrlCheck = ({ tbs: { thisUpdate, nextUpdate }, now }, issuer) => {
  if (thisUpdate > now || thisUpdate < now - CLOCK_TOLERANCE_MS || nextUpdate === undefined || nextUpdate <= now) return 'list-dates';
  return nextUpdate - thisUpdate > crlLifetimeSeconds(issuer) * SECOND_MS ? 'list-dates' : undefined;
};

const isNumbered: CrlCheck = ({ tbs: { number } }) =>
  number !== undefined && number > 0n && number < 1n << BigInt(8 * MAX_NUMBER_OCTETS - 1) ? undefined : 'list-number';

const EXTENSIONS = new Map<string, 'critical' | 'plain'>([
  [OID.authorityKeyIdentifier, 'plain'],
  [OID.cRLNumber, 'plain'],
  [OID.issuingDistributionPoint, 'critical'],
]);

/** No delta, no list of another CA's certificates, and a shard says which it is. */
const isComplete: CrlCheck = ({ tbs: { extensions, distributionPoint } }) => {
  if (distributionPoint !== undefined && (distributionPoint.urls.length === 0 || distributionPoint.only.length > 0)) return 'extension';
  return hasOnly(extensions, EXTENSIONS);
};

const entriesAreGood: CrlCheck = ({ tbs: { entries }, now }) => {
  const seen = new Set<string>();
  for (const { serial, revokedAt, invalidSince = revokedAt, reason, others } of entries ?? []) {
    if (mistakeInSerial(serial) !== undefined) return 'serial';
    seen.add(latin1(serial));
    if (revokedAt > now || invalidSince > now) return 'list-dates';
    if (others.length > 0) return 'extension';
    if (reason !== undefined && (reason === 'unspecified' || !isRevocationReason(reason))) return 'reason';
  }
  if (seen.size !== (entries?.length ?? 0)) return 'serial';
  return entries?.length === 0 ? 'form' : undefined;
};

/** In this order. */
const CRL_CHECKS: readonly CrlCheck[] = [isVersion2, isOfTheCa, isComplete, isOfNow, isNumbered, entriesAreGood];
