import { type Subject, mistakeInSubject } from '@sallyport/pki';
import { audit } from '../audit.ts';
import type { OrganisationId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';

type VerifyRefusal = Refusal<'organisation-not-found' | 'subject-malformed'>;

/**
 * By the operator at the machine, who has seen papers: what may stand in a subject from now on, to the letter. An empty one takes all of it back; certificates
 * that exist go on. The common name repeats a name of the certificate and is no part of it.
 */
export function verifyOrganisationByOperator(
  ports: CertificatesPorts,
  { organisationId, subject }: { readonly organisationId: OrganisationId; readonly subject: Omit<Subject, 'commonName'> },
): Promise<{ readonly kind: 'verified' } | VerifyRefusal> {
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    const act = { at: now, action: 'certificate-organisation.verify', by: undefined, subject: `organisation:${organisationId}` } as const;
    const outcome = await verify();
    if (isRefusal(outcome)) await audit(tx, { ...act, refusal: outcome });
    else await audit(tx, { ...act, details: { subject: JSON.stringify(subject) } });
    return outcome;

    async function verify(): Promise<{ readonly kind: 'verified' } | VerifyRefusal> {
      const mistake = 'commonName' in subject ? ({ code: 'subject-malformed', field: 'commonName' } as const) : mistakeInSubject(subject);
      if (mistake !== undefined) return refuse('subject-malformed', mistake.field, { names: mistake });
      const isEmpty = Object.keys(subject).length === 0;
      const row = await tx.query
        .updateTable('certificate_organisation')
        .set({ verified_subject: isEmpty ? null : JSON.stringify(subject), verified_at: isEmpty ? null : now })
        .where('organisation_id', '=', organisationId)
        .returning('organisation_id')
        .executeTakeFirst();
      return row === undefined ? refuse('organisation-not-found', 'nobody of it has come in') : { kind: 'verified' };
    }
  });
}
