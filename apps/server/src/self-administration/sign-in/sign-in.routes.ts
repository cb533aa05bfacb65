import type { FastifyInstance, FastifyReply } from 'fastify';
import { isPasskey } from '../../federation/sign-in-step.ts';
import { PASSKEY_ACR } from '../../federation/sign-in-wish.ts';
import { sendPage } from '../../http/page.tsx';
import { RelyingParty } from '../../http/relying-party.ts';
import { signOutRoutes } from '../../http/sign-out.ts';
import { personOf } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import { toNext } from '../prove/to-next.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';

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
    const { signedIn } = outcome;
    const person = await personOf(parts, signedIn);
    if (!session || !person) return sendPage(reply, declined(signedIn.returnTo), 403);
    if (signedIn.asked.acr === PASSKEY_ACR) return addPasskeyProof({ request, reply, session, person });
    await parts.sessions.rotate(reply, session, { ...session.data, person });
    return reply.redirect(signedIn.returnTo, 303);
  });

  /** A passkey was asked for beside what was given here before; that stays, if it is the same person in the same browser who comes back. */
  function addPasskeyProof(visitor: Visitor): Promise<FastifyReply> | FastifyReply {
    const { reply, session, person: back } = visitor;
    const proof = back.proofs.find(isPasskey);
    if (!proof) return sendPage(reply, declined(PATHS.prove), 403);
    const here = session.data.person;
    const isSame = here?.accountId === back.accountId && here.epoch === back.epoch && here.federationSession === back.federationSession;
    const person = { ...back, proofs: isSame ? here.proofs : back.proofs.filter((one) => one !== proof) };
    return toNext(parts, { ...visitor, person }, proof);
  }

  const signedOutPage = () =>
    wordPage(parts, {
      title: messages('signedOutTitle'),
      lead: messages('signedOutLead'),
      action: { href: PATHS.home, label: messages('homeSignIn') },
    });
  signOutRoutes(listener, { ...parts, paths: PATHS, signedOutPage });
}
