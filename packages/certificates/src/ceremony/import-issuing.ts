import { type Bytes, type Cryptography, type DecodedCertificate, decodeCertificate, fingerprintsOf } from '@sallyport/pki';
import type { Instant, Transaction } from '@sallyport/platform';
import { audit } from '../audit.ts';
import type { EmbeddedAuthorityParts } from '../authority/open-embedded-ca.ts';
import { EMBEDDED_ROOT, keyNameOf, keyNamed, mustFit } from '../authority/own-authorities.ts';
import { authorityRows, keepAuthority } from '../authority/store.ts';
import type { CertificatesSchema } from '../schema.ts';
import { isSame, nextIssuingName, rootNameFor } from './names.ts';
import { type ChainMistake, mistakeInSigned } from './rules.ts';

export interface SignedIssuingCa {
  readonly issuing: DecodedCertificate;
  readonly root: DecodedCertificate;
  /** What the operator read from paper, SHA-256 in lower-case hexadecimal: a root that is not here yet is trusted for this alone. */
  readonly rootFingerprint: string | undefined;
}

export type IssuingImport =
  | { readonly kind: 'imported'; readonly authorityId: string; readonly rootId: string }
  /** Not here yet, and its fingerprint was not said, or is another one. */
  | { readonly kind: 'root-not-chosen' }
  /** A ceremony is for a root whose key is elsewhere. */
  | { readonly kind: 'root-is-here' }
  | { readonly kind: 'mistaken'; readonly mistake: ChainMistake }
  /** Another process imported or made one at the same moment. */
  | { readonly kind: 'overtaken' };

/** Takes what a ceremony has signed for the key that was asked for. It issues from now on, and those before it go on vouching for what they issued. */
export async function importIssuing(parts: EmbeddedAuthorityParts, signed: SignedIssuingCa): Promise<IssuingImport> {
  const { database, clock, cryptography } = parts;
  const { issuing, root, rootFingerprint } = signed;
  const rows = await authorityRows(database.query);
  const known = rows.find(({ kind, der }) => kind === 'root' && isSame(der, root.der));
  if (known === undefined && rootFingerprint !== fingerprintsOf(root.der, cryptography).sha256) return { kind: 'root-not-chosen' };
  if (known?.authority_id === EMBEDDED_ROOT) return { kind: 'root-is-here' };
  const { authorityId } = nextIssuingName(rows);
  const rootId = rootNameFor(rows, root.der);
  const { publicKey } = await keyNamed(parts, keyNameOf(authorityId));
  const namesTaken = rows.filter((row) => row !== known).map(({ der }) => mustFit(decodeCertificate(der)).subjectDer);
  const now = clock.now();
  const mistake = mistakeInSigned({
    issuing,
    root,
    requestedKey: publicKey,
    namesTaken,
    pointers: parts.pointersOf(rootId),
    now,
    cryptography,
  });
  if (mistake !== undefined) return { kind: 'mistaken', mistake };
  const isKept = await database.transact(async (tx) => {
    const keep = keeper(tx, { now, cryptography });
    if (!(await keep({ authorityId, kind: 'issuing', der: issuing.der }))) return false;
    // After the first, so that whoever is overtaken has kept nothing; nobody keeps a root without an issuing CA.
    if (known === undefined && !(await keep({ authorityId: rootId, kind: 'root', der: root.der }))) {
      throw new Error(`the name ${rootId} is taken by a root without an issuing CA`);
    }
    return true;
  });
  return isKept ? { kind: 'imported', authorityId, rootId } : { kind: 'overtaken' };
}

interface Imported {
  readonly authorityId: string;
  readonly kind: 'root' | 'issuing';
  readonly der: Bytes;
}

function keeper(
  tx: Transaction<CertificatesSchema>,
  { now, cryptography }: { readonly now: Instant; readonly cryptography: Cryptography },
) {
  return async ({ authorityId, kind, der }: Imported): Promise<boolean> => {
    if (!(await keepAuthority(tx, { authorityId, kind, der, now }))) return false;
    const details = { sha256: fingerprintsOf(der, cryptography).sha256 };
    await audit(tx, { at: now, action: 'certificate-authority.import', by: undefined, subject: `authority:${authorityId}`, details });
    return true;
  };
}
