/** The public face of the room of certificates as octets. What is not listed here is nobody else's business. */

export { type Result, ok, refuse } from './result.ts';
export { type Bytes, fromHex, fromUtf8, toHex, utf8 } from './octets.ts';
export { toBase64Url } from './pem.ts';
export type { Instant } from './instant.ts';
export type { Cryptography, Digests, Randomness, SignatureToCheck, SigningKey } from './ports.ts';
export type { SignatureAlgorithm } from './signature-algorithm.ts';

// Profiles.
export type {
  ApprovalRule,
  Calendar,
  CalendarEntry,
  CertificateProfile,
  LeafKeyUsage,
  LeafPurpose,
  NameRules,
} from './profiles/profile.ts';
export type { RevocationDeadlines } from './profiles/profile.ts';
export { PUBLIC_TRUST_PROFILE } from './profiles/public-trust.ts';
export { type PrivateProfileChoice, type ProfileMistake, privateProfile } from './profiles/private-trust.ts';
export type { LimitsRefusal, NamesRefusal, ProfileLimits, RevocationCause, RevocationReport, Validity } from './profiles/rules.ts';
export type { ValidityRefusal, ValidityWish, WhatIsNamed } from './profiles/rules.ts';
export {
  chooseValidity,
  isShortLived,
  limitsAt,
  mistakeInNames,
  needsRevocationPointers,
  revocationDeadline,
  validitySeconds,
} from './profiles/rules.ts';

// Names.
export { type DnsName, type DnsNameRefusal, baseName, isWildcard, isWithinDomain, parseDnsName, shownDnsName } from './names/dns-name.ts';
export { type IpAddress, type IpAddressRefusal, formatIpAddress, isSameAddress, parseIpAddress } from './names/ip-address.ts';
export type { Identifier, IdentifierComparison, IdentifierRefusal } from './names/identifiers.ts';
export { compareIdentifiers, formatIdentifier, identifierKey, isSameSet, parseIdentifier } from './names/identifiers.ts';
export { type AddressRange, type NameConstraints, isPermitted } from './names/name-constraints.ts';
export { SUBJECT_FIELDS, type Subject, type SubjectRefusal, mistakeInSubject } from './names/subject.ts';

// Keys and certification requests.
export { type BlockedKeys, type KeyPolicy, type KeyWeakness, isBlocked, weaknessesOf } from './keys/key-strength.ts';
export { type PublicKey, type PublicKeyRefusal, keyName, readPublicKeyInfo } from './keys/public-key.ts';
export {
  type CertificateSigningRequest,
  type CsrRefusal,
  type RequestedContents,
  CSR_MAX_CHARACTERS,
  readCsr,
  readKeptCsr,
} from './csr/read-csr.ts';
export { type CsrDifference, type WhatIsIssued, differencesFrom } from './csr/differences.ts';
export { type CsrToSign, csrToSign, signedCsr } from './csr/write-csr.ts';

// Certificates: serial → to be signed → lint → signer.
export { newSerial } from './certificates/serial.ts';
export { type LeafRefusal, type LeafRequest, type Pointers, writeLeaf } from './certificates/leaf.ts';
export type { AuthorityRefusal, IssuingCaRequest, ResponderRequest, RootRequest } from './certificates/authority.ts';
export { writeIssuingCa, writeResponder, writeRoot } from './certificates/authority.ts';
export { type Issuer, type IssuerRefusal, readIssuer } from './certificates/issuer.ts';
export { type CertificateRefusal, type DecodedCertificate, type UnknownKey, decodeCertificate } from './certificates/decode.ts';
export { type NameAttribute, formatName } from './structures/distinguished-name.ts';
export { type GeneralName, identifierIn } from './structures/general-names.ts';
export { type KeyUsage, purposeName } from './structures/usages.ts';

// Revocation lists: number → to be signed → lint → signer.
export { type CrlRefusal, type CrlRequest, type CrlScope, type RevokedEntry, writeCrl } from './crl/write-crl.ts';
export { type ListedReason, type RevocationReason, REVOCATION_REASONS, isRevocationReason } from './crl/revocation-reason.ts';
export { reasonNumber, reasonNumbered } from './crl/revocation-reason.ts';
export { chooseShard, crlLifetimeSeconds } from './crl/rules.ts';
export { type DecodedCrl, type DecodedCrlRefusal, decodeCrl, isCrlOf } from './crl/decode-crl.ts';
export type { IssuingDistributionPoint, ListedEntry } from './crl/read-crl.ts';

