import {
  type CertificateId,
  type Refusal,
  decideOnRequest,
  decideOnRevocation,
  isRefusal,
  issueCertificate,
  listUndecided,
  parseRevocationWishId,
} from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { withCertificate } from '../certificate/certificate-of.ts';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { PATHS, certificatePath } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { type DecideView, approvalsPage, decidePage, decideRevocationPage } from './approvals.pages.tsx';

const WORD = {
  decision: Type.Union([Type.Literal('approve'), Type.Literal('decline')]),
  reason: Type.String({ maxLength: 10_000 }),
};
const DecisionForm = Type.Object(WORD, { additionalProperties: false });
type DecisionForm = Static<typeof DecisionForm>;
const RevocationDecisionForm = Type.Object({ ...WORD, wish: Type.String({ maxLength: 22 }) }, { additionalProperties: false });
type RevocationDecisionForm = Static<typeof RevocationDecisionForm>;

/** What can be corrected in the form; everything else is about the whole request. */
const IN_THE_FORM: readonly Refusal['code'][] = ['reason-missing', 'note-too-long'];

/** The inbox of an approver, and the word on one request or one revocation. */
export function approvalsRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.approvals,
    behind(parts, 1, async (visitor) => {
      const outcome = await listUndecided(parts.certificates, { person: actor(visitor) });
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: (undecided) => sendPage(visitor.reply, approvalsPage(parts, { person: visitor.person, ...undecided })),
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

  listener.get(
    PATHS['decide-revocation'],
    behind(parts, 2, (visitor) =>
      withCertificate(parts, visitor, (certificate) =>
        sendPage(visitor.reply, decideRevocationPage(parts, { person: visitor.person, certificate })),
      ),
    ),
  );

  listener.post(
    PATHS['decide-revocation'],
    { schema: { body: RevocationDecisionForm } },
    behind(parts, 2, (visitor) => withCertificate(parts, visitor, ({ certificateId }) => decideRevocation(visitor, certificateId))),
  );

  async function decide(visitor: Visitor, certificateId: CertificateId): Promise<FastifyReply> {
    const form = visitor.request.body as DecisionForm;
    const outcome = await decideOnRequest(parts.certificates, { person: actor(visitor), certificateId, ...form });
    if (isRefusal(outcome)) return declined(visitor, { page: decidePage, form, refusal: outcome });
    // What this process leaves behind another goes on with.
    if (outcome.status === 'APPROVED') await issueCertificate(parts.certificates, certificateId);
    return visitor.reply.redirect(certificatePath(certificateId), 303);
  }

  async function decideRevocation(visitor: Visitor, certificateId: CertificateId): Promise<FastifyReply> {
    const { wish, ...form } = visitor.request.body as RevocationDecisionForm;
    const wishId = parseRevocationWishId(wish);
    const outcome = await decideOnRevocation(parts.certificates, { person: actor(visitor), certificateId, wishId, ...form });
    if (isRefusal(outcome)) return declined(visitor, { page: decideRevocationPage, form, refusal: outcome });
    return visitor.reply.redirect(certificatePath(certificateId), 303);
  }

  function declined(
    visitor: Visitor,
    {
      page,
      form,
      refusal,
    }: { readonly page: (parts: PortalParts, view: DecideView) => VNode; readonly form: DecisionForm; readonly refusal: Refusal },
  ): Promise<FastifyReply> | FastifyReply {
    if (!IN_THE_FORM.includes(refusal.code)) return refused(parts, visitor, refusal);
    return withCertificate(parts, visitor, (certificate) =>
      sendPage(visitor.reply, page(parts, { person: visitor.person, certificate, refusal, typed: form.reason }), refusal.status),
    );
  }
}
