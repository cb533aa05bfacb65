import {
  foreseePasskeyRemoval,
  isRefusal,
  listPasskeys,
  MOST_PASSKEY_NAME_CHARACTERS,
  type Refusal,
  removePasskey,
  renamePasskey,
  startPasskeyRegistration,
} from '@sallyport/identity';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { deviceOf } from '../../federation/device-of.ts';
import { onlyOnceDone, toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import { askForMore, askToSignIn, behind, takenBy } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { addPasskeyPage, passkeysPage, removePasskeyPage, renamePasskeyPage } from './passkeys.pages.tsx';

const Name = Type.String({ maxLength: 4 * MOST_PASSKEY_NAME_CHARACTERS });
const Ref = Type.String({ maxLength: 43 });
const NameForm = Type.Object({ name: Name }, { additionalProperties: false });
type NameForm = Static<typeof NameForm>;
const RenameForm = Type.Object({ passkey: Ref, name: Name }, { additionalProperties: false });
type RenameForm = Static<typeof RenameForm>;
const Choice = Type.Object({ passkey: Ref }, { additionalProperties: false });
type Choice = Static<typeof Choice>;

/** Where this browser is sent to make the passkey it may make. */
const AT_FEDERATION = '/passkeys/new';

/** *I want to sign in with a passkey*: which there are, one more, another name, one less. */
export function passkeysRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  const { identity, messages } = parts;
  const listOf = ({ person: { accountId } }: Visitor) => listPasskeys(identity, { accountId });

  async function show(visitor: Visitor, refusal?: Refusal): Promise<FastifyReply> {
    const { person, reply } = visitor;
    const takes = await takenBy(parts, visitor, 'passkeys');
    const error = refusal && parts.refusals.sentence(refusal);
    return sendPage(reply, passkeysPage(parts, { person, passkeys: await listOf(visitor), takes, error }), refusal?.status ?? 200);
  }

  listener.get(
    PATHS.passkeys,
    behind(parts, 'proved', (visitor) => show(visitor)),
  );

  listener.get(
    PATHS.passkeyAdd,
    behind(parts, 'strong', ({ person, reply, request }) =>
      sendPage(reply, addPasskeyPage(parts, { person, name: suggestedName(request.headers['user-agent']) })),
    ),
  );

  /** So that nobody must think of a name; what a browser says of itself is believed for nothing else. */
  function suggestedName(userAgent: string | undefined): string {
    const { browser, system } = deviceOf(userAgent);
    return browser === null || system === null ? messages('provePasskey') : messages('passkeyAddSuggestion', { browser, system });
  }

  listener.post<{ Body: NameForm }>(
    PATHS.passkeyAdd,
    { schema: { body: NameForm } },
    behind(parts, 'strong', async (visitor) => {
      const { person, reply, request } = visitor;
      const { name } = request.body as NameForm;
      const { accountId, proofs, federationSession: session } = person;
      if (session === undefined) return askToSignIn(parts, visitor, PATHS.passkeyAdd);
      const outcome = await startPasskeyRegistration(identity, { accountId, proofs, name, session, visit: parts.visits.of(request) });
      if (!isRefusal(outcome)) return reply.redirect(identity.origins.federation + AT_FEDERATION, 303);
      if (outcome.code === 'step-up-needed') return askForMore(parts, visitor, { page: PATHS.passkeyAdd, action: 'passkeys' });
      if (outcome.code === 'passkey-limit') return show(visitor, outcome);
      return sendPage(reply, addPasskeyPage(parts, { person, name, error: parts.refusals.sentence(outcome) }), outcome.status);
    }),
  );

  listener.get<{ Querystring: Choice }>(
    PATHS.passkeyRename,
    { schema: { querystring: Choice } },
    behind(parts, 'proved', async (visitor) => {
      const { person, reply, request } = visitor;
      const passkey = (await listOf(visitor)).find(({ ref }) => ref === (request.query as Choice).passkey);
      if (!passkey) return reply.redirect(PATHS.passkeys, 303);
      return sendPage(reply, renamePasskeyPage(parts, { person, passkey, name: passkey.name }));
    }),
  );

  listener.post<{ Body: RenameForm }>(
    PATHS.passkeyRename,
    { schema: { body: RenameForm } },
    behind(parts, 'proved', async (visitor) => {
      const { person, reply, request } = visitor;
      const { passkey: ref, name } = request.body as RenameForm;
      const { accountId, proofs } = person;
      const outcome = await renamePasskey(identity, { accountId, ref, name, proofs, visit: parts.visits.of(request) });
      if (!isRefusal(outcome)) return reply.redirect(PATHS.passkeys, 303);
      if (outcome.code === 'step-up-needed') return askToSignIn(parts, visitor, PATHS.passkeys);
      const passkey = (await listOf(visitor)).find((one) => one.ref === ref);
      if (outcome.code === 'passkey-not-found' || !passkey) return show(visitor, outcome);
      const view = { person, passkey, name, error: parts.refusals.sentence(outcome) };
      return sendPage(reply, renamePasskeyPage(parts, view), outcome.status);
    }),
  );

  listener.get<{ Querystring: Choice }>(
    PATHS.passkeyRemove,
    { schema: { querystring: Choice } },
    behind(parts, 'proved', async ({ person, reply, request }) => {
      const { passkey: ref } = request.query as Choice;
      const removal = await foreseePasskeyRemoval(identity, { accountId: person.accountId, ref });
      return removal ? sendPage(reply, removePasskeyPage(parts, { person, removal })) : reply.redirect(PATHS.passkeys, 303);
    }),
  );

  listener.post<{ Body: Choice }>(
    PATHS.passkeyRemove,
    { schema: { body: Choice } },
    behind(parts, 'proved', async (visitor) => {
      const { person, reply, request } = visitor;
      const { passkey: ref } = request.body as Choice;
      const { accountId, proofs } = person;
      const outcome = await removePasskey(identity, { accountId, ref, proofs, visit: parts.visits.of(request) });
      if (!isRefusal(outcome)) return toDonePage(reply, PATHS.passkeyRemoved);
      // Proofs older than ten minutes: the list is come back to after a fresh sign-in.
      return outcome.code === 'step-up-needed' ? askToSignIn(parts, visitor, PATHS.passkeys) : show(visitor, outcome);
    }),
  );

  const toList = { href: PATHS.passkeys, label: messages('passkeyToList') };

  listener.get(
    PATHS.passkeyAdded,
    behind(parts, 'proved', async (visitor) => {
      // Made at another origin, which can leave no mark here.
      if ((await listOf(visitor)).length === 0) return visitor.reply.redirect(PATHS.passkeys, 303);
      const words = { title: messages('passkeyAddedTitle'), lead: messages('passkeyAddedLead'), action: toList };
      return sendPage(visitor.reply, wordPage(parts, words));
    }),
  );

  listener.get(
    PATHS.passkeyRemoved,
    onlyOnceDone({
      path: PATHS.passkeyRemoved,
      begin: PATHS.passkeys,
      show: behind(parts, 'proved', ({ reply }) =>
        sendPage(reply, wordPage(parts, { title: messages('passkeyRemovedTitle'), lead: messages('passkeyRemovedLead'), action: toList })),
      ),
    }),
  );
}
