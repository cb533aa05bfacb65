import { isRefusal, offerPasskeyRegistration, type Refusal, registerPasskey } from '@sallyport/identity';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { contentSecurityPolicy } from '../../http/security-headers.ts';
import type { FederationParts } from '../federation-parts.ts';
import type { FederationSession } from '../federation-sessions.ts';
import { MAKE_PASSKEY, makePasskeyPage, noPasskeyMadePage, passkeysAt } from './make-passkey.pages.tsx';
import { CreationForm, creationFields } from './passkey-answers.ts';

interface Making {
  readonly reply: FastifyReply;
  readonly session: FederationSession;
}

/** Where a passkey is made that Self-Administration has allowed this browser to make: a device makes it for the origin it is to be used at. */
export function makePasskeyRoutes(listener: FastifyInstance, parts: FederationParts): void {
  /** Runs for a browser that is signed in here; whether it may make a passkey, the verbs know. */
  function signedIn(run: (making: Making, request: FastifyRequest) => Promise<FastifyReply>) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const session = await parts.sessions.load(request);
      if (!session) return sendPage(reply, noPasskeyMadePage(parts, parts.messages('passkeyMakeOverLead')), 409);
      const formTargets = [parts.identity.origins.selfAdministration];
      reply.header('content-security-policy', contentSecurityPolicy({ formTargets, overTls: parts.overTls }));
      return run({ reply, session }, request);
    };
  }

  async function show({ reply, session }: Making, refused?: Refusal): Promise<FastifyReply> {
    const { accountId, ref } = session;
    const offer = await offerPasskeyRegistration(parts.identity, { accountId, session: ref });
    if (isRefusal(offer)) return sendPage(reply, noPasskeyMadePage(parts, parts.messages('passkeyMakeOverLead')), offer.status);
    const error = refused && parts.refusals.sentence(refused);
    return sendPage(reply, makePasskeyPage(parts, { ...offer, error }), refused?.status ?? 200);
  }

  listener.get(
    MAKE_PASSKEY,
    signedIn((making) => show(making)),
  );

  listener.post<{ Body: Static<typeof CreationForm> }>(
    MAKE_PASSKEY,
    { schema: { body: CreationForm } },
    signedIn(async (making, request) => {
      const { accountId, ref } = making.session;
      const outcome = await registerPasskey(parts.identity, {
        accountId,
        session: ref,
        fields: creationFields(request.body as Static<typeof CreationForm>),
        visit: parts.visits.of(request),
      });
      if (!isRefusal(outcome)) return making.reply.redirect(`${passkeysAt(parts)}/added`, 303);
      // Every other refusal has used the permission up.
      if (outcome.code === 'passkey-malformed') return show(making, outcome);
      const lead = outcome.code === 'passkey-not-expected' ? parts.messages('passkeyMakeOverLead') : parts.refusals.sentence(outcome);
      return sendPage(making.reply, noPasskeyMadePage(parts, lead), outcome.status);
    }),
  );
}
