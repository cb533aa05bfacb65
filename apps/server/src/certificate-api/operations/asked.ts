import type { CertificateAskedFor, CertificatesPorts } from '@sallyport/certificates';
import { type Static, Type } from 'typebox';
import type { Outcome } from '../operation.ts';
import { CLOSED, Id, Names, Status } from '../schemas.ts';
import { issueAtOnce } from './issue-at-once.ts';

export const Asked = Type.Object(
  {
    id: Id,
    status: Status,
    unproven: { ...Names, description: 'Names whose domain is to be verified first.' },
  },
  CLOSED,
);

/** A request that was taken, issued already where nobody's word is missing. */
export async function askedOutcome(certificates: CertificatesPorts, asked: CertificateAskedFor): Promise<Outcome<Static<typeof Asked>>> {
  const { certificateId, unproven } = asked;
  const status = await issueAtOnce(certificates, asked);
  return { kind: 'answer', answer: { id: certificateId, status, unproven: [...unproven] }, location: `/certificates/${certificateId}` };
}
