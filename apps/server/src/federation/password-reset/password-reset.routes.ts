import { isRefusal, requestPasswordReset, resetPassword } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { onlyOnceDone, toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import type { FederationParts } from '../federation-parts.ts';
import { forgottenPage, forgottenSentPage, resetDonePage, resetPage } from './password-reset.pages.tsx';

const ForgottenForm = Type.Object({ userName: Type.String({ maxLength: 254 }) }, { additionalProperties: false });
const ResetForm = Type.Object(
  { code: Type.String({ maxLength: 64 }), password: Type.String({ maxLength: 1024 }) },
  { additionalProperties: false },
);

/**
 * To write a link and a mail takes longer than to write neither, and both is done before the answer, so that none is lost. So the answer comes after this time, whichever it was; measured by
 * `npm run bench -- enumeration`.
 */
const ANSWERED_AFTER_MS = 250;

export function passwordResetRoutes(listener: FastifyInstance, parts: FederationParts): void {
  listener.get('/password/forgotten', (_, reply) => sendPage(reply, forgottenPage(parts, {})));

  listener.post<{ Body: Static<typeof ForgottenForm> }>(
    '/password/forgotten',
    { schema: { body: ForgottenForm } },
    async (request, reply) => {
      const { userName } = request.body;
      const [outcome] = await Promise.all([
        requestPasswordReset(parts.identity, { userName, visit: parts.visits.of(request) }),
        parts.wait(ANSWERED_AFTER_MS),
      ]);
      if (isRefusal(outcome))
        return sendPage(reply, forgottenPage(parts, { userName, error: parts.refusals.sentence(outcome) }), outcome.status);
      return toDonePage(reply, '/password/sent');
    },
  );

  listener.get(
    '/password/sent',
    onlyOnceDone({ path: '/password/sent', begin: '/password/forgotten', show: (_, reply) => sendPage(reply, forgottenSentPage(parts)) }),
  );

  listener.get('/password', (_, reply) => sendPage(reply, resetPage(parts, {})));

  listener.post<{ Body: Static<typeof ResetForm> }>('/password', { schema: { body: ResetForm } }, async (request, reply) => {
    const { code, password } = request.body;
    const outcome = await resetPassword(parts.identity, {
      code: new Secret(code.trim()),
      newPassword: new Secret(password),
      visit: parts.visits.of(request),
    });
    if (!isRefusal(outcome)) return toDonePage(reply, '/password/set');
    const field = outcome.code.startsWith('password-') ? 'password' : 'code';
    const page = resetPage(parts, { code, error: { message: parts.refusals.sentence(outcome), field } });
    return sendPage(reply, page, outcome.status);
  });

  listener.get(
    '/password/set',
    onlyOnceDone({ path: '/password/set', begin: '/password', show: (_, reply) => sendPage(reply, resetDonePage(parts)) }),
  );
}
