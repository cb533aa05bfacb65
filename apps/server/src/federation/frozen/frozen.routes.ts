import { isRefusal, thawAccount } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { onlyOnceDone, toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import type { FederationParts } from '../federation-parts.ts';
import { frozenPage, openAgainPage } from './frozen.pages.tsx';

const ThawForm = Type.Object(
  { userName: Type.String({ maxLength: 254 }), password: Type.String({ maxLength: 1024 }), otp: Type.String({ maxLength: 64 }) },
  { additionalProperties: false },
);

/** Both factors at once open a frozen account: its own sign-in answers nothing else. */
export function frozenRoutes(listener: FastifyInstance, parts: FederationParts): void {
  listener.get('/frozen', (_, reply) => sendPage(reply, frozenPage(parts, {})));

  listener.post<{ Body: Static<typeof ThawForm> }>('/frozen', { schema: { body: ThawForm } }, async (request, reply) => {
    const { userName, password, otp } = request.body;
    const outcome = await thawAccount(parts.identity, { userName, password: new Secret(password), otp, visit: parts.visits.of(request) });
    if (!isRefusal(outcome)) return toDonePage(reply, '/frozen/open');
    return sendPage(reply, frozenPage(parts, { userName, error: parts.refusals.sentence(outcome) }), outcome.status);
  });

  listener.get(
    '/frozen/open',
    onlyOnceDone({ path: '/frozen/open', begin: '/frozen', show: (_, reply) => sendPage(reply, openAgainPage(parts)) }),
  );
}
