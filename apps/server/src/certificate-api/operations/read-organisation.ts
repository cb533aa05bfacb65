import { type VerifiedData, viewOrganisation } from '@sallyport/certificates';
import { SUBJECT_FIELDS } from '@sallyport/pki';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, Instant, Names, moment, oneOf } from '../schemas.ts';

const Organisation = Type.Object(
  {
    name: Type.String(),
    verified: Type.Optional(
      Type.Object(
        { at: Instant, subject: Type.Array(Type.Object({ field: oneOf(SUBJECT_FIELDS), value: Type.String() }, CLOSED)) },
        { ...CLOSED, description: 'What the operator has verified: to the letter what may stand in the subject of a certificate.' },
      ),
    ),
    vouchedByOperator: { ...Names, description: 'Names for which the operator vouches, with everything below them.' },
    administrators: Type.Array(Type.Object({ name: Type.String(), mail: Type.Optional(Type.String()) }, CLOSED), {
      description: 'Those who give roles.',
    }),
  },
  CLOSED,
);

export const readOrganisationOperation = operation({
  id: 'readOrganisation',
  method: 'GET',
  path: '/organisation',
  tag: 'Organisation',
  summary: 'What is known of the organisation, and whom to ask',
  scope: 'look',
  answers: { status: 200, means: 'The organisation.', schema: Organisation },
  run: async ({ certificates, person }) =>
    answer(await viewOrganisation(certificates, { person }), ({ name, verified, vouchedByOperator, administrators }) => ({
      name,
      ...(verified && { verified: verifiedAnswer(verified) }),
      vouchedByOperator: [...vouchedByOperator],
      administrators: administrators.map(({ name: called, mail }) => ({ name: called, ...(mail !== undefined && { mail }) })),
    })),
});

function verifiedAnswer({ subject, at }: VerifiedData) {
  const values = SUBJECT_FIELDS.flatMap((field) => {
    const value = subject[field];
    return value === undefined ? [] : [{ field, value }];
  });
  return { at: moment(at), subject: values };
}
