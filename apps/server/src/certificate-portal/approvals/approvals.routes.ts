import { type CertificateId, type Refusal, decideOnRequest, isRefusal, issueCertificate, listUndecided } from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { withCertificate } from '../certificate/certificate-of.ts';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { PATHS, certificatePath } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { approvalsPage, decidePage } from './approvals.pages.tsx';

const DecisionForm = Type.Object(
  {
    decision: Type.Union([Type.Literal('approve'), Type.Literal('decline')]),
    reason: Type.String({ maxLength: 10_000 }),
  },
  { additionalProperties: false },
);
type DecisionForm = Static<typeof DecisionForm>;

/** What can be corrected in the form; everything else is about the whole request. */
const IN_THE_FORM: readonly Refusal['code'][] = ['reason-missing', 'note-too-long'];

/** The inbox of an approver, and the word on one request. */
export function approvalsRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.approvals,
    behind(parts, 1, async (visitor) => {
      const outcome = await listUndecided(parts.certificates, { person: actor(visitor) });
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: ({ requests }) => sendPage(visitor.reply, approvalsPage(parts, { person: visitor.person, requests })),
      });
    }),
  );

  listener.get(
    PATHS.decide,
    behind(parts, 2, (visitor) =>
      withCertificate(parts, visitor, (certificate) => sendPage(visitor.reply, decidePage(parts, { person: visitor.person, certificate }))),
    ),
  );

  listener.post(
    PATHS.decide,
    { schema: { body: DecisionForm } },
    behind(parts, 2, (visitor) => withCertificate(parts, visitor, ({ certificateId }) => decide(visitor, certificateId))),
  );

  async function decide(visitor: Visitor, certificateId: CertificateId): Promise<FastifyReply> {
    const form = visitor.request.body as DecisionForm;
    const outcome = await decideOnRequest(parts.certificates, { person: actor(visitor), certificateId, ...form });
    if (isRefusal(outcome)) return declined(visitor, form, outcome);
    // What this process leaves behind another goes on with.
    if (outcome.status === 'APPROVED') await issueCertificate(parts.certificates, certificateId);
    return visitor.reply.redirect(certificatePath(certificateId), 303);
  }

  function declined(visitor: Visitor, form: DecisionForm, refusal: Refusal): Promise<FastifyReply> | FastifyReply {
    if (!IN_THE_FORM.includes(refusal.code)) return refused(parts, visitor, refusal);
    return withCertificate(parts, visitor, (certificate) =>
      sendPage(visitor.reply, decidePage(parts, { person: visitor.person, certificate, refusal, typed: form.reason }), refusal.status),
    );
  }
}
