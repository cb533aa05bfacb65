import { type Bytes, type Result, type Subject, decodeCertificate, ok, readKeptCsr, refuse, toHex } from '@sallyport/pki';
import { newId, type Transaction } from '@sallyport/platform';
import { audit } from '../audit.ts';
import { unprovenNames } from '../domains/unproven-names.ts';
import type { CertificateId } from '../identifiers.ts';
import { insertTerms, termsOf } from '../inventory/terms.ts';
import { nextNotice } from '../notices/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { keptIdentifiers } from '../requests/kept-identifiers.ts';
import { changeStatus, insertEvent } from '../requests/store.ts';
import type { CertificatesSchema } from '../schema.ts';
import type { IssueJournal, IssueOrder, IssueRecord, IssueRefusal } from './ca-provider.ts';
import { overlapEnd } from '../succession/rules.ts';
import { forgetEarlierEnds } from '../succession/store.ts';
import { findCaaObjection } from './caa.ts';
import { providerOf } from './provider-of.ts';
import { type Claim, type ClaimedRow, ClaimLost, claimIssue, dueForIssue, postponeIssue, writeRecord } from './store.ts';

/** How long one process may work on an issue before another takes it over. */
const CLAIM_MS = 60_000;

/** `waiting`: the CA is at work; it goes on by itself. */
export type IssueOutcome = 'issued' | 'failed' | 'waiting' | 'not-due';

/**
 * Issues what was approved: the claim, then the serial with what is to be signed and its lint (the journal), each durable before the next; then the signature, and
 * at last the certificate, in one transaction with its audit event. Whoever dies in between leaves a record from which another process goes on; of several
 * that try at once one has the claim.
 *
 * @throws ClaimLost when it took longer than a claim lasts and another process has taken it over.
 */
export async function issueCertificate(ports: CertificatesPorts, certificateId: CertificateId): Promise<IssueOutcome> {
  const now = ports.clock.now();
  const claim = { certificateId, until: now + CLAIM_MS };
  const claimed = await ports.database.transact((tx) => claimWhatIsProven(tx, ports, claim));
  if (claimed === undefined) return 'not-due';
  const { row, order } = claimed;
  const permitted = order.ok ? await unlessForbidden(ports, row, order.value) : order;
  const result = permitted.ok ? await providerOf(ports, permitted.value).issue(permitted.value, journalOf(ports, claim, row)) : permitted;
  if (result.ok) return commit(ports, { claim, row, der: result.value });
  const { error } = result;
  return error.code === 'not-yet' ? postpone(ports, claim, error.until) : fail(ports, { claim, row, error });
}

interface Claimed {
  readonly row: ClaimedRow;
  readonly order: Result<IssueOrder, IssueRefusal>;
}

/** A proof that held when it was asked for may be too old by now, or taken back: whatever was begun, nothing is signed without one. */
async function claimWhatIsProven(
  tx: Transaction<CertificatesSchema>,
  ports: CertificatesPorts,
  claim: Claim,
): Promise<Claimed | undefined> {
  const now = ports.clock.now();
  const row = await claimIssue(tx, { claim, now });
  if (row === undefined) return undefined;
  const order = orderOf(ports, row, now);
  if (!order.ok) return { row, order };
  const organisationId = row.organisation_id;
  const unproven = await unprovenNames(tx.query, { ...order.value, organisationId, policy: ports.policy });
  return { row, order: unproven.length === 0 ? order : refuse({ code: 'order-refused', because: 'names-unproven' }) };
}

/** A CA elsewhere looks for itself. Nobody has asked before, so a name that was looked at for one certificate is looked at anew for the next. */
async function unlessForbidden(
  ports: CertificatesPorts,
  { organisation_id: organisationId }: ClaimedRow,
  order: IssueOrder,
): Promise<Result<IssueOrder, IssueRefusal>> {
  if (providerOf(ports, order) !== ports.provider) return ok(order);
  const found = await findCaaObjection(ports, { identifiers: order.identifiers, organisationId });
  return found === undefined ? ok(order) : refuse({ code: 'order-refused', because: `${found.objection}: ${found.name}` });
}

/** Issues what waits, oldest first, until nothing is left; for a loop in every process and after a restart. Answers how many there were. */
export async function issueDue(ports: CertificatesPorts): Promise<number> {
  const due = await dueForIssue(ports.database.query, ports.clock.now());
  for (const certificateId of due) await issueUnlessTaken(ports, certificateId);
  return due.length;
}

async function issueUnlessTaken(ports: CertificatesPorts, certificateId: CertificateId): Promise<void> {
  try {
    await issueCertificate(ports, certificateId);
  } catch (error) {
    if (!(error instanceof ClaimLost)) throw error;
  }
}

