import {
  type PreparedRequest,
  type Refusal,
  checkRequest,
  isRefusal,
  issueCertificate,
  listFields,
  requestCertificate,
} from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, behindPermission, refused, shownUnlessRefused } from '../doors.ts';
import { PATHS, certificatePath } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { EMPTY_REQUEST, RequestForm, wishOf } from './request-form.ts';
import { requestPage } from './request.pages.tsx';

/** Asking for a certificate, and seeing before what would come of it. */
export function requestRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.request,
    behindPermission(parts, 'request', (visitor) => show(visitor, { form: EMPTY_REQUEST })),
  );

  listener.post(
    PATHS.request,
    { schema: { body: RequestForm } },
    behind(parts, 2, (visitor) => {
      const form = visitor.request.body as RequestForm;
      return form.act === 'check' ? check(visitor, form) : send(visitor, form);
    }),
  );

  async function check(visitor: Visitor, form: RequestForm): Promise<FastifyReply> {
    const checked = await checkRequest(parts.certificates, { person: actor(visitor), wish: wishOf(form) });
    if (isRefusal(checked)) return again(visitor, form, checked);
    return show(visitor, { form, checked });
  }

  async function send(visitor: Visitor, form: RequestForm): Promise<FastifyReply> {
    const asked = await requestCertificate(parts.certificates, { person: actor(visitor), wish: wishOf(form) });
    if (isRefusal(asked)) return again(visitor, form, asked);
    // Where nobody's word is needed it is issued at once; what this process leaves behind another goes on with.
    if (asked.status === 'APPROVED') await issueCertificate(parts.certificates, asked.certificateId);
    return visitor.reply.redirect(certificatePath(asked.certificateId), 303);
  }

  /** The form once more, with everything typed in it. */
  function again(visitor: Visitor, form: RequestForm, refusal: Refusal): Promise<FastifyReply> | FastifyReply {
    if (refusal.code === 'step-up-needed' || refusal.code === 'role-missing') return refused(parts, visitor, refusal);
    return show(visitor, { form, refusal });
  }

  /** With an input for each field of the organisation; whoever may not even look has none to fill. */
  async function show(
    visitor: Visitor,
    shown: { readonly form: Omit<RequestForm, 'act'>; readonly refusal?: Refusal; readonly checked?: PreparedRequest },
  ): Promise<FastifyReply> {
    const outcome = await listFields(parts.certificates, { person: actor(visitor) });
    return shownUnlessRefused(parts, visitor, {
      outcome,
      show: ({ fields }) =>
        sendPage(visitor.reply, requestPage(parts, { person: visitor.person, fields, ...shown }), shown.refusal?.status ?? 200),
    });
  }
}
