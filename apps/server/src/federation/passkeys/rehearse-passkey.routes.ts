import { isRefusal, offerPasskeyRehearsal, type Refusal, rehearsePasskey } from '@sallyport/identity';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { contentSecurityPolicy } from '../../http/security-headers.ts';
import type { FederationParts } from '../federation-parts.ts';
import { AssertionForm, assertionFields } from './passkey-answers.ts';
import { noRehearsalPage, REHEARSE_PASSKEY, rehearsalAt, rehearsePasskeyPage } from './rehearse-passkey.pages.tsx';

interface Rehearsing {
  readonly reply: FastifyReply;
  readonly step: Parameters<typeof offerPasskeyRehearsal>[1];
}

/** Where a device is asked in a rehearsal that Self-Administration has begun in this browser. The session here stays as it is. */
export function rehearsePasskeyRoutes(listener: FastifyInstance, parts: FederationParts): void {
  /** Runs for a browser that is signed in here; whether it rehearses, the verbs know. */
  function signedIn(run: (rehearsing: Rehearsing, request: FastifyRequest) => Promise<FastifyReply>) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const session = await parts.sessions.load(request);
      if (!session) return sendPage(reply, noRehearsalPage(parts), 409);
      const formTargets = [parts.identity.origins.selfAdministration];
      reply.header('content-security-policy', contentSecurityPolicy({ formTargets, overTls: parts.overTls }));
      const { accountId, ref } = session;
      return run({ reply, step: { accountId, session: ref, visit: parts.visits.of(request) } }, request);
    };
  }

  async function show({ reply, step }: Rehearsing, refused?: Refusal): Promise<FastifyReply> {
    const offer = await offerPasskeyRehearsal(parts.identity, step);
    if (isRefusal(offer)) return sendPage(reply, noRehearsalPage(parts), offer.status);
    const error = refused && parts.refusals.sentence(refused);
    return sendPage(reply, rehearsePasskeyPage(parts, { ...offer, error }), refused?.status ?? 200);
  }

  listener.get(
    REHEARSE_PASSKEY,
    signedIn((rehearsing) => show(rehearsing)),
  );

  listener.post<{ Body: Static<typeof AssertionForm> }>(
    REHEARSE_PASSKEY,
    { schema: { body: AssertionForm } },
    signedIn(async (rehearsing, request) => {
      const fields = assertionFields(request.body as Static<typeof AssertionForm>);
      const outcome = await rehearsePasskey(parts.identity, { ...rehearsing.step, fields });
      return isRefusal(outcome) ? show(rehearsing, outcome) : rehearsing.reply.redirect(rehearsalAt(parts), 303);
    }),
  );
}
