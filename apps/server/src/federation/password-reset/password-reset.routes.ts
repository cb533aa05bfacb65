import {
  askContactByLink,
  isRefusal,
  listContactsByLink,
  type PasswordReset,
  PROOFS_BESIDE_MAIL,
  requestPasswordReset,
  resetPassword,
  viewVouching,
} from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { onlyOnceDone, toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import type { FederationParts } from '../federation-parts.ts';
import { contactAskedPage, contactChoicePage } from './reset-by-contact.pages.tsx';
import { forgottenPage, forgottenSentPage, resetDonePage, resetPage, resetWaitsPage } from './password-reset.pages.tsx';

const Code = Type.String({ maxLength: 64 });
const ForgottenForm = Type.Object({ userName: Type.String({ maxLength: 254 }) }, { additionalProperties: false });
const Password = Type.String({ maxLength: 1024 });
const BESIDE = {
  way: Type.Optional(Type.Enum(['', ...PROOFS_BESIDE_MAIL])),
  beside: Type.Optional(Type.String({ maxLength: 64 })),
};
const ResetForm = Type.Object({ code: Code, password: Password, ...BESIDE }, { additionalProperties: false });
/** The same form by its other button: what else was typed is not looked at. */
const ContactForm = Type.Object(
  { code: Code, contact: Type.Optional(Type.String({ maxLength: 22 })), password: Type.Optional(Password), ...BESIDE },
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
    const { code, password, way = '', beside: typed = '' } = request.body;
    const beside: PasswordReset['beside'] = way === '' ? undefined : { way, typed: new Secret(typed) };
    const outcome = await resetPassword(parts.identity, {
      code: new Secret(code.trim()),
      newPassword: new Secret(password),
      beside,
      claim: parts.claims.of(request),
      visit: parts.visits.of(request),
    });
    if (!isRefusal(outcome)) return toDonePage(reply, outcome.kind === 'set' ? '/password/set' : '/password/waits');
    const page = resetPage(parts, { code, way, error: { message: parts.refusals.sentence(outcome), field: fieldOf(outcome.code) } });
    return sendPage(reply, page, outcome.status);
  });

  listener.get(
    '/password/set',
    onlyOnceDone({ path: '/password/set', begin: '/password', show: (_, reply) => sendPage(reply, resetDonePage(parts)) }),
  );

  listener.get(
    '/password/waits',
    onlyOnceDone({ path: '/password/waits', begin: '/password', show: (_, reply) => sendPage(reply, resetWaitsPage(parts)) }),
  );

  listener.post<{ Body: Static<typeof ContactForm> }>('/password/contact', { schema: { body: ContactForm } }, async (request, reply) => {
    const { code, contact: contactId } = request.body;
    const given = { code: new Secret(code.trim()), visit: parts.visits.of(request) };
    const outcome =
      contactId === undefined
        ? await listContactsByLink(parts.identity, given)
        : await askContactByLink(parts.identity, { ...given, contactId, claim: parts.claims.keep(request, reply) });
    if (isRefusal(outcome)) {
      const error = { message: parts.refusals.sentence(outcome), field: 'code' } as const;
      return sendPage(reply, resetPage(parts, { code, error }), outcome.status);
    }
    if (outcome.kind === 'asked') return reply.redirect('/password/contact', 303);
    return sendPage(reply, contactChoicePage(parts, { code, contacts: outcome.contacts }));
  });

  listener.get('/password/contact', async (request, reply) => {
    const vouching = await viewVouching(parts.identity, { claim: parts.claims.of(request) });
    return sendPage(reply, contactAskedPage(parts, vouching));
  });
}

function fieldOf(code: string): 'code' | 'password' | 'way' | 'beside' {
  if (code.startsWith('password-')) return 'password';
  if (code.startsWith('reset-link-')) return 'code';
  return code === 'reset-needs-proof' ? 'way' : 'beside';
}
