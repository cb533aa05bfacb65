import { type Statement, statement, type Transaction } from '@sallyport/platform';
import type { KeptValue } from '../fields/rules.ts';
import type { CertificateId, FieldId, OrganisationId } from '../identifiers.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';

/**
 * What a certificate is found by: each name and each of its endings at a label, so that `shop`, `shop.example` and `example` all lead to
 * `www.shop.example` by the beginning of a word; its serial; and what stands in its fields. In lower case.
 */
export function termsOf(given: {
  readonly names: readonly string[];
  readonly serial: string | undefined;
  readonly values?: readonly KeptValue[];
}): readonly string[] {
  const words = given.names.flatMap((name) => endingsOf(name.toLowerCase()));
  const values = (given.values ?? []).flatMap(termsOfValue);
  return [...new Set([...words, ...(given.serial === undefined ? [] : [given.serial.toLowerCase()]), ...values])];
}

type Found = Pick<CertificateTable, 'names' | 'serial' | 'imported_serial'>;

/** The same of a certificate that is kept. */
export function namedTerms({ names, serial, imported_serial }: Found, values: readonly KeptValue[]): readonly string[] {
  return termsOf({ names: JSON.parse(names) as string[], serial: serial ?? imported_serial ?? undefined, values });
}

function endingsOf(name: string): readonly string[] {
  if (name.includes(':')) return [name];
  const labels = name.replace(/^\*\./, '').split('.');
  return [name, ...labels.map((_, index) => labels.slice(index).join('.'))];
}

const MOST_WORDS = 12;

/** A value is found by the beginning of each of its words, and whole where only its field is searched. */
function termsOfValue({ fieldId, value }: KeptValue): readonly string[] {
  const text = value.toLowerCase();
  const words = text.split(/ +/).slice(0, MOST_WORDS);
  return [...words.map((_, index) => words.slice(index).join(' ')), inField(fieldId, text)];
}

/** What is searched for in one field only. No name, serial or value has the character by which it begins. */
export function inField(fieldId: FieldId, text: string): string {
  return `\u0001${fieldId}=${text}`;
}

interface Terms {
  readonly certificate: Pick<CertificateTable, 'organisation_id' | 'certificate_id' | 'first_name'>;
  readonly terms: readonly string[];
}

export async function insertTerms(tx: Transaction<CertificatesSchema>, { certificate, terms }: Terms): Promise<void> {
  for (let start = 0; start < terms.length; start += MOST_AT_ONCE) {
    const some = terms.slice(start, start + MOST_AT_ONCE);
    await tx.change(insertOf(some.length), {
      ...certificate,
      ...Object.fromEntries(some.map((term, index) => [`term${String(index)}`, term])),
    });
  }
}

const MOST_AT_ONCE = 50;

interface TermParameters {
  readonly organisation_id: OrganisationId;
  readonly certificate_id: CertificateId;
  readonly first_name: string;
  readonly [term: `term${number}`]: string;
}

/** By the number of terms, because the text of a statement says how many rows it writes. */
const inserts = new Map<number, Statement<TermParameters, unknown>>();

function insertOf(count: number): Statement<TermParameters, unknown> {
  const known = inserts.get(count);
  if (known !== undefined) return known;
  const made = statement<CertificatesSchema, TermParameters>('insert-terms')((query, given) => {
    const { organisation_id, certificate_id, first_name } = given;
    const rows = Array.from({ length: count }, (_, index) => ({
      organisation_id,
      certificate_id,
      first_name,
      term: given[`term${index}`] as typeof first_name,
    }));
    return query
      .insertInto('certificate_term')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['organisation_id', 'term', 'certificate_id']).doNothing());
  });
  inserts.set(count, made);
  return made;
}

export async function replaceTerms(tx: Transaction<CertificatesSchema>, given: Terms): Promise<void> {
  await tx.query.deleteFrom('certificate_term').where('certificate_id', '=', given.certificate.certificate_id).execute();
  await insertTerms(tx, given);
}
