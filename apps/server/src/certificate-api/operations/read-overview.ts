import { SPAN_DAYS, viewOverview } from '@sallyport/certificates';
import { Type } from 'typebox';
import { listedAnswer } from '../certificate-answers.ts';
import { answer, operation } from '../operation.ts';
import { CLOSED, ListedCertificate, RoleName, Status } from '../schemas.ts';

const Overview = Type.Object(
  {
    roles: Type.Array(RoleName, { description: 'Those of the key’s maker.' }),
    counts: Type.Array(Type.Object({ status: Status, certificates: Type.Integer() }, CLOSED)),
    ending: Type.Array(Type.Object({ withinDays: Type.Integer(), certificates: Type.Integer() }, CLOSED), {
      description: `Active certificates that end in each span of ${String(SPAN_DAYS)} days.`,
    }),
    next: Type.Array(ListedCertificate),
    failed: Type.Array(ListedCertificate),
    latest: Type.Array(ListedCertificate),
    undecided: Type.Optional(Type.Integer({ description: 'Requests that wait for the word of the key’s maker.' })),
  },
  CLOSED,
);

export const readOverviewOperation = operation({
  id: 'readOverview',
  method: 'GET',
  path: '/overview',
  tag: 'Overview',
  summary: 'How many there are, what ends when, what needs somebody',
  scope: 'look',
  answers: { status: 200, means: 'The overview.', schema: Overview },
  run: async ({ certificates, person }) =>
    answer(await viewOverview(certificates, { person }), ({ roles, counts, ending, next, failed, latest, undecided }) => ({
      roles: [...roles],
      counts: (Object.entries(counts) as [keyof typeof counts, number][]).map(([status, number]) => ({ status, certificates: number })),
      ending: ending.map((number, index) => ({ withinDays: (index + 1) * SPAN_DAYS, certificates: number })),
      next: next.map(listedAnswer),
      failed: failed.map(listedAnswer),
      latest: latest.map(listedAnswer),
      ...(undecided !== undefined && { undecided }),
    })),
});
