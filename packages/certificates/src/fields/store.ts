import { type Instant, type ReadOnlyQuery, type Reads, statement, type Transaction } from '@sallyport/platform';
import type { CertificateId, FieldId, OrganisationId } from '../identifiers.ts';
import { insertTerms, namedTerms, replaceTerms, termsOf } from '../inventory/terms.ts';
import type { CertificateFieldTable, CertificatesSchema, CertificateTable } from '../schema.ts';
import type { CustomField, GoodField, KeptValue } from './rules.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

const fieldsStatement = statement<CertificatesSchema, { organisationId: OrganisationId }>('fields-of-organisation')((query, given) =>
  query
    .selectFrom('certificate_field')
    .select(['field_id', 'name', 'kind', 'choices', 'need'])
    .where('organisation_id', '=', given.organisationId)
    .where('retired_at', 'is', null)
    .orderBy('added_at')
    .orderBy('field_id'),
);

/** Those that are asked for, in the order in which they were added. */
export async function fieldsOf(reads: Reads, organisationId: OrganisationId): Promise<readonly CustomField[]> {
  return (await reads.all(fieldsStatement, { organisationId })).map(keptField);
}

type KeptField = Pick<CertificateFieldTable, 'field_id' | 'name' | 'kind' | 'choices' | 'need'>;

function keptField({ field_id, name, kind, choices, need }: KeptField): CustomField {
  return { fieldId: field_id, name, kind, choices: JSON.parse(choices) as string[], need };
}

export async function insertField(
  tx: Tx,
  field: CustomField & { readonly organisationId: OrganisationId; readonly now: Instant },
): Promise<void> {
  await tx.query
    .insertInto('certificate_field')
    .values({
      field_id: field.fieldId,
      organisation_id: field.organisationId,
      name: field.name,
      kind: field.kind,
      choices: JSON.stringify(field.choices),
      need: field.need,
      added_at: field.now,
      retired_at: null,
    })
    .execute();
}

export interface FieldKey {
  readonly fieldId: FieldId;
  readonly organisationId: OrganisationId;
}

export async function updateField(tx: Tx, { fieldId, organisationId, field }: FieldKey & { readonly field: GoodField }): Promise<void> {
  await tx.query
    .updateTable('certificate_field')
    .set({ name: field.name, choices: JSON.stringify(field.choices), need: field.need })
    .where('field_id', '=', fieldId)
    .where('organisation_id', '=', organisationId)
    .execute();
}

/** False when it is none of this organisation's, or was retired before. */
export async function markRetired(tx: Tx, { fieldId, organisationId, now }: FieldKey & { readonly now: Instant }): Promise<boolean> {
  const row = await tx.query
    .updateTable('certificate_field')
    .set({ retired_at: now })
    .where('field_id', '=', fieldId)
    .where('organisation_id', '=', organisationId)
    .where('retired_at', 'is', null)
    .returning('field_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What stands in the fields of each of these certificates, those of retired fields left out. */
export async function valuesOf(
  query: Query,
  { fields, certificateIds }: { readonly fields: readonly CustomField[]; readonly certificateIds: readonly CertificateId[] },
): Promise<ReadonlyMap<CertificateId, readonly KeptValue[]>> {
  if (fields.length === 0 || certificateIds.length === 0) return new Map();
  const rows = await query
    .selectFrom('certificate_field_value')
    .selectAll()
    .where('certificate_id', 'in', [...certificateIds])
    .where(
      'field_id',
      'in',
      fields.map(({ fieldId }) => fieldId),
    )
    .execute();
  const values = new Map<CertificateId, KeptValue[]>(certificateIds.map((id) => [id, []]));
  for (const { certificate_id, field_id, value } of rows) values.get(certificate_id)?.push({ fieldId: field_id, value });
  return values;
}

/** Of a certificate that is new. */
export async function insertValues(
  tx: Tx,
  { certificateId, values }: { readonly certificateId: CertificateId; readonly values: readonly KeptValue[] },
): Promise<void> {
  if (values.length === 0) return;
  await tx.query
    .insertInto('certificate_field_value')
    .values(values.map(({ fieldId, value }) => ({ certificate_id: certificateId, field_id: fieldId, value })))
    .execute();
}

/** What is noted beside a certificate is noted beside the one that takes its place too. */
export async function carryValues(
  tx: Tx,
  { from, to }: { readonly from: CertificateId; readonly to: Pick<CertificateTable, 'certificate_id' | 'organisation_id' | 'first_name'> },
): Promise<void> {
  const fields = await fieldsOf(tx, to.organisation_id);
  const values = (await valuesOf(tx.query, { fields, certificateIds: [from] })).get(from) ?? [];
  await insertValues(tx, { certificateId: to.certificate_id, values });
  await insertTerms(tx, { certificate: to, terms: termsOf({ names: [], serial: undefined, values }) });
}

type Described = Pick<CertificateTable, 'certificate_id' | 'organisation_id' | 'names' | 'first_name' | 'serial' | 'imported_serial'>;

/** Writes what the fields of this organisation hold now, in place of what they held, and with it what the certificate is found by. */
export async function replaceValues(
  tx: Tx,
  given: { readonly certificate: Described; readonly fields: readonly CustomField[]; readonly values: readonly KeptValue[] },
): Promise<void> {
  const { certificate, fields, values } = given;
  const { certificate_id } = certificate;
  await tx.query
    .deleteFrom('certificate_field_value')
    .where('certificate_id', '=', certificate_id)
    .where(
      'field_id',
      'in',
      fields.map(({ fieldId }) => fieldId),
    )
    .execute();
  await insertValues(tx, { certificateId: certificate_id, values });
  await replaceTerms(tx, { certificate, terms: namedTerms(certificate, values) });
}
