import { decideOnRevocation, parseRevocationWishId } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, Status } from '../schemas.ts';
import { Decision } from './decision-body.ts';
import { CertificateParams, onCertificate } from './on-certificate.ts';

export const decideOnRevocationOperation = operation({
  id: 'decideOnRevocation',
  method: 'POST',
  path: '/certificates/:certificateId/revocation/decision',
  tag: 'Certificates',
  summary: 'Approve or decline a revocation that somebody else asked for',
  description:
    'One word of each person, never of whoever asked. `wish` is the one that was looked at (`revocationWish.id` of the certificate), so that a word from yesterday agrees to nothing asked for since.',
  scope: 'decide',
  params: CertificateParams,
  body: Type.Object({ wish: Type.String({ maxLength: 100 }), ...Decision }, CLOSED),
  answers: {
    status: 200,
    means: 'The word counts.',
    schema: Type.Object({ status: Status, approvals: Type.Integer(), needed: Type.Integer() }, CLOSED),
  },
  run: async (call) => {
    const { wish, decision, reason = '' } = call.body;
    const wishId = parseRevocationWishId(wish);
    return answer(
      await decideOnRevocation(call.certificates, { ...onCertificate(call), wishId, decision, reason }),
      ({ status, approvals, needed }) => ({ status, approvals, needed }),
    );
  },
});
