import { type DecodedCertificate, type Unpacked, toHex, unpackCertificates } from '@sallyport/pki';
import { newId, type Transaction } from '@sallyport/platform';
import type { ByPerson, Person } from '../actor.ts';
import { audit } from '../audit.ts';
import { oneLine } from '../fields/rules.ts';
import type { CertificateId, ReportId } from '../identifiers.ts';
import { insertTerms, namedTerms } from '../inventory/terms.ts';
import { UNSIGNED } from '../issuance/unsigned.ts';
import { nextNotice } from '../notices/rules.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { ImportReport, LeftOut } from '../reports/rules.ts';
import { insertReport } from '../reports/store.ts';
import { insertEvent } from '../requests/store.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import { IMPORTED_PROFILE, IMPORT_LIMITS, factsOf, faultIn } from './rules.ts';

export interface ForeignFile {
  /** As whoever brings it calls it; for the report only. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

export interface Imported {
  readonly kind: 'imported';
  readonly reportId: ReportId;
  readonly report: ImportReport;
}

type ImportRefusal = Refusal<'step-up-needed' | 'role-missing' | 'nothing-to-import' | 'import-too-large' | 'import-private-key'>;

/**
 * Takes certificates that somebody else issued into the inventory, to be found and watched there. That says nothing of whose they are: no name is proven by it, and nobody can
 * revoke here what was not issued here. Every certificate that is not taken is in the report with its reason; a private key among them refuses all of it, before
 * anything is kept.
 */
export async function importCertificates(
  ports: CertificatesPorts,
  input: ByPerson & { readonly files: readonly ForeignFile[] },
): Promise<Imported | ImportRefusal> {
  const { person } = input;
  const may = await permit(ports.database, { person, permission: 'import' });
  const unpacked = isRefusal(may) ? may : unpackAll(input.files);
  if ('code' in unpacked) return refused(ports, person, unpacked);
  const taken: ImportReport['taken'][number][] = [];
  const left: LeftOut[] = [];
  for (const one of unpacked.places) {
    const { file, place } = one;
    const outcome = 'fault' in one ? one : await takeOne(ports, person, one.certificate);
    if ('code' in outcome) return refused(ports, person, outcome);
    if ('fault' in outcome) left.push({ file, place, name: outcome.name, fault: outcome.fault });
    else taken.push({ file, place, ...outcome });
  }
  const report: ImportReport = { kind: 'import', taken, left };
  const reportId = newId(ports.randomness) as ReportId;
  await ports.database.transact((tx) => insertReport(tx, { reportId, person, report, now: ports.clock.now() }));
  return { kind: 'imported', reportId, report };
}

async function refused<Refused extends Refusal>(ports: CertificatesPorts, person: Person, refusal: Refused): Promise<Refused> {
  const now = ports.clock.now();
  await ports.database.transact((tx) =>
    audit(tx, { at: now, action: 'certificate.import', by: person, subject: `organisation:${person.organisationId}`, refusal }),
  );
  return refusal;
}

type Place = { readonly file: string; readonly place: number } & (
  | { readonly certificate: DecodedCertificate }
  | Pick<LeftOut, 'name' | 'fault'>
);

const FILE_NAME_MAX_CHARACTERS = 100;

function unpackAll(
  files: readonly ForeignFile[],
): { readonly places: readonly Place[] } | Refusal<'nothing-to-import' | 'import-too-large' | 'import-private-key'> {
  if (files.length > IMPORT_LIMITS.files) return refuse('import-too-large', 'files', { limit: IMPORT_LIMITS.files });
  const places: Place[] = [];
  for (const { name, content } of files) {
    const file = oneLine(name, FILE_NAME_MAX_CHARACTERS) ?? '';
    const unpacked = unpackCertificates(content);
    if (unpacked.ok) places.push(...unpacked.value.map((one, index) => placed(one, { file, place: index + 1 })));
    else if (unpacked.error.code === 'pem-private-key') return refuse('import-private-key', 'in a file');
    else places.push({ file, place: 0, name: '', fault: unpacked.error.code });
  }
  if (places.length === 0) return refuse('nothing-to-import', String(files.length));
  const { certificates: limit } = IMPORT_LIMITS;
  return places.length > limit ? refuse('import-too-large', String(places.length), { limit }) : { places };
}

function placed(one: Unpacked, where: Pick<LeftOut, 'file' | 'place'>): Place {
  if (!one.ok) return { ...where, name: one.error.code === 'other-label' ? one.error.label : '', fault: one.error.code };
  const fault = faultIn(one.value);
  return fault === undefined ? { ...where, certificate: one.value } : { ...where, name: factsOf(one.value).first_name, fault };
}

type TakenOrLeft = { readonly name: string; readonly certificateId: CertificateId } | Pick<LeftOut, 'name' | 'fault'>;

/** One transaction each: of two who bring the same certificate at the same moment one brings it. */
function takeOne(
  ports: CertificatesPorts,
  person: Person,
  certificate: DecodedCertificate,
): Promise<TakenOrLeft | Refusal<'step-up-needed' | 'role-missing'>> {
  const certificateId = newId(ports.randomness) as CertificateId;
  const eventId = newId(ports.randomness);
  return ports.database.transact(async (tx): Promise<TakenOrLeft | Refusal<'step-up-needed' | 'role-missing'>> => {
    const now = ports.clock.now();
    const may = await permit(tx, { person, permission: 'import' });
    if (isRefusal(may)) return may;
    const row = foreignRow(ports, { certificate, certificateId, person, now });
    const name = row.first_name;
    if (!(await insertUnlessThere(tx, row))) return { name, fault: 'there-already' };
    await insertTerms(tx, { certificate: row, terms: namedTerms(row, []) });
    await insertEvent(tx, { certificateId, eventId, at: now, personId: person.personId, what: 'imported' });
    const details = { sha256: row.sha256, issuer: (row.issuer ?? '').slice(0, 500) };
    await audit(tx, { at: now, action: 'certificate.import', by: person, subject: `certificate:${certificateId}`, details });
    return { name, certificateId };
  });
}

function foreignRow(
  { cryptography }: Pick<CertificatesPorts, 'cryptography'>,
  given: { readonly certificate: DecodedCertificate; readonly certificateId: CertificateId; readonly person: Person; readonly now: number },
): CertificateTable {
  const { certificate, now, person } = given;
  const isOver = now > certificate.validity.notAfter;
  return {
    ...UNSIGNED,
    ...factsOf(certificate),
    certificate_id: given.certificateId,
    organisation_id: person.organisationId,
    status: isOver ? 'EXPIRED' : 'ACTIVE',
    status_since: now,
    origin: 'import',
    predecessor_id: null,
    predecessor_ends_at: null,
    overlap_hours: null,
    profile_id: IMPORTED_PROFILE,
    requested_by: person.personId,
    requested_at: now,
    csr: null,
    key_sha256: toHex(cryptography.sha256(certificate.publicKey.spki)),
    subject: '{}',
    keeps_not_after: null,
    note: '',
    approvals_needed: 0,
    der: certificate.der,
    sha256: toHex(cryptography.sha256(certificate.der)),
    notice_due_at: isOver ? null : nextNotice(certificate.validity, now),
  };
}

/** False when this organisation has it, issued here or imported before. */
async function insertUnlessThere(tx: Transaction<CertificatesSchema>, row: CertificateTable): Promise<boolean> {
  const kept = await tx.query
    .insertInto('certificate')
    .values(row)
    .onConflict((conflict) => conflict.columns(['organisation_id', 'sha256']).doNothing())
    .returning('certificate_id')
    .executeTakeFirst();
  return kept !== undefined;
}