// OCSP: request → serials → their records → to be signed → signer; or request → an answer that was signed before.
export { type OcspRequest, type OcspRequestRefusal, OCSP_REQUEST_MAX_OCTETS, readOcspRequest } from './ocsp/read-request.ts';
export { ocspRequestInPath } from './ocsp/request-path.ts';
export { type Responder, type ResponderParts, type ResponderRefusal, readResponder } from './ocsp/responder.ts';
export { type PreSignedSubject, preSignedCertId, preSignedSubjectOf, serialsAskedFor } from './ocsp/responder.ts';
export type { CertId, CertIdHash } from './ocsp/cert-id.ts';
export { type CertificateStatus, type OcspAnswerRefusal, type OcspAnswerRequest, writeOcspAnswer } from './ocsp/write-answer.ts';
export { type OcspFailure, ocspFailure } from './ocsp/write-answer.ts';
export { type OcspCaching, type OcspCachingWish, ocspCaching } from './ocsp/caching.ts';
export { type DecodedOcspResponse, type OcspResponseRefusal, decodeOcspResponse } from './ocsp/decode-response.ts';

// Signers: each signs one kind of thing.
export type { Objection, SignerRefusal } from './signer/objection.ts';
export { type LeafSigner, type LeafSignerParts, type LeafToSign, createLeafSigner } from './signer/leaf-signer.ts';
export {
  type CeremonyParts,
  type CeremonyRequest,
  type CeremonySigner,
  createCeremonySigner,
} from './signer/ceremony-signer.ts';
export { type CrlSigner, type CrlSignerParts, type CrlToSign, createCrlSigner } from './signer/crl-signer.ts';
export { type OcspAnswerToSign, type OcspSigner, type OcspSignerParts, createOcspSigner } from './signer/ocsp-signer.ts';
export { type ResponderSigner, type ResponderSignerParts, createResponderSigner } from './signer/responder-signer.ts';
export { signRequest } from './signer/request-signer.ts';
export { type TranscriptSigner, createTranscriptSigner } from './signer/transcript-signer.ts';

// What an offline root has done.
export type { Deed, SignedList, Transcript, TranscriptEntry, TranscriptRefusal } from './ceremony/transcript.ts';
export { momentText, readMoment } from './ceremony/moment-text.ts';
export { TRANSCRIPT_MAX_CHARACTERS, hasSigned, newestList, readTranscript } from './ceremony/transcript.ts';

// Files that hold a private key, made where the key is.
export type { CipherInput, KeyFileCryptography } from './key-files/ports.ts';
export { type KeyFileRefusal, KEY_FILE_MAX_CHARACTERS, encryptKey, openKeyFile } from './key-files/encrypted-key.ts';
export { type Pkcs12Contents, writePkcs12 } from './key-files/write-pkcs12.ts';

// Files.
export { type PemLabel, type PemRefusal, fromPem, toPem } from './pem.ts';
export { colonHex, type Fingerprints, fingerprintsOf } from './certificates/fingerprints.ts';
export { type CertificatesRefusal, CERTIFICATES_MAX_CHARACTERS, pemChain, pkcs7Bundle, readCertificates } from './certificates/bundles.ts';
export { type Unpacked, type UnpackedRefusal, UNPACK_LIMITS, unpackCertificates } from './certificates/unpack.ts';
export { type ChainRefusal, type ChainWish, buildChain, issued } from './certificates/chain.ts';

// Who may issue for a name, by the DNS.
export type { CaaRecord } from './caa/caa-record.ts';
export { type CaaQuestion, type CaaVerdict, judgeCaa } from './caa/rules.ts';

// Lint, before the signer.
export { type LintFinding, type LintRule, LINT_RULES } from './lint/finding.ts';
export { type LintContext, lintLeaf } from './lint/lint-leaf.ts';
export { type CrlLintContext, lintCrl } from './lint/lint-crl.ts';
