import {
  type Bytes,
  type Cryptography,
  type LintFinding,
  type Randomness,
  type Result,
  chooseValidity,
  decodeCertificate,
  fromHex,
  issued,
  lintLeaf,
  newSerial,
  ok,
  refuse,
  toHex,
  writeLeaf,
} from '@sallyport/pki';
import { type OwnAuthorities, type OwnIssuingCa, currentOf, issuingCasOf } from '../authority/own-authorities.ts';
import type { CaProvider, IssueJournal, IssueOrder, IssueRefusal } from './ca-provider.ts';

export interface EmbeddedCaParts {
  readonly authorities: OwnAuthorities;
  readonly cryptography: Cryptography;
  readonly randomness: Randomness;
}

/** The CAs of this installation: serial, intent and lint, durable before the signature. */
export function createEmbeddedCa(parts: EmbeddedCaParts): CaProvider {
  return {
    chain: (leaf) => chain(parts, leaf),
    check: (order) => {
      const authority = currentOf(parts.authorities);
      if (authority === undefined) return NO_AUTHORITY;
      const written = write(parts, { order, authority, serial: newSerial(parts.randomness) });
      if (!written.ok) return written;
      return ok(lint(parts, { order, authority, toBeSigned: written.value }));
    },
    issue: (order, journal) => issue(parts, order, journal),
  };
}

const NO_AUTHORITY = refuse({ code: 'signer-refused', because: 'no-authority' } as const);

function chain({ authorities, cryptography }: EmbeddedCaParts, leaf: Bytes | undefined): readonly Bytes[] {
  const decoded = leaf === undefined ? undefined : decodeCertificate(leaf);
  const above =
    decoded === undefined
      ? currentOf(authorities)
      : issuingCasOf(authorities).find(({ issuer }) => decoded.ok && issued(issuer.certificate, decoded.value, cryptography));
  const root = above && authorities.find(above.rootId);
  return [above, root].flatMap((authority) => (above === undefined || authority === undefined ? [] : [authority.issuer.certificate.der]));
}

async function issue(parts: EmbeddedCaParts, order: IssueOrder, journal: IssueJournal): Promise<Result<Bytes, IssueRefusal>> {
  const authority = await authorityFor(parts, journal);
  // What a revoked CA signs is good for nobody.
  if (authority?.revokedAt !== undefined || authority === undefined) return NO_AUTHORITY;
  const linted = await toBeSignedOf(parts, { order, authority, journal });
  if (!linted.ok) return linted;
  const signed = await authority.leaves.sign({ tbs: linted.value, profileId: order.profile.id, now: order.now });
  if (signed.ok) return signed;
  const { error } = signed;
  const because = error.code === 'signer-objects' ? error.objection : error.code;
  // Somebody who died over it wrote it long ago, or by a clock that was ahead. It begins anew, under another serial: of that signature nobody knows.
  if (because === 'validity' && journal.written.toBeSigned !== undefined) return issue(parts, order, { ...journal, written: {} });
  return refuse({ code: 'signer-refused', because });
}

/** The one that was written down with the serial goes on, whatever issues now. */
async function authorityFor({ authorities }: EmbeddedCaParts, { written }: IssueJournal): Promise<OwnIssuingCa | undefined> {
  const { serial, authorityId } = written;
  if (serial === undefined || authorityId === undefined) return currentOf(authorities);
  if (authorities.find(authorityId) === undefined) await authorities.refresh();
  const authority = authorities.find(authorityId);
  return authority?.kind === 'issuing' ? authority : undefined;
}

interface Issuing {
  readonly order: IssueOrder;
  readonly authority: OwnIssuingCa;
}

async function toBeSignedOf(
  parts: EmbeddedCaParts,
  { order, authority, journal }: Issuing & { readonly journal: IssueJournal },
): Promise<Result<Bytes, IssueRefusal>> {
  const { written } = journal;
  if (written.toBeSigned !== undefined) return unlessObjected(written.toBeSigned, written.findings ?? []);
  const serial = written.serial === undefined ? newSerial(parts.randomness) : fromHex(written.serial);
  const made = write(parts, { order, authority, serial });
  if (!made.ok) return made;
  const findings = lint(parts, { order, authority, toBeSigned: made.value });
  // One step: until it is durable the serial stands nowhere outside this function, so nothing can be lost between it and what is to be signed under it.
  await journal.write({ serial: toHex(serial), authorityId: authority.authorityId, toBeSigned: made.value, findings });
  return unlessObjected(made.value, findings);
}

function unlessObjected(toBeSigned: Bytes, findings: readonly LintFinding[]): Result<Bytes, IssueRefusal> {
  if (findings.some(({ severity }) => severity === 'error')) return refuse({ code: 'order-refused', because: 'lint', findings });
  return ok(toBeSigned);
}

function write(parts: EmbeddedCaParts, given: Issuing & { readonly serial: Bytes }): Result<Bytes, IssueRefusal> {
  const { order, authority, serial } = given;
  const { profile, now, until, publicKey, identifiers, subject } = order;
  const { issuer, pointers } = authority;
  const validity = chooseValidity({ profile, now, until, issuerNotAfter: issuer.validity.notAfter });
  if (!validity.ok) return refuse({ code: 'order-refused', because: validity.error.code });
  const made = writeLeaf(
    { profile, issuer, serial, publicKey, identifiers, subject, validity: validity.value, pointers },
    parts.cryptography,
  );
  return made.ok ? made : refuse({ code: 'order-refused', because: made.error.code });
}

function lint({ cryptography }: EmbeddedCaParts, given: Issuing & { readonly toBeSigned: Bytes }): readonly LintFinding[] {
  const { order, authority, toBeSigned } = given;
  return lintLeaf(toBeSigned, { profile: order.profile, issuer: authority.issuer, now: order.now, digests: cryptography });
}
