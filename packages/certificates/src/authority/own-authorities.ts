import type {
  Bytes,
  CrlSigner,
  DecodedCertificate,
  Issuer,
  LeafSigner,
  OcspSigner,
  Pointers,
  ResponderSigner,
  Result,
  SigningKey,
} from '@sallyport/pki';
import type { Instant, NamedSecrets } from '@sallyport/platform';
import type { IssuingImport, SignedIssuingCa } from '../ceremony/import-issuing.ts';
import type { IssuingRequest } from '../ceremony/request-issuing.ts';

/** Makes and opens private keys; in this process, in a PKCS#11 module later. */
export interface CaKeys {
  /** DER of PKCS #8, which is sealed at once. */
  generate(): Promise<Bytes>;
  load(pkcs8: Uint8Array): SigningKey;
}

/** A CA of this installation, with what may be signed in its name: nothing else of its key is to be had. */
export type OwnAuthority = OwnRoot | OwnIssuingCa;

export interface OwnRoot {
  readonly kind: 'root';
  readonly authorityId: string;
  readonly issuer: Issuer;
  /** None for a root whose key is elsewhere: its lists are signed in a ceremony, and imported. */
  readonly lists?: CrlSigner;
}

export interface OwnIssuingCa {
  readonly kind: 'issuing';
  readonly authorityId: string;
  readonly issuer: Issuer;
  readonly revokedAt: Instant | undefined;
  /** The root above it. */
  readonly rootId: string;
  readonly lists: CrlSigner;
  readonly leaves: LeafSigner;
  readonly responders: ResponderSigner;
  /** Where the world finds its files: they stand in everything it issues. */
  readonly pointers: Pointers;
}

/** The root that was made here, whose key is sealed here. Every other one (`root-2`, `root-3`, …) was imported, and its key has never been here. */
export const EMBEDDED_ROOT = 'root';

/** Whether an authority of this name is a root: it answers with its list alone, and has no responder. */
export function isRootName(authorityId: string): boolean {
  return authorityId === EMBEDDED_ROOT || authorityId.startsWith(`${EMBEDDED_ROOT}-`);
}

export function nameOf(kind: 'root' | 'issuing', generation: number): string {
  return generation === 1 ? kind : `${kind}-${String(generation)}`;
}

/** Roots, and the issuing CAs below them: the newest issues, the others go on vouching for what they issued. */
export interface OwnAuthorities {
  all(): readonly OwnAuthority[];
  find(authorityId: string): OwnAuthority | undefined;
  /** Looks whether other processes have made or revoked one. */
  refresh(): Promise<void>;
  /**
   * Makes the next issuing CA under the root whose key is here; it issues from now on. Processes that ask at the same moment get the same.
   * `root-is-offline`: there is a root whose key is elsewhere, and what issues is signed by it from its import on.
   */
  roll(): Promise<OwnIssuingCa | 'root-is-offline'>;
  /** Asks for the next issuing CA below a root whose key is elsewhere. */
  request(root: DecodedCertificate): Promise<IssuingRequest>;
  /** Takes what was signed for it. */
  adopt(signed: SignedIssuingCa): Promise<IssuingImport>;
  /** The responder that answers for a CA at this moment; made and rolled in time. */
  responderOf(authority: OwnIssuingCa, now: Instant): Promise<OcspSigner>;
}

export function issuingCasOf(authorities: OwnAuthorities): readonly OwnIssuingCa[] {
  return authorities.all().filter((authority) => authority.kind === 'issuing');
}

/** The issuing CAs that a root has signed; none for a CA that is no root. */
export function belowRoot(authorities: OwnAuthorities, rootId: string): readonly string[] {
  return issuingCasOf(authorities).flatMap((authority) => (authority.rootId === rootId ? [authority.authorityId] : []));
}

/** Which issues now. */
export function currentOf(authorities: OwnAuthorities): OwnIssuingCa | undefined {
  return issuingCasOf(authorities).findLast(({ revokedAt }) => revokedAt === undefined);
}

/** Those that can sign answers at this moment: not before their beginning, where the clock has stepped back, nor after their end. */
export function answeringCasOf(authorities: OwnAuthorities, now: Instant): readonly OwnIssuingCa[] {
  return issuingCasOf(authorities).filter(({ issuer: { validity } }) => now >= validity.notBefore && now <= validity.notAfter);
}

export interface KeyStore {
  readonly secrets: NamedSecrets;
  readonly keys: CaKeys;
}

/** Under which name the key of a CA is sealed. */
export function keyNameOf(authorityId: string): string {
  return `certificate-${authorityId}-key`;
}

/** The key of that name, made at first use; every process has the same one. */
export async function keyNamed({ secrets, keys }: KeyStore, name: string): Promise<SigningKey> {
  const pkcs8 = await secrets.loadOrCreate(name, () => keys.generate());
  return keys.load(pkcs8.reveal());
}

/** @throws Error when what is kept does not fit together: the database was altered, or the keyring is another one. */
export function mustFit<Value>(result: Result<Value, { readonly code: string }>): Value {
  if (!result.ok) throw new Error(`the embedded CA cannot be opened: ${result.error.code}`);
  return result.value;
}
