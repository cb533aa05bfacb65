import {
  type Bytes,
  type Cryptography,
  type Issuer,
  type LeafSigner,
  type LintFinding,
  type Pointers,
  type Randomness,
  type Result,
  chooseValidity,
  fromHex,
  lintLeaf,
  newSerial,
  ok,
  refuse,
  toHex,
  writeLeaf,
} from '@sallyport/pki';
import type { CaProvider, IssueJournal, IssueOrder, IssueRefusal } from './ca-provider.ts';

export interface EmbeddedCaParts {
  readonly signer: LeafSigner;
  readonly root: Issuer;
  readonly cryptography: Cryptography;
  readonly randomness: Randomness;
  readonly pointers: Pointers;
}

/** The CA of this installation: serial and intent, lint, signature, each durable before the next. */
export function createEmbeddedCa(parts: EmbeddedCaParts): CaProvider {
  const { signer, root } = parts;
  return {
    chain: () => [signer.issuer.certificate.der, root.certificate.der],
    check: (order) => {
      const written = write(parts, { order, serial: newSerial(parts.randomness) });
      if (!written.ok) return written;
      return ok(lint(parts, { order, toBeSigned: written.value }));
    },
    issue: (order, journal) => issue(parts, order, journal),
  };
}

async function issue(parts: EmbeddedCaParts, order: IssueOrder, journal: IssueJournal): Promise<Result<Bytes, IssueRefusal>> {
  const linted = await toBeSignedOf(parts, order, journal);
  if (!linted.ok) return linted;
  const signed = await parts.signer.sign({ tbs: linted.value, profileId: order.profile.id, now: order.now });
  if (signed.ok) return signed;
  const { error } = signed;
  return refuse({ code: 'signer-refused', because: error.code === 'signer-objects' ? error.objection : error.code });
}

async function toBeSignedOf(parts: EmbeddedCaParts, order: IssueOrder, journal: IssueJournal): Promise<Result<Bytes, IssueRefusal>> {
  const { written } = journal;
  if (written.toBeSigned !== undefined) return unlessObjected(written.toBeSigned, written.findings ?? []);
  const serial = written.serial === undefined ? newSerial(parts.randomness) : fromHex(written.serial);
  if (written.serial === undefined) await journal.write({ serial: toHex(serial) });
  const made = write(parts, { order, serial });
  if (!made.ok) return made;
  const findings = lint(parts, { order, toBeSigned: made.value });
  await journal.write({ toBeSigned: made.value, findings });
  return unlessObjected(made.value, findings);
}

function unlessObjected(toBeSigned: Bytes, findings: readonly LintFinding[]): Result<Bytes, IssueRefusal> {
  if (findings.some(({ severity }) => severity === 'error')) return refuse({ code: 'order-refused', because: 'lint', findings });
  return ok(toBeSigned);
}

function write(parts: EmbeddedCaParts, given: { readonly order: IssueOrder; readonly serial: Bytes }): Result<Bytes, IssueRefusal> {
  const { order, serial } = given;
  const { profile, now, until, publicKey, identifiers, subject } = order;
  const { issuer } = parts.signer;
  const validity = chooseValidity({ profile, now, until, issuerNotAfter: issuer.validity.notAfter });
  if (!validity.ok) return refuse({ code: 'order-refused', because: validity.error.code });
  const made = writeLeaf(
    { profile, issuer, serial, publicKey, identifiers, subject, validity: validity.value, pointers: parts.pointers },
    parts.cryptography,
  );
  return made.ok ? made : refuse({ code: 'order-refused', because: made.error.code });
}

function lint(
  { signer, cryptography }: EmbeddedCaParts,
  { order, toBeSigned }: { readonly order: IssueOrder; readonly toBeSigned: Bytes },
): readonly LintFinding[] {
  return lintLeaf(toBeSigned, { profile: order.profile, issuer: signer.issuer, now: order.now, digests: cryptography });
}
