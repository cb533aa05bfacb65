import { type CertificateView, type Refusal, chooseNotices, isRefusal, tellOthers, viewNotices } from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { notNowPage } from '../acts/acts.pages.tsx';
import { withCertificate } from '../certificate/certificate-of.ts';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { PATHS, certificatePath } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { NOTICE_ADDRESSES_TEXT_MAX, addressesIn } from './notice-addresses.tsx';
import { noticesPage, tellOthersPage } from './notices.pages.tsx';

const ChoiceForm = Type.Object(
  {
    scope: Type.Union([Type.Literal('own'), Type.Literal('all'), Type.Literal('none')]),
    pace: Type.Union([Type.Literal('each'), Type.Literal('daily')]),
    approvals: Type.Union([Type.Literal('tell'), Type.Literal('silent')]),
  },
  { additionalProperties: false },
);
const AfterSaving = Type.Object({ saved: Type.Optional(Type.Literal('yes')) }, { additionalProperties: false });
const AddressesForm = Type.Object({ addresses: Type.String({ maxLength: NOTICE_ADDRESSES_TEXT_MAX }) }, { additionalProperties: false });

/** What somebody is told themselves, and who else is told of a certificate. */
export function noticesRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.notices,
    { schema: { querystring: AfterSaving } },
    behind(parts, 2, async (visitor) => {
      const outcome = await viewNotices(parts.certificates, { person: actor(visitor) });
      const { saved } = visitor.request.query as Static<typeof AfterSaving>;
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: (notices) =>
          sendPage(visitor.reply, noticesPage(parts, { person: visitor.person, notices, ...(saved && { after: 'saved' }) })),
      });
    }),
  );

  listener.post(
    PATHS.notices,
    { schema: { body: ChoiceForm } },
    behind(parts, 2, async (visitor) => {
      const choice = visitor.request.body as Static<typeof ChoiceForm>;
      const outcome = await chooseNotices(parts.certificates, { person: actor(visitor), choice });
      return isRefusal(outcome) ? refused(parts, visitor, outcome) : visitor.reply.redirect(`${PATHS.notices}?saved=yes`, 303);
    }),
  );

  listener.get(
    PATHS['tell-others'],
    behind(parts, 2, (visitor) =>
      withCertificate(parts, visitor, (certificate) => {
        const addresses = certificate.noticeAddresses.join('\n');
        return showAddresses(visitor, { certificate, addresses });
      }),
    ),
  );

  listener.post(
    PATHS['tell-others'],
    { schema: { body: AddressesForm } },
    behind(parts, 2, (visitor) =>
      withCertificate(parts, visitor, async (certificate) => {
        const { addresses } = visitor.request.body as Static<typeof AddressesForm>;
        const { certificateId } = certificate;
        const wish = { person: actor(visitor), certificateId, addresses: addressesIn(addresses) };
        const outcome = await tellOthers(parts.certificates, wish);
        if (!isRefusal(outcome)) return visitor.reply.redirect(certificatePath(certificateId), 303);
        const isAboutField = outcome.code === 'addresses-malformed' || outcome.code === 'addresses-too-many';
        return isAboutField ? showAddresses(visitor, { certificate, addresses, refusal: outcome }) : refused(parts, visitor, outcome);
      }),
    ),
  );

  function showAddresses(
    { person, reply }: Visitor,
    view: { readonly certificate: CertificateView; readonly addresses: string; readonly refusal?: Refusal },
  ): FastifyReply | Promise<FastifyReply> {
    const { certificate, refusal } = view;
    const act = 'tell-others';
    if (!certificate.acts.includes(act)) return sendPage(reply, notNowPage(parts, { person, certificate, act }));
    return sendPage(reply, tellOthersPage(parts, { person, ...view }), refusal?.status ?? 200);
  }
}
