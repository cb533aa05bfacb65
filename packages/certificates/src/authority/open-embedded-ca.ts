import {
  type Bytes,
  type CertificateProfile,
  type Cryptography,
  type Issuer,
  type Pointers,
  type Result,
  type SigningKey,
  createCeremonySigner,
  createLeafSigner,
  newSerial,
  readIssuer,
  readPublicKeyInfo,
  writeIssuingCa,
  writeRoot,
} from '@sallyport/pki';
import type { Clock, Database, NamedSecrets, Randomness } from '@sallyport/platform';
import { audit } from '../audit.ts';
import type { CaProvider } from '../issuance/ca-provider.ts';
import { createEmbeddedCa } from '../issuance/embedded-ca.ts';
import type { CertificatesSchema } from '../schema.ts';
import { authorityOf, keepAuthority } from './store.ts';

/** Makes and opens private keys; in this process, in a PKCS#11 module later. */
export interface CaKeys {
  /** DER of PKCS #8, which is sealed at once. */
  generate(): Promise<Bytes>;
  load(pkcs8: Uint8Array): SigningKey;
}

export interface EmbeddedAuthorityParts {
  readonly database: Database<CertificatesSchema>;
  readonly secrets: NamedSecrets;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly cryptography: Cryptography;
  readonly keys: CaKeys;
  readonly profiles: readonly CertificateProfile[];
  /** The organisation that runs it, as its certificates name it. */
  readonly name: string;
  readonly pointers: { readonly root: Pointers; readonly issuing: Pointers };
}

const DAY_MS = 86_400_000;
const ROOT_DAYS = 20 * 365;
const ISSUING_DAYS = 10 * 365;

/**
 * The CA of this installation: a root and an issuing CA below it, P-256, made at first start. Several processes that start at once get the same one:
 * whoever comes second keeps nothing.
 *
 * @throws Error when what is kept does not fit together: the database was altered, or the keyring is another one.
 */
export async function openEmbeddedCa(parts: EmbeddedAuthorityParts): Promise<CaProvider> {
  const rootKey = await keyNamed(parts, 'certificate-root-key');
  const issuingKey = await keyNamed(parts, 'certificate-issuing-key');
  const root = await kept(parts, 'root', () => makeRoot(parts, rootKey));
  const issuing = await kept(parts, 'issuing', () => makeIssuing(parts, { rootKey, root, issuingKey }));
  const { cryptography, randomness, profiles, pointers } = parts;
  const signer = must(createLeafSigner({ key: issuingKey, issuer: issuing, profiles, cryptography }));
  return createEmbeddedCa({ signer, root, cryptography, randomness, pointers: pointers.issuing });
}

async function keyNamed({ secrets, keys }: EmbeddedAuthorityParts, name: string): Promise<SigningKey> {
  const pkcs8 = await secrets.loadOrCreate(name, () => keys.generate());
  return keys.load(pkcs8.reveal());
}

async function kept(parts: EmbeddedAuthorityParts, kind: 'root' | 'issuing', make: () => Promise<Bytes>): Promise<Issuer> {
  const { database, clock } = parts;
  const there = await authorityOf(database.query, kind);
  if (there !== undefined) return must(readIssuer(there));
  const der = await make();
  const first = await database.transact(async (tx) => {
    const now = clock.now();
    if (await keepAuthority(tx, { kind, der, now })) {
      await audit(tx, { at: now, action: 'certificate-authority.make', by: undefined, subject: `authority:${kind}` });
    }
    return authorityOf(tx.query, kind);
  });
  return must(readIssuer(first ?? der));
}

async function makeRoot(parts: EmbeddedAuthorityParts, key: SigningKey): Promise<Bytes> {
  const { clock, randomness, cryptography, name } = parts;
  const now = clock.now();
  const tbs = writeRoot(
    {
      serial: newSerial(randomness),
      publicKey: must(readPublicKeyInfo(key.publicKey)),
      subject: { organization: name, commonName: `${name} Root`.slice(0, 64) },
      validity: validFor(now, ROOT_DAYS),
    },
    cryptography,
  );
  return must(await createCeremonySigner({ key, cryptography }).signRoot({ tbs: must(tbs), now }));
}

async function makeIssuing(
  parts: EmbeddedAuthorityParts,
  given: { readonly rootKey: SigningKey; readonly root: Issuer; readonly issuingKey: SigningKey },
): Promise<Bytes> {
  const { clock, randomness, cryptography, name, pointers } = parts;
  const now = clock.now();
  const tbs = writeIssuingCa(
    {
      serial: newSerial(randomness),
      publicKey: must(readPublicKeyInfo(given.issuingKey.publicKey)),
      subject: { organization: name, commonName: `${name} Issuing CA`.slice(0, 64) },
      validity: validFor(now, ISSUING_DAYS),
      issuer: given.root,
      pathLength: 0,
      pointers: pointers.root,
    },
    cryptography,
  );
  const ceremony = createCeremonySigner({ key: given.rootKey, cryptography });
  return must(await ceremony.signIssuingCa({ tbs: must(tbs), now, issuer: given.root }));
}

function validFor(now: number, days: number): { readonly notBefore: number; readonly notAfter: number } {
  const notBefore = Math.floor(now / 1000) * 1000 - 1000;
  return { notBefore, notAfter: notBefore + days * DAY_MS - 1000 };
}

function must<Value>(result: Result<Value, { readonly code: string }>): Value {
  if (!result.ok) throw new Error(`the embedded CA cannot be opened: ${result.error.code}`);
  return result.value;
}
