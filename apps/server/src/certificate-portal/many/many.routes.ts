import {
  type CertificateId,
  MANY_ACTS,
  type ManyAct,
  actOnMany,
  isRefusal,
  listFields,
  parseCertificateId,
  viewChosen,
} from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { NOTICE_ADDRESSES_TEXT_MAX, addressesIn } from '../notices/notice-addresses.tsx';
import { PATHS, reportPath } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { type ManyView, manyPage } from './many.pages.tsx';

const Id = Type.String({ maxLength: 22 });
const Chosen = Type.Object(
  {
    act: Type.Union(MANY_ACTS.map((act) => Type.Literal(act))),
    certificate: Type.Optional(Type.Union([Id, Type.Array(Id, { maxItems: 200 })])),
  },
  { additionalProperties: false },
);
const ManyForm = Type.Object(
  {
    reason: Type.Optional(Type.String({ maxLength: 40 })),
    field: Type.Optional(Type.String({ maxLength: 22 })),
    value: Type.Optional(Type.String({ maxLength: 800 })),
    addresses: Type.Optional(Type.String({ maxLength: NOTICE_ADDRESSES_TEXT_MAX })),
  },
  { additionalProperties: false },
);

/** Acts on what was chosen in the list: a page that names them all, and a report of what became of each. */
export function manyRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.many,
    { schema: { querystring: Chosen } },
    behind(parts, 2, (visitor) => show(visitor, { addresses: '' })),
  );

  listener.post(
    PATHS.many,
    { schema: { querystring: Chosen, body: ManyForm } },
    behind(parts, 2, async (visitor) => {
      const query = visitor.request.query as Static<typeof Chosen>;
      const form = visitor.request.body as Static<typeof ManyForm>;
      const many = actIn(query.act, form);
      const outcome = await actOnMany(parts.certificates, { person: actor(visitor), certificateIds: chosenIn(query), many });
      if (!isRefusal(outcome)) return visitor.reply.redirect(reportPath(outcome.reportId), 303);
      const isAboutField = outcome.code === 'addresses-malformed' || outcome.code === 'addresses-too-many';
      if (isAboutField) return show(visitor, { addresses: form.addresses ?? '', refusal: outcome });
      return refused(parts, visitor, outcome);
    }),
  );

  async function show(visitor: Visitor, typed: Pick<ManyView, 'addresses' | 'refusal'>): Promise<FastifyReply> {
    const { act, ...query } = visitor.request.query as Static<typeof Chosen>;
    const person = actor(visitor);
    const listed = await listFields(parts.certificates, { person });
    if (isRefusal(listed)) return refused(parts, visitor, listed);
    const outcome = await viewChosen(parts.certificates, { person, certificateIds: chosenIn(query) });
    return shownUnlessRefused(parts, visitor, {
      outcome,
      show: ({ certificates }) => {
        const address = addressOf(
          act,
          certificates.map(({ certificateId }) => certificateId),
        );
        const page = manyPage(parts, { person: visitor.person, address, act, certificates, ...listed, ...typed });
        return sendPage(visitor.reply, page, typed.refusal?.status ?? 200);
      },
    });
  }
}

/** What is no identifier was chosen by nobody. */
function chosenIn({ certificate = [] }: Pick<Static<typeof Chosen>, 'certificate'>): readonly CertificateId[] {
  return [certificate].flat().flatMap((text) => parseCertificateId(text) ?? []);
}

/** Those that are there only: what the page has named is what the button does. */
function addressOf(act: ManyAct['act'], certificateIds: readonly CertificateId[]): string {
  const query = new URLSearchParams([['act', act], ...certificateIds.map((id) => ['certificate', id] as [string, string])]);
  return `${PATHS.many}?${query.toString()}`;
}

function actIn(act: ManyAct['act'], { reason = '', field = '', value = '', addresses = '' }: Static<typeof ManyForm>): ManyAct {
  switch (act) {
    case 'revoke':
      return { act, reason };
    case 'describe':
      return { act, entries: [{ fieldId: field, value }] };
    case 'tell-others':
      return { act, addresses: addressesIn(addresses) };
    case 'deactivate':
    case 'retry':
      return { act };
  }
}
