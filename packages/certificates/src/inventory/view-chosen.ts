import type { ByPerson } from '../actor.ts';
import type { CertificateId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { MOST_AT_ONCE } from './act-on-many.ts';
import { type ListedCertificate, listed } from './listed-certificate.ts';
import { rowsOf } from './store.ts';

/** Those of the chosen that this organisation has, in the order given: what a page names before it asks whether to go on. */
export async function viewChosen(
  { database, clock }: Pick<CertificatesPorts, 'clock' | 'database'>,
  { person, certificateIds }: ByPerson & { readonly certificateIds: readonly CertificateId[] },
): Promise<
  | { readonly certificates: readonly ListedCertificate[] }
  | Refusal<'step-up-needed' | 'role-missing' | 'nothing-chosen' | 'too-many-chosen'>
> {
  const { query } = database;
  const may = await permit(database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const chosen = [...new Set(certificateIds)];
  if (chosen.length === 0) return refuse('nothing-chosen', 'look');
  if (chosen.length > MOST_AT_ONCE) return refuse('too-many-chosen', 'look', { limit: MOST_AT_ONCE });
  const rows = new Map(
    (await rowsOf(query, { organisationId: person.organisationId, certificateIds: chosen })).map((row) => [row.certificate_id, row]),
  );
  const now = clock.now();
  return { certificates: chosen.flatMap((id) => rows.get(id) ?? []).map((row) => listed(row, now)) };
}
