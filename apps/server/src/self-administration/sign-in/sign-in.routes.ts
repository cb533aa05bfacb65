import { networkOf } from '@sallyport/identity';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { RelyingParty } from '../../http/relying-party.ts';
import { personOf } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';

/** The Federation's answer to our question for a fresh password, and the way out. */
export function signInRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  const { messages } = parts;
  const declined = (returnTo: string) =>
    wordPage(parts, {
      title: messages('declinedTitle'),
      lead: messages('declinedLead'),
      action: { href: returnTo, label: messages('tryAgain') },
    });

  listener.get(RelyingParty.callbackPath, async (request, reply) => {
    const session = await parts.sessions.load(request);
    const outcome = await parts.federation.finish({ sessionRef: session?.ref, query: request.url.split('?')[1] ?? '' });
    if (outcome.kind !== 'signed-in') return sendPage(reply, declined(outcome.kind === 'declined' ? outcome.returnTo : PATHS.actions), 403);
    const person = await personOf(parts, outcome.signedIn, networkOf(request.ip));
    if (!session || !person) return sendPage(reply, declined(outcome.signedIn.returnTo), 403);
    await parts.sessions.rotate(reply, session, { ...session.data, person });
    return reply.redirect(outcome.signedIn.returnTo, 303);
  });

  listener.post(PATHS.signOut, async (request, reply) => {
    const session = await parts.sessions.load(request);
    await parts.sessions.end(reply, session);
    const idToken = session?.data.person?.idToken;
    if (idToken === undefined) return reply.redirect(PATHS.signedOut, 303);
    return reply.redirect(await parts.federation.signOutAddress({ idToken, returnTo: PATHS.signedOut }), 303);
  });

  listener.get(PATHS.signedOut, (_, reply) =>
    sendPage(
      reply,
      wordPage(parts, {
        title: messages('signedOutTitle'),
        lead: messages('signedOutLead'),
        action: { href: PATHS.home, label: messages('homeSignIn') },
      }),
    ),
  );
}
