import {
  type Bytes,
  type CertificateProfile,
  type Cryptography,
  type Pointers,
  type SigningKey,
  createCrlSigner,
  createLeafSigner,
  createResponderSigner,
  readIssuer,
} from '@sallyport/pki';
import type { Clock, Database, NamedSecrets, Randomness } from '@sallyport/platform';
import { audit } from '../audit.ts';
import type { CaProvider } from '../issuance/ca-provider.ts';
import { createEmbeddedCa } from '../issuance/embedded-ca.ts';
import { createResponders } from '../revocation/roll-responder.ts';
import type { CertificateAuthorityTable, CertificatesSchema } from '../schema.ts';
import { makeIssuingCa, makeRoot } from './make-authority.ts';
import { type CaKeys, type OwnAuthorities, type OwnAuthority, type OwnIssuingCa, keyNamed, mustFit } from './own-authorities.ts';
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
  /** Where the files of a CA are found (`root`, `issuing`, `issuing-2`, …): they stand in what it signs. */
  readonly pointersOf: (authorityId: string) => Pointers;
}

export interface EmbeddedCa {
  readonly provider: CaProvider;
  readonly authorities: OwnAuthorities;
}

const ROOT = 'root';

/**
 * The CA of this installation: a root and an issuing CA below it, P-256, made at first start. Several processes that start at once get the same one:
 * whoever comes second keeps nothing.
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
    if (this.find(ROOT) === undefined) {
      await this.#keep(ROOT, 'root', async () => makeRoot(this.#parts, await this.#keyOf(ROOT)));
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
    this.#opened = await Promise.all(rows.map((row) => this.#openOne(row)));
  }

  async roll(): Promise<OwnIssuingCa> {
    const root = this.find(ROOT);
    if (root === undefined) throw new Error('the embedded CA has no root');
    const generation = this.#opened.filter(({ kind }) => kind === 'issuing').length + 1;
    const authorityId = generation === 1 ? 'issuing' : `issuing-${String(generation)}`;
    await this.#keep(authorityId, 'issuing', async () =>
      makeIssuingCa(this.#parts, {
        rootKey: await this.#keyOf(ROOT),
        root: root.issuer,
        key: await this.#keyOf(authorityId),
        generation,
        pointers: this.#parts.pointersOf(ROOT),
      }),
    );
    await this.refresh();
    const made = this.find(authorityId);
    if (made?.kind !== 'issuing') throw new Error(`the CA ${authorityId} was made and is gone`);
    return made;
  }

  async #openOne(row: CertificateAuthorityTable): Promise<OwnAuthority> {
    const { authority_id: authorityId, kind } = row;
    const revokedAt = row.revoked_at ?? undefined;
    const known = this.find(authorityId);
    if (known !== undefined) return known.kind === 'root' ? known : { ...known, revokedAt };
    const { cryptography, profiles, pointersOf } = this.#parts;
    const issuer = mustFit(readIssuer(row.der));
    const key = await this.#keyOf(authorityId);
    const lists = mustFit(createCrlSigner({ key, issuer, cryptography }));
    if (kind === 'root') return { kind, authorityId, issuer, lists };
    return {
      kind,
      authorityId,
      issuer,
      revokedAt,
      lists,
      leaves: mustFit(createLeafSigner({ key, issuer, profiles, cryptography })),
      responders: mustFit(createResponderSigner({ key, issuer, cryptography })),
      pointers: pointersOf(authorityId),
    };
  }

  #keyOf(authorityId: string): Promise<SigningKey> {
    return keyNamed(this.#parts, `certificate-${authorityId}-key`);
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
