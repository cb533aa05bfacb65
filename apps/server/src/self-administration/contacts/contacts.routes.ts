import { answerNaming, isRefusal, listContacts, listVouchings, nameContact, type Refusal, removeContact } from '@sallyport/identity';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { askToSignIn, behind } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { contactsPage, removeContactPage } from './contacts.pages.tsx';

const NameForm = Type.Object({ contact: Type.String({ maxLength: 254 }) }, { additionalProperties: false });
const ContactId = Type.String({ maxLength: 22 });
const Choice = Type.Object({ contact: ContactId }, { additionalProperties: false });
const AnswerForm = Type.Object(
  { contact: ContactId, answer: Type.Union([Type.Literal('agree'), Type.Literal('decline')]) },
  { additionalProperties: false },
);

/** Naming a recovery contact, answering to it, and ending it; all of it by what moves a credential. */
export function contactsRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  async function show({ person, reply }: Visitor, refused?: { readonly refusal: Refusal; readonly typed?: string }): Promise<FastifyReply> {
    const { accountId } = person;
    const [contacts, asked] = await Promise.all([
      listContacts(parts.identity, { accountId }),
      listVouchings(parts.identity, { accountId }),
    ]);
    const error = refused && parts.refusals.sentence(refused.refusal);
    const page = contactsPage(parts, { person, contacts, asking: asked.length, typed: refused?.typed, error });
    return sendPage(reply, page, refused?.refusal.status ?? 200);
  }

  /** What every change is made with. */
  const changeOf = ({ person, request }: Visitor) => ({
    accountId: person.accountId,
    proofs: person.proofs,
    visit: parts.visits.of(request),
  });

  async function answer(visitor: Visitor, outcome: object | Refusal, typed?: string): Promise<FastifyReply> {
    if (!isRefusal(outcome)) return visitor.reply.redirect(PATHS.contacts, 303);
    if (outcome.code === 'step-up-needed') return askToSignIn(parts, visitor, PATHS.contacts);
    return show(visitor, { refusal: outcome, ...(typed === undefined ? {} : { typed }) });
  }

  listener.get(
    PATHS.contacts,
    behind(parts, 'strong', (visitor) => show(visitor)),
  );

  listener.post(
    PATHS.contacts,
    { schema: { body: NameForm } },
    behind(parts, 'strong', async (visitor) => {
      const { contact } = visitor.request.body as Static<typeof NameForm>;
      return answer(visitor, await nameContact(parts.identity, { ...changeOf(visitor), contact }), contact);
    }),
  );

  listener.get(PATHS.contactsAnswer, (_, reply) => reply.redirect(PATHS.contacts, 303));

  listener.post(
    PATHS.contactsAnswer,
    { schema: { body: AnswerForm } },
    behind(parts, 'strong', async (visitor) => {
      const { contact: contactId, answer: given } = visitor.request.body as Static<typeof AnswerForm>;
      return answer(visitor, await answerNaming(parts.identity, { ...changeOf(visitor), contactId, answer: given }));
    }),
  );

  listener.get<{ Querystring: Static<typeof Choice> }>(
    PATHS.contactsRemove,
    { schema: { querystring: Choice } },
    behind(parts, 'strong', async (visitor) => {
      const { person, reply, request } = visitor;
      const { contact: contactId } = request.query as Static<typeof Choice>;
      const { mine, others } = await listContacts(parts.identity, { accountId: person.accountId });
      const contact = [...mine, ...others].find((one) => one.contactId === contactId);
      return contact ? sendPage(reply, removeContactPage(parts, { person, contact })) : reply.redirect(PATHS.contacts, 303);
    }),
  );

  listener.post(
    PATHS.contactsRemove,
    { schema: { body: Choice } },
    behind(parts, 'strong', async (visitor) => {
      const { contact: contactId } = visitor.request.body as Static<typeof Choice>;
      return answer(visitor, await removeContact(parts.identity, { ...changeOf(visitor), contactId }));
    }),
  );
}
