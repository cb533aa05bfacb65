import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendPage } from '../http/page.tsx';
import { assuranceLevelOf, RelyingParty, type SignedIn } from '../http/relying-party.ts';
import type { WebSession } from '../http/sessions.ts';
import { accountPage, dashboardPage, landingPage, PATHS, settingsPage, wordPage } from './portal.pages.tsx';
import type { PortalData, PortalParts, PortalPerson } from './portal-parts.ts';

/**
 * Certificate Services: a relying party. The first factor opens what can only be looked at; for the rest the Federation is asked for the second,
 * and the person comes back to the page they wanted.
 */

const SCOPE = 'openid profile email organisation';
const ACR_OF_LEVEL = { 1: 'urn:sallyport:assurance:1', 2: 'urn:sallyport:assurance:2' } as const;

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export function portalRoutes(listener: FastifyInstance, parts: PortalParts): void {
  const { messages } = parts;

  /** A page behind a door: shown to somebody of that level, anybody else is sent to the Federation first. */
  function behindDoor(level: 1 | 2, show: (person: PortalPerson) => Parameters<typeof sendPage>[1]) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const session = await parts.sessions.load(request);
      const person = session && (await personIn(session));
      if (person && person.level >= level) return sendPage(reply, show(person));
      return askFederation({ request, reply }, { level, session, returnTo: request.url });
    };
  }

  /** Whoever signed in here, for as long as the Federation vouches for them. */
  async function personIn(session: WebSession<PortalData>): Promise<PortalPerson | undefined> {
    const { person } = session.data;
    if (!person || (await parts.federation.isVouchedFor({ sessionRef: session.ref, vouching: person.vouching }))) return person;
    await parts.sessions.save(session, {});
    return undefined;
  }

  async function askFederation(
    exchange: Exchange,
    wish: { level: 1 | 2; session: WebSession<PortalData> | undefined; returnTo: string },
  ): Promise<FastifyReply> {
    const session = wish.session ?? (await parts.sessions.start(exchange.reply, {}));
    const address = await parts.federation.begin({
      sessionRef: session.ref,
      returnTo: wish.returnTo,
      acr: ACR_OF_LEVEL[wish.level],
      scope: SCOPE,
    });
    return exchange.reply.redirect(address, 303);
  }

  listener.get('/', (_, reply) => sendPage(reply, landingPage(parts)));
  listener.get(
    PATHS.dashboard,
    behindDoor(1, (person) => dashboardPage(parts, person)),
  );
  listener.get(
    PATHS.settings,
    behindDoor(1, (person) => settingsPage(parts, person)),
  );
  listener.get(
    PATHS.account,
    behindDoor(2, (person) => accountPage(parts, person)),
  );

  listener.get(RelyingParty.callbackPath, async (request, reply) => {
    const session = await parts.sessions.load(request);
    const outcome = await parts.federation.finish({ sessionRef: session?.ref, query: request.url.split('?')[1] ?? '' });
    switch (outcome.kind) {
      case 'signed-in':
        if (session) await parts.sessions.rotate(reply, session, { person: personOf(outcome.signedIn) });
        return reply.redirect(outcome.signedIn.returnTo, 303);
      case 'declined':
        return sendPage(reply, declinedPage(outcome.returnTo), 403);
      case 'unexpected':
        return sendPage(reply, unexpectedPage(), 400);
    }
  });

  listener.post('/sign-out', async (request, reply) => {
    const session = await parts.sessions.load(request);
    await parts.sessions.end(reply, session);
    const idToken = session?.data.person?.idToken;
    if (idToken === undefined) return reply.redirect('/signed-out', 303);
    return reply.redirect(await parts.federation.signOutAddress({ idToken, returnTo: '/signed-out' }), 303);
  });

  listener.get('/signed-out', (_, reply) =>
    sendPage(
      reply,
      wordPage(parts, {
        title: messages('signedOutTitle'),
        lead: messages('signedOutLead'),
        action: { href: '/', label: messages('toLanding') },
      }),
    ),
  );

  function declinedPage(returnTo: string) {
    return wordPage(parts, {
      title: messages('signInDeclinedTitle'),
      lead: messages('signInDeclinedLead'),
      action: { href: returnTo, label: messages('tryAgain') },
    });
  }

  function unexpectedPage() {
    return wordPage(parts, {
      title: messages('signInUnexpectedTitle'),
      lead: messages('signInUnexpectedLead'),
      action: { href: PATHS.dashboard, label: messages('tryAgain') },
    });
  }
}

function personOf({ claims, idToken, vouching }: SignedIn): PortalPerson {
  const text = (name: string): string => {
    const claim = claims[name];
    return typeof claim === 'string' ? claim : '';
  };
  const methods = claims['amr'];
  return {
    subject: claims.sub,
    name: text('name'),
    userName: text('preferred_username'),
    email: text('email'),
    organisation: text('organisation'),
    level: assuranceLevelOf(claims['acr']) === 2 ? 2 : 1,
    methods: Array.isArray(methods) ? methods.filter((method) => typeof method === 'string') : [],
    passwordGivenAt: (claims.auth_time ?? 0) * 1000,
    idToken,
    vouching,
  };
}
