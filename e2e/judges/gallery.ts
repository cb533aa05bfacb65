import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Bytes,
  type CertificateStatus,
  type CrlScope,
  PUBLIC_TRUST_PROFILE,
  REVOCATION_REASONS,
  type Responder,
  type RevokedEntry,
  createCrlSigner,
  createOcspSigner,
  decodeCertificate,
  formatIdentifier,
  lintCrl,
  lintLeaf,
  ocspFailure,
  parseIdentifier,
  pemChain,
  pkcs7Bundle,
  preSignedCertId,
  readOcspRequest,
  readPublicKeyInfo,
  readResponder,
  toPem,
  writeCrl,
  writeOcspAnswer,
} from '@sallyport/pki';
import { nodeCryptography } from '@sallyport/pki/node-cryptography';
import {
  type TestAuthority,
  type TestAuthorityWish,
  type TestKeyKind,
  makeTestAuthority,
  makeTestKey,
  must,
  writeOcspRequest,
} from '@sallyport/pki/testing';
import fc from 'fast-check';

/** One of everything the room of certificates makes, written into a folder for other people's programs, at the moment it is today. */
export interface Gallery {
  readonly name: string;
  readonly folder: string;
  readonly authority: TestAuthority;
  readonly responder: Responder;
  readonly leaves: readonly GalleryLeaf[];
  /** Signed by the CA and on no record: whoever asks about it is told that nobody knows it. */
  readonly stranger: GalleryLeaf;
  readonly statuses: ReadonlyMap<string, CertificateStatus>;
}

export interface GalleryLeaf {
  /** `leaf-03` or `stranger`: the name of its files. */
  readonly name: string;
  readonly der: Bytes;
  readonly serialHex: string;
  readonly state: 'good' | 'revoked';
  /** Which list it points to. */
  readonly list: 'full' | 'shard';
}

export const FAILURES = ['malformed-request', 'internal-error', 'try-later', 'unauthorized'] as const;

interface LeafWish {
  readonly names: readonly string[];
  readonly key?: TestKeyKind;
  readonly subject?: Readonly<Record<string, string>>;
  readonly list?: 'shard';
  readonly lastsDays?: number;
  readonly pointers?: 'none';
}

const MANY = Array.from({ length: 100 }, (_, index) => `host-${index}.example.test`);
const LONG_LABEL = 'a'.repeat(63);

/** Every form of name, subject, key and lifetime; each twice, so that one is good and one revoked. */
const WISHES: readonly LeafWish[] = [
  { names: ['www.example.test'] },
  { names: ['www.example.test', 'example.test'], subject: { commonName: 'www.example.test' } },
  { names: ['*.www.example.test'], list: 'shard' },
  { names: ['10.1.2.3', '10.255.255.255'], key: 'P-384' },
  { names: ['www.example.test', '10.0.0.1'], key: 'rsa-2048' },
  { names: [`${LONG_LABEL}.${LONG_LABEL}.example.test`], key: 'P-521' },
  { names: ['xn--bcher-kva.example.test'], list: 'shard', key: 'rsa-2048' },
  { names: MANY },
  {
    names: ['intern.example.test'],
    subject: {
      country: 'AT',
      stateOrProvince: 'Wien',
      locality: 'Sankt Pölten',
      organization: 'Öl & Co, "GmbH" <AG>',
      organizationalUnit: 'IT + 日本',
    },
  },
  { names: ['short.example.test'], lastsDays: 7 },
  { names: ['bare.example.test'], lastsDays: 7, pointers: 'none' },
];

/** By the rules of CAs that everybody trusts: a policy, for servers alone, as long as they may last on any day of the calendar. */
const PUBLIC_WISHES: readonly LeafWish[] = [
  { names: ['www.example.test', '10.1.2.3'], lastsDays: 47 },
  { names: ['www.example.test'], subject: { commonName: 'www.example.test' }, lastsDays: 47, key: 'rsa-2048' },
  { names: ['short.example.test'], lastsDays: 7 },
];

/** Names nobody chose, the same at every run. */
function chanceWishes(): readonly LeafWish[] {
  const name = fc
    .oneof(fc.domain(), fc.ipV4(), fc.ipV6())
    .filter((text) => parseIdentifier(text).ok)
    .map((text) => formatIdentifier(must(parseIdentifier(text))));
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 12 });
  return fc.sample(names, { numRuns: 6, seed: 5280 }).map((sample) => ({ names: sample }));
}

const CONSTRAINTS = {
  permittedDomains: ['example.test'],
  excludedDomains: ['secret.example.test'],
  permittedAddresses: [{ address: { octets: Uint8Array.of(10, 0, 0, 0) }, bits: 8 }],
  excludedAddresses: [],
};

const DAY_MS = 86_400_000;

export interface GalleryPlace {
  readonly folder: string;
  /** Where the responder answers over HTTP. */
  readonly ocspUrl: string;
  readonly now: number;
}

