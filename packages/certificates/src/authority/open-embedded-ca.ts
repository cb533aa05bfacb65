import {
  type Bytes,
  type CertificateProfile,
  type Cryptography,
  type DecodedCertificate,
  type Pointers,
  type SigningKey,
  createCrlSigner,
  createLeafSigner,
  createResponderSigner,
  issued,
  readIssuer,
} from '@sallyport/pki';
import type { Clock, Database, NamedSecrets, Randomness } from '@sallyport/platform';
import { audit } from '../audit.ts';
import { type IssuingImport, type SignedIssuingCa, importIssuing } from '../ceremony/import-issuing.ts';
import { type IssuingRequest, requestIssuing } from '../ceremony/request-issuing.ts';
import type { CaProvider } from '../issuance/ca-provider.ts';
import { createEmbeddedCa } from '../issuance/embedded-ca.ts';
import { createResponders } from '../revocation/roll-responder.ts';
import type { CertificateAuthorityTable, CertificatesSchema } from '../schema.ts';
import { makeIssuingCa, makeRoot } from './make-authority.ts';
import {
  type CaKeys,
  EMBEDDED_ROOT,
  type OwnAuthorities,
  type OwnAuthority,
  type OwnIssuingCa,
  keyNamed,
  keyNameOf,
  mustFit,
  nameOf,
} from './own-authorities.ts';
import { authorityRows, keepAuthority } from './store.ts';

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
  /** Where the files of a CA are found (`root`, `root-2`, `issuing`, `issuing-2`, …): they stand in what it signs. */
  readonly pointersOf: (authorityId: string) => Pointers;
}

export interface EmbeddedCa {
  readonly provider: CaProvider;
  readonly authorities: OwnAuthorities;
}

/**
 * The CA of this installation: a root and an issuing CA below it, P-256, made at first start. Several processes that start at once get the same one:
 * whoever comes second keeps nothing. Where a root was imported, the issuing CAs below it come from ceremonies.
 *
 * @throws Error when what is kept does not fit together: the database was altered, or the keyring is another one.
 */
export async function openEmbeddedCa(parts: EmbeddedAuthorityParts): Promise<EmbeddedCa> {
  const authorities = new EmbeddedAuthorities(parts);
  await authorities.open();
  const { cryptography, randomness } = parts;
  return { provider: createEmbeddedCa({ authorities, cryptography, randomness }), authorities };
}

class EmbeddedAuthorities implements OwnAuthorities {
  readonly responderOf: OwnAuthorities['responderOf'];
  readonly #parts: EmbeddedAuthorityParts;
  #opened: readonly OwnAuthority[] = [];

  constructor(parts: EmbeddedAuthorityParts) {
    this.#parts = parts;
    this.responderOf = createResponders(parts);
  }

  async open(): Promise<void> {
    await this.refresh();
    if (!this.#opened.some(({ kind }) => kind === 'root')) {
      await this.#keep(EMBEDDED_ROOT, 'root', async () => makeRoot(this.#parts, await this.#keyOf(EMBEDDED_ROOT)));
      await this.refresh();
    }
    if (!this.#opened.some(({ kind }) => kind === 'issuing')) await this.roll();
  }

  all(): readonly OwnAuthority[] {
    return this.#opened;
  }

  find(authorityId: string): OwnAuthority | undefined {
    return this.#opened.find((authority) => authority.authorityId === authorityId);
  }

  async refresh(): Promise<void> {
    const rows = await authorityRows(this.#parts.database.query);
    const roots = rows
      .filter(({ kind }) => kind === 'root')
      .map((row) => ({ authorityId: row.authority_id, issuer: mustFit(readIssuer(row.der)) }));
    this.#opened = await Promise.all(rows.map((row) => this.#openOne(row, roots)));
  }

  async roll(): Promise<OwnIssuingCa | 'root-is-offline'> {
    if (this.#opened.some(({ kind, authorityId }) => kind === 'root' && authorityId !== EMBEDDED_ROOT)) return 'root-is-offline';
    const root = this.find(EMBEDDED_ROOT);
    if (root === undefined) throw new Error('the embedded CA has no root');
    const generation = this.#opened.filter(({ kind }) => kind === 'issuing').length + 1;
    const authorityId = nameOf('issuing', generation);
    await this.#keep(authorityId, 'issuing', async () =>
      makeIssuingCa(this.#parts, {
        rootKey: await this.#keyOf(EMBEDDED_ROOT),
        root: root.issuer,
        key: await this.#keyOf(authorityId),
        generation,
        pointers: this.#parts.pointersOf(EMBEDDED_ROOT),
      }),
    );
    await this.refresh();
    const made = this.find(authorityId);
    if (made?.kind !== 'issuing') throw new Error(`the CA ${authorityId} was made and is gone`);
    return made;
  }

  request(root: DecodedCertificate): Promise<IssuingRequest> {
    return requestIssuing(this.#parts, root);
  }

  async adopt(signed: SignedIssuingCa): Promise<IssuingImport> {
    const outcome = await importIssuing(this.#parts, signed);
    await this.refresh();
    return outcome;
  }

  async #openOne(row: CertificateAuthorityTable, roots: readonly Pick<OwnAuthority, 'authorityId' | 'issuer'>[]): Promise<OwnAuthority> {
    const { authority_id: authorityId, kind } = row;
    const revokedAt = row.revoked_at ?? undefined;
    const known = this.find(authorityId);
    if (known !== undefined) return known.kind === 'root' ? known : { ...known, revokedAt };
    const { cryptography, profiles, pointersOf } = this.#parts;
    const issuer = mustFit(readIssuer(row.der));
    if (kind === 'root' && authorityId !== EMBEDDED_ROOT) return { kind, authorityId, issuer };
    const key = await this.#keyOf(authorityId);
    const lists = mustFit(createCrlSigner({ key, issuer, cryptography }));
    if (kind === 'root') return { kind, authorityId, issuer, lists };
    const root = roots.find((one) => issued(one.issuer.certificate, issuer.certificate, cryptography));
    if (root === undefined) throw new Error(`the CA ${authorityId} has no root here`);
    return {
      kind,
      authorityId,
      issuer,
      revokedAt,
      rootId: root.authorityId,
      lists,
      leaves: mustFit(createLeafSigner({ key, issuer, profiles, cryptography })),
      responders: mustFit(createResponderSigner({ key, issuer, cryptography })),
      pointers: pointersOf(authorityId),
    };
  }

  #keyOf(authorityId: string): Promise<SigningKey> {
    return keyNamed(this.#parts, keyNameOf(authorityId));
  }

  /** The key is sealed before; whoever comes second keeps nothing. */
  async #keep(authorityId: string, kind: 'root' | 'issuing', make: () => Promise<Bytes>): Promise<void> {
    const { database, clock } = this.#parts;
    const der = await make();
    await database.transact(async (tx) => {
      const now = clock.now();
      if (!(await keepAuthority(tx, { authorityId, kind, der, now }))) return;
      await audit(tx, { at: now, action: 'certificate-authority.make', by: undefined, subject: `authority:${authorityId}` });
    });
  }
}
