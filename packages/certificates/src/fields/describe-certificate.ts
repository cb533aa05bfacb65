import { newId, type Transaction } from '@sallyport/platform';
import type { OnCertificate } from '../actor.ts';
import { audit } from '../audit.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { insertEvent, lockRow } from '../requests/store.ts';
import type { CertificatesSchema } from '../schema.ts';
import { type CustomField, type EntriesRefusal, type FieldEntry, judgeEntries } from './rules.ts';
import { fieldsOf, replaceValues, valuesOf } from './store.ts';

export interface Description extends OnCertificate {
  /** Fields that are not among them keep what they have. */
  readonly entries: readonly FieldEntry[];
}

export type DescribeRefusal = Refusal<'step-up-needed' | 'role-missing' | 'certificate-not-found'> | EntriesRefusal;

/** Writes into the fields of a certificate, whatever its status. The history names the fields, not what stood in them: that is for the audit of whoever keeps them. */
export function describeCertificate(
  ports: CertificatesPorts,
  input: Description,
): Promise<{ readonly kind: 'described' } | DescribeRefusal> {
  const eventId = newId(ports.randomness);
  const { person, certificateId } = input;
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'described' } | DescribeRefusal> => {
    const now = ports.clock.now();
    const changed = await write(tx, input);
    const act = { at: now, action: 'certificate.describe', by: person, subject: `certificate:${certificateId}` } as const;
    if ('code' in changed) {
      await audit(tx, { ...act, refusal: changed });
      return changed;
    }
    const names = changed.map(({ name }) => name).join(', ');
    if (changed.length > 0)
      await insertEvent(tx, { certificateId, eventId, at: now, personId: person.personId, what: 'described', note: names });
    await audit(tx, { ...act, details: { fields: names } });
    return { kind: 'described' };
  });
}

async function write(
  tx: Transaction<CertificatesSchema>,
  { person, certificateId, entries }: Description,
): Promise<readonly CustomField[] | DescribeRefusal> {
  const may = await permit(tx, { person, permission: 'describe' });
  if (isRefusal(may)) return may;
  const { organisationId } = person;
  // Of two who write at the same moment each sees what the other has written.
  const certificate = await lockRow(tx, { certificateId, organisationId });
  if (certificate === undefined) return refuse('certificate-not-found', 'none of this organisation');
  const fields = await fieldsOf(tx, organisationId);
  const kept = (await valuesOf(tx.query, { fields, certificateIds: [certificateId] })).get(certificateId) ?? [];
  const judged = judgeEntries(entries, { fields, kept, asked: 'those-named' });
  if ('code' in judged) return judged;
  if (judged.changed.length > 0) await replaceValues(tx, { certificate, fields, values: judged.values });
  return judged.changed;
}
