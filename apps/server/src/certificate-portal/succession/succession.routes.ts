import {
  type CertificateAskedFor,
  type CertificateView,
  type OnCertificate,
  type Refusal,
  isRefusal,
  issueCertificate,
  reissueCertificate,
  renewCertificate,
} from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { sendPage } from '../../http/page.tsx';
import { notNowPage } from '../acts/acts.pages.tsx';
import { withCertificate } from '../certificate/certificate-of.ts';
import { actor, behind, refused } from '../doors.ts';
import { PATHS, certificatePath } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { lifetimeIn } from '../request/request-form.ts';
import { EMPTY_REISSUE, EMPTY_RENEWAL, ReissueForm, RenewalForm, keyOf, overlapOf } from './succession-form.ts';
import { reissuePage, renewalPage } from './succession.pages.tsx';

interface Succession<Typed> {
  readonly act: 'renew' | 'reissue';
  readonly body: typeof RenewalForm | typeof ReissueForm;
  readonly empty: Typed;
  readonly page: (
    parts: PortalParts,
    view: {
      readonly person: Visitor['person'];
      readonly certificate: CertificateView;
      readonly form: Typed;
      readonly refusal?: Refusal | undefined;
    },
  ) => VNode;
  readonly ask: (parts: PortalParts, input: OnCertificate, form: Typed) => Promise<CertificateAskedFor | Refusal>;
}

const RENEWAL: Succession<RenewalForm> = {
  act: 'renew',
  body: RenewalForm,
  empty: EMPTY_RENEWAL,
  page: renewalPage,
  ask: ({ certificates }, input, form) =>
    renewCertificate(certificates, { ...input, key: keyOf(form), lifetimeDays: lifetimeIn(form.lifetime), note: form.note }),
};

const REISSUE: Succession<ReissueForm> = {
  act: 'reissue',
  body: ReissueForm,
  empty: EMPTY_REISSUE,
  page: reissuePage,
  ask: ({ certificates }, input, form) =>
    reissueCertificate(certificates, { ...input, csr: form.csr, overlapHours: overlapOf(form), note: form.note }),
};

/** About the whole page: there is nothing to correct in the form. */
const NO_FORM_HELPS: readonly Refusal['code'][] = ['step-up-needed', 'role-missing', 'status-changed', 'replaced-already'];

/** Asking for one certificate in the place of another. */
export function successionRoutes(listener: FastifyInstance, parts: PortalParts): void {
  addSuccession(listener, parts, RENEWAL);
  addSuccession(listener, parts, REISSUE);
}

function addSuccession<Typed>(listener: FastifyInstance, parts: PortalParts, succession: Succession<Typed>): void {
  const { act, body, empty, page, ask } = succession;

  listener.get(
    PATHS[act],
    behind(parts, 2, (visitor) =>
      withCertificate(parts, visitor, (certificate) => {
        const { person } = visitor;
        const isOpen = certificate.acts.includes(act);
        return sendPage(
          visitor.reply,
          isOpen ? page(parts, { person, certificate, form: empty }) : notNowPage(parts, { person, certificate, act }),
        );
      }),
    ),
  );

  listener.post(
    PATHS[act],
    { schema: { body } },
    behind(parts, 2, (visitor) =>
      withCertificate(parts, visitor, async (certificate) => {
        const form = visitor.request.body as Typed;
        const asked = await ask(parts, { person: actor(visitor), certificateId: certificate.certificateId }, form);
        if (isRefusal(asked)) return again(visitor, { certificate, form, refusal: asked });
        if (asked.status === 'APPROVED') await issueCertificate(parts.certificates, asked.certificateId);
        return visitor.reply.redirect(certificatePath(asked.certificateId), 303);
      }),
    ),
  );

  /** The form once more, with everything typed in it. */
  function again(
    visitor: Visitor,
    given: { readonly certificate: CertificateView; readonly form: Typed; readonly refusal: Refusal },
  ): Promise<FastifyReply> | FastifyReply {
    const { refusal } = given;
    if (NO_FORM_HELPS.includes(refusal.code)) return refused(parts, visitor, refusal);
    return sendPage(visitor.reply, page(parts, { person: visitor.person, ...given }), refusal.status);
  }
}
