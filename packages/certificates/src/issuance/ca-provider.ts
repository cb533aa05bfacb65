import type { Bytes, CertificateProfile, Identifier, Instant, LintFinding, PublicKey, Result, Subject } from '@sallyport/pki';
import type { CertificateId } from '../identifiers.ts';

/** Whoever signs: the embedded CA, or a CA somewhere else. The rest of the room sees this only. */
export interface CaProvider {
  /** What this CA answers to its own rules, before anything is written down: nothing is consumed. */
  check(order: IssueOrder): Result<readonly LintFinding[], IssueRefusal>;
  /**
   * Issues what is ordered. What must not be lost is written into the journal, and is durable when `write` resolves, before the signature is made: the
   * serial, what is to be signed under it, and what lint says of that. What the journal holds already is not done again.
   *
   * Resolves to the certificate, or says why there is none, or when to ask again; throws only when the journal does.
   */
  issue(order: IssueOrder, journal: IssueJournal): Promise<Result<Bytes, IssueRefusal | NotYet>>;
  /** The certificates above a leaf, its issuer first; without a leaf, those above what is issued now. None for a leaf of somebody else. */
  chain(leaf?: Bytes): readonly Bytes[];
}

export interface IssueOrder {
  readonly profile: CertificateProfile;
  /** DER. The CA here takes nothing from it but the key; one elsewhere is handed all of it. */
  readonly csr: Bytes;
  readonly publicKey: PublicKey;
  readonly identifiers: readonly Identifier[];
  readonly subject: Subject;
  readonly until: { readonly days: number } | { readonly notAfter: Instant };
  readonly now: Instant;
}

export interface IssueJournal {
  readonly certificateId: CertificateId;
  readonly written: Partial<IssueRecord>;
  write(record: IssueRecord): Promise<void>;
}

export interface IssueRecord {
  /** Hexadecimal. */
  readonly serial: string;
  /** Which of the CAs behind the provider signs it; written down with the serial. */
  readonly authorityId: string;
  readonly toBeSigned: Bytes;
  readonly findings: readonly LintFinding[];
}

/** It goes on by itself: whoever looks after what is due asks again at that moment. */
export interface NotYet {
  readonly code: 'not-yet';
  readonly until: Instant;
}

export type IssueRefusal =
  /** What cannot be issued whenever it is tried. `findings` when lint objects. */
  | { readonly code: 'order-refused'; readonly because: string; readonly findings?: readonly LintFinding[] }
  /** The signer objects, or broke: for the operator to look at. */
  | { readonly code: 'signer-refused'; readonly because: string };