/** Four CAs: P-256 with name constraints, P-384 which certifies names of chance too, RSA, and one that lives by the rules for public trust. */
export async function makeGalleries({ folder, ocspUrl, now }: GalleryPlace): Promise<readonly Gallery[]> {
  const authorities: readonly (TestAuthorityWish & { readonly name: string; readonly wishes: readonly LeafWish[] })[] = [
    { name: 'p256', issuing: { constraints: CONSTRAINTS }, wishes: WISHES },
    { name: 'p384', keys: 'P-384', wishes: [...WISHES, ...chanceWishes()] },
    { name: 'rsa', keys: 'rsa-3072', wishes: WISHES },
    { name: 'public', profile: PUBLIC_TRUST_PROFILE, wishes: PUBLIC_WISHES },
  ];
  return Promise.all(
    authorities.map(async ({ name, wishes, ...wish }) => {
      const pointers = {
        crl: [`http://pki.example.test/${name}/full.crl`],
        ocsp: [`${ocspUrl}/${name}`],
        issuer: [`http://pki.example.test/${name}.cer`],
      };
      const authority = await makeTestAuthority({ ...wish, now, pointers });
      return fill({ name, authority, now, folder: join(folder, name) }, wishes);
    }),
  );
}

interface Frame {
  readonly name: string;
  readonly authority: TestAuthority;
  readonly now: number;
  readonly folder: string;
}

const shardUrl = (name: string) => `http://pki.example.test/${name}/shard-1.crl`;

async function fill(frame: Frame, wishes: readonly LeafWish[]): Promise<Gallery> {
  const { name, authority, now, folder } = frame;
  mkdirSync(folder, { recursive: true });
  const leaves: GalleryLeaf[] = [];
  for (const wish of wishes) {
    for (const state of ['good', 'revoked'] as const) leaves.push(await issue(frame, { wish, state, file: fileOf(leaves.length) }));
  }
  const stranger = await issue(frame, { wish: { names: ['stranger.example.test'], lastsDays: 47 }, state: 'good', file: 'stranger' });
  const entries = leaves.flatMap(({ state, serialHex, list }, index) =>
    state === 'good' ? [] : [{ list, entry: entryFor({ serialHex, index, now }) }],
  );
  const statuses = new Map<string, CertificateStatus>(
    leaves.map(({ serialHex }) => {
      const entry = entries.find((one) => Buffer.from(one.entry.serial).toString('hex') === serialHex)?.entry;
      return [serialHex, entry === undefined ? { state: 'good' } : { state: 'revoked', at: entry.revokedAt, reason: entry.reason }];
    }),
  );
  const responder = must(readResponder({ der: authority.responder, issuer: authority.issuing, cryptography: nodeCryptography }));
  const gallery: Gallery = { name, folder, authority, responder, leaves, stranger, statuses };
  writeChain(gallery);
  const ofShard = entries.filter(({ list }) => list === 'shard').map(({ entry }) => entry);
  // Many that nobody asks about, so that a list of a thousand is read too.
  const others = Array.from({ length: 1000 }, (_, index) => entryFor({ serialHex: hex(authority.serial()), index, now }));
  const lists: readonly (readonly [string, CrlScope, readonly RevokedEntry[]])[] = [
    ['full', { kind: 'full' }, [...entries.map(({ entry }) => entry), ...others]],
    ['shard', { kind: 'shard', urls: [shardUrl(name)] }, ofShard],
    ['empty', { kind: 'full' }, []],
  ];
  for (const [file, scope, of] of lists) writeList(gallery, file, await signList(frame, { by: 'issuing', scope, entries: of }));
  writeList(gallery, 'root', await signList(frame, { by: 'root', scope: { kind: 'full' }, entries: [] }));
  await writeAnswers(gallery, now);
  return gallery;
}

const fileOf = (number: number) => `leaf-${String(number).padStart(2, '0')}`;
const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');

function entryFor({ serialHex, index, now }: { serialHex: string; index: number; now: number }): RevokedEntry {
  const reason = REVOCATION_REASONS[index % REVOCATION_REASONS.length] ?? 'unspecified';
  const revokedAt = now - index * 1000;
  const invalidSince = index % 3 === 0 ? { invalidSince: revokedAt - DAY_MS } : {};
  return { serial: new Uint8Array(Buffer.from(serialHex, 'hex')), revokedAt, reason, ...invalidSince };
}

