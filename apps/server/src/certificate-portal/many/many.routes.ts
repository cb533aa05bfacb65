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
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { PATHS, reportPath } from '../paths.ts';
import type { PortalParts } from '../portal-parts.ts';
import { manyPage } from './many.pages.tsx';

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
  },
  { additionalProperties: false },
);

/** Acts on what was chosen in the list: a page that names them all, and a report of what became of each. */
export function manyRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.many,
    { schema: { querystring: Chosen } },
    behind(parts, 2, async (visitor) => {
      const query = visitor.request.query as Static<typeof Chosen>;
      const person = actor(visitor);
      const listed = await listFields(parts.certificates, { person });
      if (isRefusal(listed)) return refused(parts, visitor, listed);
      const outcome = await viewChosen(parts.certificates, { person, certificateIds: chosenIn(query) });
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: ({ certificates }) => {
          const act = query.act as ManyAct['act'];
          const address = addressOf(
            act,
            certificates.map(({ certificateId }) => certificateId),
          );
          return sendPage(visitor.reply, manyPage(parts, { person: visitor.person, address, act, certificates, ...listed }));
        },
      });
    }),
  );

  listener.post(
    PATHS.many,
    { schema: { querystring: Chosen, body: ManyForm } },
    behind(parts, 2, async (visitor) => {
      const query = visitor.request.query as Static<typeof Chosen>;
      const many = actIn(query.act, visitor.request.body as Static<typeof ManyForm>);
      const outcome = await actOnMany(parts.certificates, { person: actor(visitor), certificateIds: chosenIn(query), many });
      return isRefusal(outcome) ? refused(parts, visitor, outcome) : visitor.reply.redirect(reportPath(outcome.reportId), 303);
    }),
  );
}

/** What is no identifier was chosen by nobody. */
function chosenIn({ certificate = [] }: Static<typeof Chosen>): readonly CertificateId[] {
  return [certificate].flat().flatMap((text) => parseCertificateId(text) ?? []);
}

/** Those that are there only: what the page has named is what the button does. */
function addressOf(act: ManyAct['act'], certificateIds: readonly CertificateId[]): string {
  const query = new URLSearchParams([['act', act], ...certificateIds.map((id) => ['certificate', id] as [string, string])]);
  return `${PATHS.many}?${query.toString()}`;
}

function actIn(act: ManyAct['act'], { reason = '', field = '', value = '' }: Static<typeof ManyForm>): ManyAct {
  switch (act) {
    case 'revoke':
      return { act, reason };
    case 'describe':
      return { act, entries: [{ fieldId: field, value }] };
    case 'deactivate':
    case 'retry':
      return { act };
  }
}
