import { acceptVouching, askContact, isRefusal, listContacts, type Refusal, viewVouching } from '@sallyport/identity';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { askToSignIn, behind } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { proveByContactPage } from './prove-by-contact.pages.tsx';
import { toNext } from './to-next.ts';

const Choice = Type.Object({ contact: Type.String({ maxLength: 22 }) }, { additionalProperties: false });
const NothingAsked = Type.Object({}, { additionalProperties: false });

/** A colleague vouches: whom to ask → the code to tell them by voice → go on, once they have answered. */
export function proveByContactRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  async function show({ person, reply, request }: Visitor, refusal?: Refusal): Promise<FastifyReply> {
    const { accountId } = person;
    const { mine } = await listContacts(parts.identity, { accountId });
    const vouching = await viewVouching(parts.identity, { accountId, claim: parts.claims.of(request) });
    const contacts = mine.filter(({ standing }) => standing === 'agreed');
    const page = proveByContactPage(parts, { person, contacts, vouching, error: refusal && parts.refusals.sentence(refusal) });
    return sendPage(reply, page, refusal?.status ?? 200);
  }

  listener.get(
    PATHS.proveContact,
    behind(parts, 'signed-in', (visitor) => show(visitor)),
  );

  listener.post<{ Body: Static<typeof Choice> }>(
    PATHS.proveContactAsk,
    { schema: { body: Choice } },
    behind(parts, 'signed-in', async (visitor) => {
      const { person, reply, request } = visitor;
      const { contact: contactId } = request.body as Static<typeof Choice>;
      const { accountId, proofs } = person;
      const asked = { accountId, contactId, proofs, claim: parts.claims.keep(request, reply), visit: parts.visits.of(request) };
      const outcome = await askContact(parts.identity, asked);
      if (!isRefusal(outcome)) return reply.redirect(PATHS.proveContact, 303);
      return outcome.code === 'step-up-needed' ? askToSignIn(parts, visitor, PATHS.proveContact) : show(visitor, outcome);
    }),
  );

  listener.post(
    PATHS.proveContactAccept,
    { schema: { body: NothingAsked } },
    behind(parts, 'signed-in', async (visitor) => {
      const { person, request } = visitor;
      const given = { accountId: person.accountId, claim: parts.claims.of(request), visit: parts.visits.of(request) };
      const outcome = await acceptVouching(parts.identity, given);
      return isRefusal(outcome) ? show(visitor, outcome) : toNext(parts, visitor, outcome.proof);
    }),
  );
}
