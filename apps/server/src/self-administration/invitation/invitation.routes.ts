import { acceptInvitation, findAccount, isRefusal, openInvitation } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { firstPasswordPage, invitationPage } from './invitation.pages.tsx';

const Code = Type.String({ maxLength: 64 });
const CodeForm = Type.Object({ code: Code }, { additionalProperties: false });
/** The user name is in the form for password managers only; who is meant, the code says. */
const PasswordForm = Type.Object(
  { code: Code, userName: Type.String({ maxLength: 254 }), password: Type.String({ maxLength: 1024 }) },
  { additionalProperties: false },
);

/** Account set-up begins here, with the one-time link from the invitation mail. */
export function invitationRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(PATHS.invitation, (_, reply) => sendPage(reply, invitationPage(parts, {})));

  listener.post<{ Body: Static<typeof CodeForm> }>(PATHS.invitation, { schema: { body: CodeForm } }, async (request, reply) => {
    const code = request.body.code.trim();
    const invitation = await openInvitation(parts.identity, { code: new Secret(code), visit: parts.visits.of(request) });
    if (isRefusal(invitation))
      return sendPage(reply, invitationPage(parts, { code, error: parts.refusals.sentence(invitation) }), invitation.status);
    return sendPage(reply, firstPasswordPage(parts, { code, invitation }));
  });

  listener.post<{ Body: Static<typeof PasswordForm> }>(
    PATHS.invitationPassword,
    { schema: { body: PasswordForm } },
    async (request, reply) => {
      const code = request.body.code.trim();
      const visit = parts.visits.of(request);
      const invitation = await openInvitation(parts.identity, { code: new Secret(code), visit });
      if (isRefusal(invitation))
        return sendPage(reply, invitationPage(parts, { error: parts.refusals.sentence(invitation) }), invitation.status);
      const accepted = await acceptInvitation(parts.identity, {
        code: new Secret(code),
        password: new Secret(request.body.password),
        visit,
      });
      if (isRefusal(accepted)) {
        const page = firstPasswordPage(parts, { code, invitation, error: parts.refusals.sentence(accepted) });
        return sendPage(reply, page, accepted.status);
      }
      parts.visits.rememberDevice(reply, accepted.device);
      const { accountId, epoch, proof } = accepted;
      const account = await findAccount(parts.identity, { accountId });
      await parts.sessions.start(reply, { person: { accountId, epoch, name: account?.displayName ?? '', proofs: [proof] } });
      return reply.redirect(PATHS.setUp, 303);
    },
  );
}
