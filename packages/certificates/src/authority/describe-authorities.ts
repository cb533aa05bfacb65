import { type Cryptography, colonHex, decodeCertificate, fingerprintsOf, formatName, issued, toPem } from '@sallyport/pki';
import type { Database, Instant } from '@sallyport/platform';
import type { CertificatesSchema } from '../schema.ts';
import { servedListFacts } from '../revocation/store.ts';
import { EMBEDDED_ROOT } from './own-authorities.ts';
import { authorityRows } from './store.ts';

/** A CA of this installation, for the operator. */
export interface AuthorityDescription {
  readonly authorityId: string;
  readonly kind: 'root' | 'issuing';
  /** That of an imported root has never been here. */
  readonly key: 'here' | 'elsewhere';
  /** The root that signed it; itself for a root. */
  readonly rootId: string | undefined;
  /** One that issues no more goes on vouching for what it issued; one that was revoked does not. */
  readonly state: 'issues' | 'vouches' | 'revoked';
  readonly name: string;
  readonly serialHex: string;
  /** Of the whole certificate, as openssl prints it. */
  readonly sha256: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly list: { readonly number: number; readonly thisUpdate: Instant; readonly nextUpdate: Instant } | undefined;
  readonly pem: string;
}

/** Every CA there is, in the order in which they were made. Needs no key, so that it works beside a running server. */
export async function describeAuthorities(ports: {
  readonly database: Database<CertificatesSchema>;
  readonly cryptography: Cryptography;
}): Promise<readonly AuthorityDescription[]> {
  const rows = await authorityRows(ports.database.query);
  const current = rows.findLast(({ kind, revoked_at }) => kind === 'issuing' && revoked_at === null);
  const roots = rows.flatMap((row) => {
    const decoded = decodeCertificate(row.der);
    return row.kind === 'root' && decoded.ok ? [{ authorityId: row.authority_id, certificate: decoded.value }] : [];
  });
  const described: AuthorityDescription[] = [];
  for (const row of rows) {
    const decoded = decodeCertificate(row.der);
    if (!decoded.ok) throw new Error(`the certificate of ${row.authority_id} cannot be read: ${decoded.error.code}`);
    const { subject, serialHex, validity, der } = decoded.value;
    const list = await servedListFacts(ports.database.query, row.authority_id);
    const issues = row.kind === 'root' || row === current;
    described.push({
      authorityId: row.authority_id,
      kind: row.kind,
      key: row.kind === 'issuing' || row.authority_id === EMBEDDED_ROOT ? 'here' : 'elsewhere',
      rootId: roots.find(({ certificate }) => issued(certificate, decoded.value, ports.cryptography))?.authorityId,
      state: row.revoked_at !== null ? 'revoked' : issues ? 'issues' : 'vouches',
      name: formatName(subject),
      serialHex,
      sha256: colonHex(fingerprintOf(der)),
      ...validity,
      list: list && { number: list.number, thisUpdate: list.this_update, nextUpdate: list.next_update },
      pem: toPem('CERTIFICATE', der),
    });
  }
  return described;

  function fingerprintOf(der: Uint8Array): string {
    return fingerprintsOf(new Uint8Array(der), ports.cryptography).sha256;
  }
}
