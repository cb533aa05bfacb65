import { freezeAccount, isRefusal } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { onlyOnceDone, toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { frozenPage, notMePage } from './not-me.pages.tsx';

const CodeForm = Type.Object({ code: Type.String({ maxLength: 64 }) }, { additionalProperties: false });

/** *This was not me*, from the link in a notice: no sign-in stands before it, since whoever needs it may have lost that. */
export function notMeRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(PATHS.notMe, (_, reply) => sendPage(reply, notMePage(parts, {})));

  listener.post<{ Body: Static<typeof CodeForm> }>(PATHS.notMe, { schema: { body: CodeForm } }, async (request, reply) => {
    const code = request.body.code.trim();
    const outcome = await freezeAccount(parts.identity, { code: new Secret(code), visit: parts.visits.of(request) });
    if (!isRefusal(outcome)) return toDonePage(reply, PATHS.frozen);
    return sendPage(reply, notMePage(parts, { code, error: parts.refusals.sentence(outcome) }), outcome.status);
  });

  listener.get(
    PATHS.frozen,
    onlyOnceDone({ path: PATHS.frozen, begin: PATHS.notMe, show: (_, reply) => sendPage(reply, frozenPage(parts)) }),
  );
}
