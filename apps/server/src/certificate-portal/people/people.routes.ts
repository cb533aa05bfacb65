import { type PersonId, type Refusal, changeRole, isRefusal, listPeople } from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { PATHS, rolesPath } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { peoplePage, rolesPage } from './people.pages.tsx';

const Whom = Type.Object({ person: Type.String({ minLength: 1, maxLength: 64 }) }, { additionalProperties: false });
const RoleForm = Type.Object(
  {
    role: Type.String({ maxLength: 40 }),
    change: Type.Union([Type.Literal('grant'), Type.Literal('withdraw')]),
  },
  { additionalProperties: false },
);

/** Who is here and what they may do; an administrator changes it. */
export function peopleRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.people,
    behind(parts, 1, async (visitor) => {
      const outcome = await listPeople(parts.certificates, { person: actor(visitor) });
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: (list) => sendPage(visitor.reply, peoplePage(parts, { person: visitor.person, ...list })),
      });
    }),
  );

  listener.get(
    PATHS.roles,
    { schema: { querystring: Whom } },
    behind(parts, 2, (visitor) => showRoles(visitor, (visitor.request.query as Static<typeof Whom>).person)),
  );

  listener.post(
    PATHS.roles,
    { schema: { querystring: Whom, body: RoleForm } },
    behind(parts, 2, async (visitor) => {
      const { person: of } = visitor.request.query as Static<typeof Whom>;
      const { role, change } = visitor.request.body as Static<typeof RoleForm>;
      const outcome = await changeRole(parts.certificates, { person: actor(visitor), of: of as PersonId, role, change });
      if (!isRefusal(outcome)) return visitor.reply.redirect(rolesPath(of as PersonId), 303);
      return outcome.code === 'last-administrator' ? showRoles(visitor, of, outcome) : refused(parts, visitor, outcome);
    }),
  );

  async function showRoles(visitor: Visitor, personId: string, refusal?: Refusal): Promise<FastifyReply> {
    const outcome = await listPeople(parts.certificates, { person: actor(visitor) });
    return shownUnlessRefused(parts, visitor, {
      outcome,
      show: ({ people, mayGrant }) => {
        const of = people.find((one) => one.personId === personId);
        if (of === undefined || mayGrant === 'no') return visitor.reply.redirect(PATHS.people, 303);
        const page = rolesPage(parts, { person: visitor.person, of, ...(refusal && { refusal }) });
        return sendPage(visitor.reply, page, refusal?.status ?? 200);
      },
    });
  }
}
