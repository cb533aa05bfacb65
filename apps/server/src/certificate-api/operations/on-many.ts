import { type CertificateId, MOST_AT_ONCE, type ManyAct, actOnMany } from '@sallyport/certificates';
import { Type, type Static } from 'typebox';
import { type Call, type Outcome, answer } from '../operation.ts';
import { reportAnswer } from '../report-answers.ts';
import { Id, Report } from '../schemas.ts';

export const Chosen = Type.Array(Id, { maxItems: MOST_AT_ONCE, description: 'In this order, each once.' });

interface ChosenBody {
  readonly certificates: readonly string[];
}

/** What all acts on many have in common: one that is refused keeps no other from being done. */
export const ON_MANY = {
  method: 'POST',
  tag: 'Inventory',
  description: 'Each by itself, as by the operation for one: what is refused of one keeps no other from being done.',
  answers: { status: 200, means: 'Each was gone through. The report can be read again for thirty days.', schema: Report },
  countIn: (body: unknown) => (body as ChosenBody).certificates.length,
} as const;

export async function goThrough(
  { certificates, person, body }: Call<unknown, unknown, ChosenBody>,
  many: ManyAct,
): Promise<Outcome<Static<typeof Report>>> {
  const certificateIds = body.certificates as readonly CertificateId[];
  return answer(await actOnMany(certificates, { person, certificateIds, many }), ({ reportId, report }) => reportAnswer(reportId, report));
}
