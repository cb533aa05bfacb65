import { checkRequest } from '@sallyport/certificates';
import { type CsrDifference, formatIdentifier, keyName } from '@sallyport/pki';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, Finding, Names } from '../schemas.ts';
import { RequestBody, wishOf } from './request-body.ts';

const Checked = Type.Object(
  {
    names: Names,
    key: Type.String(),
    lifetimeDays: Type.Integer(),
    approvalsNeeded: Type.Integer(),
    unproven: Type.Array(Type.String(), { description: 'Names whose domain is to be verified first: until then the request waits.' }),
    differences: Type.Array(
      Type.Object({ kind: Type.String(), about: Type.Optional(Type.String()), value: Type.Optional(Type.String()) }, CLOSED),
      { description: 'Where the certificate will not be what the CSR asks for.' },
    ),
    findings: Type.Array(Finding),
  },
  CLOSED,
);

export const checkRequestOperation = operation({
  id: 'checkRequest',
  method: 'POST',
  path: '/requests/check',
  tag: 'Requests',
  summary: 'See what would come of a request',
  description: 'Everything that sending it would look at; nothing is kept, and nobody is told.',
  scope: 'request',
  body: RequestBody,
  answers: { status: 200, means: 'It would be taken.', schema: Checked },
  run: async ({ certificates, person, body }) =>
    answer(await checkRequest(certificates, { person, wish: wishOf(body) }), ({ wish, findings, unproven }) => ({
      names: wish.identifiers.map(formatIdentifier),
      key: keyName(wish.csr.publicKey),
      lifetimeDays: wish.lifetimeDays,
      approvalsNeeded: wish.profile.approvals.issue.needed,
      unproven: [...unproven],
      differences: wish.differences.map(differenceAnswer),
      findings: findings.map(({ rule, severity }) => ({ rule, severity })),
    })),
});

function differenceAnswer(difference: CsrDifference): { kind: string; about?: string; value?: string } {
  const { kind } = difference;
  switch (kind) {
    case 'name-left-out':
    case 'name-added':
      return { kind, value: difference.name };
    case 'subject-left-out':
    case 'subject-added':
      return { kind, about: difference.field, value: difference.value };
    case 'usage-left-out':
      return { kind, value: difference.usage };
    case 'purpose-left-out':
      return { kind, value: difference.purpose };
    case 'extension-left-out':
      return { kind, value: difference.oid };
    case 'ca-left-out':
      return { kind };
  }
}
