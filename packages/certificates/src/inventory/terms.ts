import type { Transaction } from '@sallyport/platform';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';

/**
 * What a certificate is found by: each name and each of its endings at a label, so that `shop`, `shop.example` and `example` all lead to
 * `www.shop.example` by the beginning of a word; and its serial. In lower case.
 */
export function termsOf(given: { readonly names: readonly string[]; readonly serial: string | undefined }): readonly string[] {
  const words = given.names.flatMap((name) => endingsOf(name.toLowerCase()));
  return [...new Set(given.serial === undefined ? words : [...words, given.serial.toLowerCase()])];
}

function endingsOf(name: string): readonly string[] {
  if (name.includes(':')) return [name];
  const labels = name.replace(/^\*\./, '').split('.');
  return [name, ...labels.map((_, index) => labels.slice(index).join('.'))];
}

export async function insertTerms(
  tx: Transaction<CertificatesSchema>,
  given: { readonly certificate: Pick<CertificateTable, 'organisation_id' | 'certificate_id'>; readonly terms: readonly string[] },
): Promise<void> {
  const { organisation_id, certificate_id } = given.certificate;
  if (given.terms.length === 0) return;
  await tx.query
    .insertInto('certificate_term')
    .values(given.terms.map((term) => ({ organisation_id, certificate_id, term })))
    .onConflict((conflict) => conflict.columns(['organisation_id', 'term', 'certificate_id']).doNothing())
    .execute();
}
