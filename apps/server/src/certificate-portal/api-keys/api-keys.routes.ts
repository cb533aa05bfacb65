import { type KeyWish, type Refusal, isRefusal, listApiKeys, makeApiKey, parseApiKeyId, revokeApiKey } from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, refused, shownUnlessRefused } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { apiKeysPage, endKeyPage, keyGonePage, madeKeyPage, newKeyPage } from './api-keys.pages.tsx';
import { forgetKey, openShownKey, showOnce } from './made-key.ts';

const ScopeText = Type.String({ maxLength: 40 });
const KeyForm = Type.Object(
  {
    name: Type.String({ maxLength: 1000 }),
    scope: Type.Optional(Type.Union([ScopeText, Type.Array(ScopeText, { maxItems: 40 })])),
    days: Type.String({ maxLength: 10 }),
  },
  { additionalProperties: false },
);
type KeyForm = Static<typeof KeyForm>;
const Which = Type.Object({ key: Type.String({ maxLength: 22 }) }, { additionalProperties: false });
const NothingToSay = Type.Object({}, { additionalProperties: false });

const EMPTY: KeyWish = { name: '', scopes: ['look'], days: 90 };
/** What can be corrected in the form. */
const IN_THE_FORM: readonly Refusal['code'][] = ['api-key-name-refused', 'scopes-refused', 'api-key-days-refused', 'api-keys-too-many'];

/** Keys of programs: which there are, making one, seeing it once, ending it. */
export function apiKeysRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.apiKeys,
    behind(parts, 1, async (visitor) => {
      const outcome = await listApiKeys(parts.certificates, { person: actor(visitor) });
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: (listed) => sendPage(visitor.reply, apiKeysPage(parts, { person: visitor.person, ...listed })),
      });
    }),
  );

  listener.get(
    PATHS.newApiKey,
    behind(parts, 2, (visitor) => showForm(visitor, EMPTY)),
  );

  listener.post(
    PATHS.newApiKey,
    { schema: { body: KeyForm } },
    behind(parts, 2, async (visitor) => {
      const wish = wishOf(visitor.request.body as KeyForm);
      const outcome = await makeApiKey(parts.certificates, { person: actor(visitor), wish });
      if (isRefusal(outcome))
        return IN_THE_FORM.includes(outcome.code) ? showForm(visitor, wish, outcome) : refused(parts, visitor, outcome);
      await showOnce(parts, visitor, outcome);
      return visitor.reply.redirect(PATHS.madeApiKey, 303);
    }),
  );

  listener.get(
    PATHS.madeApiKey,
    behind(parts, 2, (visitor) => {
      const { person, reply } = visitor;
      const shown = openShownKey(parts, visitor);
      return shown ? sendPage(reply, madeKeyPage(parts, { person, shown })) : sendPage(reply, keyGonePage(parts, person), 410);
    }),
  );

  listener.post(
    PATHS.madeApiKey,
    { schema: { body: NothingToSay } },
    behind(parts, 2, async (visitor) => {
      await forgetKey(parts, visitor);
      return visitor.reply.redirect(PATHS.apiKeys, 303);
    }),
  );

  listener.get(
    PATHS.revokeApiKey,
    { schema: { querystring: Which } },
    behind(parts, 2, async (visitor) => {
      const outcome = await listApiKeys(parts.certificates, { person: actor(visitor) });
      return shownUnlessRefused(parts, visitor, {
        outcome,
        show: ({ keys }) => {
          const { key } = visitor.request.query as Static<typeof Which>;
          const found = keys.find(({ keyId, state }) => keyId === key && state === 'live');
          if (found === undefined) return visitor.reply.redirect(PATHS.apiKeys, 303);
          return sendPage(visitor.reply, endKeyPage(parts, { person: visitor.person, key: found }));
        },
      });
    }),
  );

  listener.post(
    PATHS.revokeApiKey,
    { schema: { querystring: Which, body: NothingToSay } },
    behind(parts, 2, async (visitor) => {
      const keyId = parseApiKeyId((visitor.request.query as Static<typeof Which>).key);
      if (keyId === undefined) return visitor.reply.redirect(PATHS.apiKeys, 303);
      const outcome = await revokeApiKey(parts.certificates, { person: actor(visitor), keyId });
      return isRefusal(outcome) ? refused(parts, visitor, outcome) : visitor.reply.redirect(PATHS.apiKeys, 303);
    }),
  );

  async function showForm(visitor: Visitor, wish: KeyWish, refusal?: Refusal): Promise<FastifyReply> {
    const outcome = await listApiKeys(parts.certificates, { person: actor(visitor) });
    return shownUnlessRefused(parts, visitor, {
      outcome,
      show: ({ scopes }) => {
        const page = newKeyPage(parts, { person: visitor.person, wish, scopes, ...(refusal && { refusal }) });
        return sendPage(visitor.reply, page, refusal?.status ?? 200);
      },
    });
  }
}

/** Days that are no number stay ones that no key is given, so that the room refuses them in its own words. */
function wishOf({ name, scope = [], days }: KeyForm): KeyWish {
  return { name, scopes: [scope].flat(), days: /^[0-9]{1,4}$/.test(days) ? Number(days) : 0 };
}
