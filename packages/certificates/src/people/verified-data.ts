import type { Subject } from '@sallyport/pki';
import type { Instant } from '@sallyport/platform';
import type { CertificateOrganisationTable } from '../schema.ts';

/** What an operator has verified of an organisation. */
export interface VerifiedData {
  /** To the letter what may stand in a subject. */
  readonly subject: Subject;
  readonly at: Instant;
}

export function verifiedDataOf({
  verified_subject: subject,
  verified_at: at,
}: Pick<CertificateOrganisationTable, 'verified_subject' | 'verified_at'>): VerifiedData | undefined {
  return subject === null || at === null ? undefined : { subject: JSON.parse(subject) as Subject, at };
}
