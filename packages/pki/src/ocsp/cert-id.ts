import type { Issuer } from '../certificates/issuer.ts';
import { type DerElement, TAG } from '../der/read-der.ts';
import { objectIdentifier } from '../der/values.ts';
import { element, sequence } from '../der/write-der.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, equalOctets, fromHex, toHex } from '../octets.ts';
import type { Digests } from '../ports.ts';

/** Which certificate is asked about (RFC 6960 section 4.1.1): its serial, and its issuer by two hashes. */
export interface CertId {
  /** As the client wrote it: an answer repeats it, so that the client knows it again. */
  readonly octets: Bytes;
  /** Others exist and are never ours. */
  readonly hash: CertIdHash | 'other';
  readonly issuerNameHash: Bytes;
  readonly issuerKeyHash: Bytes;
  readonly serial: Bytes;
  readonly serialHex: string;
}

/** SHA-1 is what RFC 5019 asks clients to send and most still do; nothing hangs on collisions here. */
export type CertIdHash = 'sha1' | 'sha256';

const HASHES: Readonly<Record<string, CertIdHash>> = { [OID.sha1]: 'sha1', [OID.sha256]: 'sha256' };

/** Undefined for what does not have the form. */
export function readCertId(found: DerElement | undefined): CertId | undefined {
  const [algorithm, nameHash, keyHash, serial, ...rest] = found?.tag === TAG.sequence ? found.children : [];
  const [oid, parameters, ...more] = algorithm?.tag === TAG.sequence ? algorithm.children : [];
  const name = objectIdentifier(oid);
  if (found === undefined || name === undefined || nameHash?.tag !== TAG.octetString || keyHash?.tag !== TAG.octetString) return undefined;
  if (serial?.tag !== TAG.integer || rest.length + more.length > 0 || (parameters !== undefined && parameters.tag !== TAG.null)) {
    return undefined;
  }
  return {
    octets: found.octets,
    hash: HASHES[name] ?? 'other',
    issuerNameHash: nameHash.content,
    issuerKeyHash: keyHash.content,
    serial: serial.content,
    serialHex: toHex(serial.content),
  };
}

/** A CA as CertIDs name it, by either hash. */
export type IssuerHashes = Readonly<Record<CertIdHash, { readonly name: Bytes; readonly key: Bytes }>>;

export function issuerHashes({ name, certificate }: Issuer, digests: Digests): IssuerHashes {
  const { keyBits } = certificate.publicKey;
  return {
    sha1: { name: digests.sha1(name), key: digests.sha1(keyBits) },
    sha256: { name: digests.sha256(name), key: digests.sha256(keyBits) },
  };
}

export function isIssuedBy({ hash, issuerNameHash, issuerKeyHash }: CertId, hashes: IssuerHashes): boolean {
  if (hash === 'other') return false;
  return equalOctets(issuerNameHash, hashes[hash].name) && equalOctets(issuerKeyHash, hashes[hash].key);
}

/** The whole AlgorithmIdentifier of each, with the NULL that clients write. */
const ALGORITHMS: Readonly<Record<CertIdHash, Bytes>> = {
  sha1: fromHex('300906052b0e03021a0500'),
  sha256: fromHex('300d06096086480165030402010500'),
};

/** As a client would ask for a certificate of this CA: what an answer made before anybody asks is about. */
export function writeCertId({ hash, hashes, serial }: { hash: CertIdHash; hashes: IssuerHashes; serial: Bytes }): CertId {
  const { name, key } = hashes[hash];
  const octets = sequence(ALGORITHMS[hash], element(TAG.octetString, name), element(TAG.octetString, key), element(TAG.integer, serial));
  return { octets, hash, issuerNameHash: name, issuerKeyHash: key, serial, serialHex: toHex(serial) };
}