async function issue(
  { name, authority, now }: Frame,
  { wish, state, file }: { readonly wish: LeafWish; readonly state: 'good' | 'revoked'; readonly file: string },
): Promise<GalleryLeaf> {
  const { names, key = 'P-256', subject = {}, list = 'full', lastsDays = 90 } = wish;
  const changes = {
    identifiers: names.map((text) => must(parseIdentifier(text))),
    publicKey: must(readPublicKeyInfo(makeTestKey(key).spki)),
    subject,
    validity: { notBefore: now - 60_000, notAfter: now - 60_000 + lastsDays * DAY_MS - 1000 },
  };
  const { pointers } = authority.leafRequest([]);
  const crl = list === 'shard' ? [shardUrl(name)] : pointers.crl;
  const said = wish.pointers === 'none' ? { crl: [], ocsp: [], issuer: [] } : { ...pointers, crl };
  const tbs = authority.writeLeaf([], { ...changes, pointers: said });
  const { profile, issuing: issuer } = authority;
  const findings = lintLeaf(tbs, { profile, issuer, now, digests: nodeCryptography });
  if (findings.length > 0) throw new Error(`${names.join(' ')}: ${findings.map(({ rule }) => rule).join(', ')}`);
  const der = must(await authority.signer.sign({ tbs, profileId: profile.id, now }));
  const { serialHex } = must(decodeCertificate(der));
  return {
    name: file,
    der,
    serialHex,
    state,
    list,
  };
}

function writeChain({ folder, authority, leaves: onRecord, stranger }: Gallery): void {
  const leaves = [...onRecord, stranger];
  const [root, issuing] = [authority.root.certificate.der, authority.issuing.certificate.der];
  const write = (file: string, content: string | Uint8Array) => {
    writeFileSync(join(folder, file), content);
  };
  const certificates = [
    ['root', root],
    ['issuing', issuing],
    ['responder', authority.responder],
    ...leaves.map(({ name, der }) => [name, der] as const),
  ] as const;
  for (const [name, der] of certificates) {
    write(`${name}.der`, der);
    write(`${name}.pem`, toPem('CERTIFICATE', der));
  }
  write('authorities.pem', pemChain([issuing, root]));
  write('responder.chain.pem', pemChain([authority.responder, issuing]));
  for (const { name, der } of leaves) {
    write(`${name}.chain.pem`, pemChain([der, issuing]));
    write(`${name}.p7b`, pkcs7Bundle([der, issuing, root]));
    write(`${name}.p7b.pem`, toPem('PKCS7', pkcs7Bundle([der, issuing, root])));
  }
}

function writeList({ folder }: Gallery, name: string, der: Bytes): void {
  writeFileSync(join(folder, `${name}.crl`), der);
  writeFileSync(join(folder, `${name}.crl.pem`), toPem('X509 CRL', der));
}

async function signList(
  { authority, now }: Frame,
  { by, scope, entries }: { readonly by: 'root' | 'issuing'; readonly scope: CrlScope; readonly entries: readonly RevokedEntry[] },
): Promise<Bytes> {
  const issuer = authority[by];
  const key = by === 'root' ? authority.rootKey : authority.issuingKey;
  const tbs = must(writeCrl({ issuer, number: 7n, thisUpdate: now, nextUpdate: now + DAY_MS, scope, entries }));
  const findings = lintCrl(tbs, { issuer, scope, now, previousNumber: 6n });
  if (findings.length > 0) throw new Error(findings.map(({ rule }) => rule).join(', '));
  return must(await must(createCrlSigner({ key, issuer, cryptography: nodeCryptography })).sign({ tbs, now }));
}

/** By either hash for every leaf, one about a serial that nobody knows, and one about three at once with a nonce. */
async function writeAnswers({ folder, authority, responder, leaves, stranger, statuses }: Gallery, now: number): Promise<void> {
  const signer = must(createOcspSigner({ key: authority.responderKey, responder, cryptography: nodeCryptography }));
  const answer = async (certIds: Parameters<typeof writeOcspAnswer>[0]['certIds'], nonce?: Bytes) => {
    const tbs = must(writeOcspAnswer({ responder, certIds, statuses, thisUpdate: now, nextUpdate: now + DAY_MS, nonce }));
    return must(await signer.sign({ tbs, now }));
  };
  for (const { name, serialHex } of [...leaves, stranger]) {
    const serial = new Uint8Array(Buffer.from(serialHex, 'hex'));
    for (const hash of ['sha1', 'sha256'] as const) {
      writeFileSync(join(folder, `${name}.${hash}.ocsp`), await answer([preSignedCertId(responder, { hash, serial })]));
    }
  }
  const serials = leaves.slice(0, 2).map(({ serialHex }) => Buffer.from(serialHex, 'hex'));
  const question = writeOcspRequest({
    issuer: authority.issuing,
    serials: [...serials, authority.serial()],
    hash: 'sha256',
    nonce: new Uint8Array(32).fill(9),
  });
  const { certIds, nonce } = must(readOcspRequest(question));
  for (const failure of FAILURES) writeFileSync(join(folder, `${failure}.ocsp`), ocspFailure(failure));
  writeFileSync(join(folder, 'three.request'), question);
  writeFileSync(join(folder, 'three.ocsp'), await answer(certIds, nonce));
}