function orderOf(ports: CertificatesPorts, row: ClaimedRow, now: number): Result<IssueOrder, IssueRefusal> {
  const refused = (because: string) => refuse({ code: 'order-refused', because } as const);
  const profile = ports.profiles.find(({ id }) => id === row.profile_id);
  if (profile === undefined) return refused('profile-unknown');
  const csr = row.csr === null ? undefined : readKeptCsr(row.csr);
  if (csr?.ok !== true) return refused('csr-malformed');
  const identifiers = keptIdentifiers(row);
  const subject = JSON.parse(row.subject) as Subject;
  const until = row.keeps_not_after === null ? { days: row.lifetime_days } : { notAfter: row.keeps_not_after };
  const { der, publicKey } = csr.value;
  return ok({ profile, csr: der, publicKey, identifiers, subject, until, now });
}

function journalOf(ports: CertificatesPorts, claim: Claim, row: ClaimedRow): IssueJournal {
  const written: Partial<IssueRecord> = {
    ...(row.serial === null ? {} : { serial: row.serial }),
    ...(row.authority_id === null ? {} : { authorityId: row.authority_id }),
    ...(row.to_be_signed === null ? {} : { toBeSigned: new Uint8Array(row.to_be_signed) }),
    ...(row.lint === null ? {} : { findings: JSON.parse(row.lint) as NonNullable<IssueRecord['findings']> }),
  };
  const { certificateId } = claim;
  return { certificateId, written, write: (record) => ports.database.transact((tx) => writeRecord(tx, { claim, record })) };
}

/** Whoever looks after what is due finds it again then; until then nobody works on it. */
async function postpone(ports: CertificatesPorts, claim: Claim, until: number): Promise<IssueOutcome> {
  return (await ports.database.transact((tx) => postponeIssue(tx, claim, until))) ? 'waiting' : 'not-due';
}

async function commit(
  ports: CertificatesPorts,
  { claim, row, der }: { readonly claim: Claim; readonly row: ClaimedRow; readonly der: Bytes },
): Promise<IssueOutcome> {
  const decoded = decodeCertificate(der);
  if (!decoded.ok) throw new Error(`a certificate that cannot be read was signed: ${decoded.error.code}`);
  const { certificateId } = claim;
  const { serialHex, validity } = decoded.value;
  const eventIds = { issued: newId(ports.randomness), superseded: newId(ports.randomness) };
  const along = {
    der,
    sha256: toHex(ports.cryptography.sha256(der)),
    serial: serialHex,
    not_before: validity.notBefore,
    not_after: validity.notAfter,
    claimed_until: null,
  };
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    const status = await changeStatus(tx, {
      certificateId,
      from: 'ISSUING',
      change: 'sign',
      now,
      along: {
        ...along,
        answer_due_at: now,
        notice_due_at: nextNotice(validity, now),
        predecessor_ends_at: row.overlap_hours === null ? null : overlapEnd(now, row.overlap_hours),
      },
    });
    // Another process went on after our claim had run out, and was first: this signature reaches nobody.
    if (status === undefined) return 'not-due';
    await insertTerms(tx, { certificate: row, terms: termsOf({ names: [], serial: serialHex }) });
    await insertEvent(tx, { certificateId, eventId: eventIds.issued, at: now, personId: undefined, what: 'issued' });
    if (row.predecessor_id !== null) {
      if (row.overlap_hours !== null) await forgetEarlierEnds(tx, row);
      const superseded = { certificateId: row.predecessor_id, from: 'ACTIVE', change: 'supersede', now } as const;
      if (await changeStatus(tx, superseded)) {
        await insertEvent(tx, { ...superseded, eventId: eventIds.superseded, at: now, personId: undefined, what: 'superseded' });
      }
    }
    await audit(tx, {
      at: now,
      action: 'certificate.issue',
      by: undefined,
      subject: `certificate:${certificateId}`,
      details: { serial: serialHex, profile: row.profile_id },
    });
    return 'issued';
  });
}

async function fail(
  ports: CertificatesPorts,
  { claim, error }: { readonly claim: Claim; readonly row: ClaimedRow; readonly error: IssueRefusal },
): Promise<IssueOutcome> {
  const { certificateId } = claim;
  const eventId = newId(ports.randomness);
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    const along = { reason: error.because, claimed_until: null };
    const status = await changeStatus(tx, { certificateId, from: 'ISSUING', change: 'fail', now, along });
    if (status === undefined) return 'not-due';
    await insertEvent(tx, { certificateId, eventId, at: now, personId: undefined, what: 'failed', note: error.because });
    await audit(tx, {
      at: now,
      action: 'certificate.issue',
      by: undefined,
      subject: `certificate:${certificateId}`,
      details: { failed: `${error.code}: ${error.because}` },
    });
    return 'failed';
  });
}
