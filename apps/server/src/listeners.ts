import { type Installation, type InstallationConfiguration, type ListenerName, outboxFolder } from '@sallyport/installation';
import { networkOf } from '@sallyport/identity';
import { type Log, Secret } from '@sallyport/platform';
import { createLanguage, createMessages, type Language, type LinkItem } from '@sallyport/ui';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { certificateApi } from './certificate-api/api.routes.ts';
import { certificatePortalMessages } from './certificate-portal/certificate-portal.messages.ts';
import { createCertificateRefusalSpeaker } from './certificate-portal/refusals/refusal-sentences.ts';
import type { PortalData } from './certificate-portal/portal-parts.ts';
import { portalRoutes } from './certificate-portal/portal.routes.ts';
import { federationMessages } from './federation/federation.messages.ts';
import { CERTIFICATE_SERVICES_CLIENT, SELF_ADMINISTRATION_CLIENT } from './federation/federation-parts.ts';
import { federationRoutes, type RegisteredApplication } from './federation/federation.ts';
import { type FederationData, FederationSessions } from './federation/federation-sessions.ts';
import { type BuiltAssets, serveAssets } from './http/assets.ts';
import { createRefusalHold, type RefusalHold } from './http/hold-refusals.ts';
import { createListener } from './http/listener.ts';
import { faultPage, type Frame } from './http/page.tsx';
import { createRefusalSpeaker } from './http/refusal-sentences.ts';
import { RelyingParty } from './http/relying-party.ts';
import { SessionStore } from './http/session-store.ts';
import { Sessions } from './http/sessions.ts';
import { createClaims } from './http/claims.ts';
import { createVisits } from './http/visits.ts';
import { renderDocument } from '@sallyport/ui/server';
import { outboxMessages } from './outbox-page/outbox.messages.ts';
import { outboxRoutes } from './outbox-page/outbox.routes.ts';
import { PATHS } from './self-administration/paths.ts';
import { selfAdministrationMessages } from './self-administration/self-administration.messages.ts';
import type { SelfAdministrationData } from './self-administration/self-administration-parts.ts';
import { selfAdministrationRoutes } from './self-administration/self-administration.ts';
import { serveSoftToken } from './soft-token-app/serve-soft-token.ts';
import { challengeRoutes } from './revocation/challenge.routes.ts';
import { caFileRoutes } from './revocation/ca-files.routes.ts';
import { ocspRoutes } from './revocation/ocsp.routes.ts';
import { createSigningAllowance } from './revocation/signing-allowance.ts';
import type { SupportDirectory } from './support/support-directory.ts';
import { tokenApiFault, tokenApiRoutes } from './token-api/token-api.routes.ts';

/** Puts each listener together from its parts: which pages stand where, on what, for whom. */

export interface ListenerParts {
  readonly configuration: InstallationConfiguration;
  readonly installation: Installation;
  readonly support: SupportDirectory;
  readonly assets: BuiltAssets;
  /** The built Soft Token app. */
  readonly softTokenFolder: string;
  readonly log: Log;
  /** For answers that are not sent before their time. */
  readonly wait: (ms: number) => Promise<unknown>;
}

export interface BuiltListener {
  readonly name: ListenerName;
  /** At which it is to be opened. */
  readonly port: number;
  readonly listener: FastifyInstance;
}

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;

export async function buildListeners(parts: ListenerParts): Promise<readonly BuiltListener[]> {
  const kit = new ListenerKit(parts);
  const applications = await kit.applications();
  const federationSessions = kit.federationSessions();
  const built = (name: ListenerName, listener: FastifyInstance): BuiltListener => ({
    name,
    port: parts.configuration.listeners[name].port,
    listener,
  });
  const listeners = [
    built('certificate-services', await certificateServices(kit, applications.certificateServices)),
    built('federation', await federation(kit, { applications: Object.values(applications), sessions: federationSessions })),
    built('self-administration', await selfAdministration(kit, { application: applications.selfAdministration, federationSessions })),
    built('soft-token', await softToken(kit)),
    built('revocation', await revocation(kit)),
  ];
  if (!parts.configuration.smtp) listeners.push(built('outbox', await outbox(kit)));
  return listeners;
}

async function certificateServices(kit: ListenerKit, application: RegisteredApplication): Promise<FastifyInstance> {
  const messages = createMessages<typeof certificatePortalMessages>(certificatePortalMessages, kit.language.locale);
  const frame = kit.frame(messages('part'));
  const listener = await kit.pages('certificate-services', frame);
  portalRoutes(listener, {
    sessions: kit.sessions<PortalData>('certificate-services', { idleSeconds: HOUR_SECONDS, absoluteSeconds: 12 * HOUR_SECONDS }),
    federation: kit.relyingParty('certificate-services', application),
    frame,
    messages,
    certificates: kit.parts.installation.certificates,
    refusals: createCertificateRefusalSpeaker(kit.language),
    selfAdministrationOrigin: kit.origin('self-administration'),
    clock: kit.parts.installation.clock,
    sealer: kit.parts.installation.sealer,
  });
  await certificateApi(listener, {
    certificates: kit.parts.installation.certificates,
    clock: kit.parts.installation.clock,
    refusals: createCertificateRefusalSpeaker(kit.language),
    hold: kit.refusalHold,
    neighbourhoodOf: networkOf,
    origin: kit.origin('certificate-services'),
  });
  return listener;
}

async function federation(
  kit: ListenerKit,
  given: { readonly applications: readonly RegisteredApplication[]; readonly sessions: FederationSessions },
): Promise<FastifyInstance> {
  const { installation } = kit.parts;
  const frame = kit.frame(federationMessages.part);
  const listener = await kit.pages('federation', frame);
  await federationRoutes(listener, {
    origin: kit.origin('federation'),
    applications: given.applications,
    identity: installation.identity,
    sessions: given.sessions,
    database: installation.database,
    sealer: installation.sealer,
    secrets: installation.secrets,
    clock: installation.clock,
    wait: kit.parts.wait,
    frame,
    refusals: kit.refusals(),
  });
  return listener;
}

async function selfAdministration(
  kit: ListenerKit,
  given: { readonly application: RegisteredApplication; readonly federationSessions: FederationSessions },
): Promise<FastifyInstance> {
  const messages = createMessages<typeof selfAdministrationMessages>(selfAdministrationMessages, kit.language.locale);
  const frame = kit.frame(messages('part'));
  const listener = await kit.pages('self-administration', frame);
  selfAdministrationRoutes(listener, {
    identity: kit.parts.installation.identity,
    sessions: kit.sessions<SelfAdministrationData>('self-administration', {
      idleSeconds: 20 * MINUTE_SECONDS,
      absoluteSeconds: 2 * HOUR_SECONDS,
    }),
    federation: kit.relyingParty('self-administration', given.application),
    federationSessions: given.federationSessions,
    frame,
    messages,
    refusals: kit.refusals(),
    support: kit.parts.support,
    certificateServicesOrigin: kit.origin('certificate-services'),
    clock: kit.parts.installation.clock,
    visits: createVisits({ origin: kit.origin('self-administration') }),
    claims: createClaims({ origin: kit.origin('self-administration'), randomness: kit.parts.installation.randomness }),
  });
  return listener;
}

async function softToken(kit: ListenerKit): Promise<FastifyInstance> {
  const { installation, configuration, log } = kit.parts;
  const listener = await createListener({
    name: 'soft-token',
    origin: kit.origin('soft-token'),
    log,
    randomness: installation.randomness,
    headers: { application: 'soft-token' },
    trustProxy: configuration.trustProxy,
    isHealthy: () => kit.isHealthy(),
    refusals: kit.refusalHold,
    renderFault: (fault) => tokenApiFault(fault),
  });
  tokenApiRoutes(listener, {
    identity: installation.identity,
    clock: installation.clock,
    visits: createVisits({ origin: kit.origin('soft-token') }),
  });
  await serveSoftToken(listener, { folder: kit.parts.softTokenFolder });
  return listener;
}

/** For machines: what it answers is signed by itself, and it has neither sessions nor pages. */
async function revocation(kit: ListenerKit): Promise<FastifyInstance> {
  const { installation, configuration, log } = kit.parts;
  const listener = await createListener({
    name: 'revocation',
    origin: kit.origin('revocation'),
    log,
    randomness: installation.randomness,
    headers: {},
    trustProxy: configuration.trustProxy,
    isHealthy: () => kit.isHealthy(),
    refusals: kit.refusalHold,
    renderFault: ({ kind }, { reply }: { reply: FastifyReply }) => {
      reply.type('text/plain; charset=utf-8');
      return kind === 'not-found' ? 'There is nothing here.\n' : 'This cannot be answered.\n';
    },
  });
  const { certificates, clock } = installation;
  caFileRoutes(listener, { certificates });
  challengeRoutes(listener, { certificates });
  await ocspRoutes(listener, { certificates, clock, allowance: createSigningAllowance() });
  return listener;
}

async function outbox(kit: ListenerKit): Promise<FastifyInstance> {
  const messages = createMessages<typeof outboxMessages>(outboxMessages, kit.language.locale);
  const frame = kit.frame(messages('part'));
  const listener = await kit.pages('outbox', frame);
  outboxRoutes(listener, { frame, messages, folder: outboxFolder(kit.parts.configuration) });
  return listener;
}

/** What several listeners need, each made in one way. */
class ListenerKit {
  readonly parts: ListenerParts;
  readonly language: Language = createLanguage({ locale: 'en' });
  readonly refusalHold: RefusalHold;

  constructor(parts: ListenerParts) {
    this.parts = parts;
    this.refusalHold = createRefusalHold({ clock: parts.installation.clock, wait: parts.wait });
  }

  origin(name: ListenerName): string {
    return this.parts.configuration.listeners[name].origin;
  }

  isOverTls(name: ListenerName): boolean {
    return this.origin(name).startsWith('https:');
  }

  frame(part: string): Frame {
    const footer: readonly LinkItem[] = [
      { href: this.origin('certificate-services'), label: certificatePortalMessages.part },
      { href: this.origin('self-administration'), label: selfAdministrationMessages.part },
      { href: this.origin('soft-token'), label: selfAdministrationMessages.softToken },
      { href: this.origin('self-administration') + PATHS.support, label: selfAdministrationMessages.support },
    ];
    return { part, language: this.language, assets: this.parts.assets.page, footer, footnote: undefined };
  }

  refusals() {
    return createRefusalSpeaker({ language: this.language, clock: this.parts.installation.clock });
  }

  async pages(name: ListenerName, frame: Frame): Promise<FastifyInstance> {
    const { configuration, assets, log } = this.parts;
    const listener = await createListener({
      name,
      origin: this.origin(name),
      log,
      randomness: this.parts.installation.randomness,
      // Signing in and out are forms that lead to the Federation, and back from it to its applications.
      headers: { formTargets: [this.origin('federation')] },
      trustProxy: configuration.trustProxy,
      isHealthy: () => this.isHealthy(),
      refusals: this.refusalHold,
      renderFault: (fault, { reply }: { reply: FastifyReply }) => {
        reply.type('text/html; charset=utf-8');
        return renderDocument(faultPage(frame, fault));
      },
    });
    await serveAssets(listener, assets);
    return listener;
  }

  async isHealthy(): Promise<boolean> {
    try {
      await this.parts.installation.database.query.selectFrom('web_session').select('ref').limit(1).execute();
      return true;
    } catch {
      return false;
    }
  }

  sessions<Data>(name: ListenerName, policy: { readonly idleSeconds: number; readonly absoluteSeconds: number }): Sessions<Data> {
    const { installation } = this.parts;
    return new Sessions<Data>({
      store: new SessionStore(installation.database),
      policy: { listener: name, overTls: this.isOverTls(name), ...policy },
      clock: installation.clock,
      randomness: installation.randomness,
    });
  }

  federationSessions(): FederationSessions {
    const { installation } = this.parts;
    return new FederationSessions({
      sessions: this.sessions<FederationData>('federation', { idleSeconds: 4 * HOUR_SECONDS, absoluteSeconds: 12 * HOUR_SECONDS }),
      database: installation.database,
      identity: installation.identity,
      clock: installation.clock,
    });
  }

  relyingParty(name: ListenerName, application: RegisteredApplication): RelyingParty {
    const { installation } = this.parts;
    return new RelyingParty({
      clientId: application.clientId,
      clientSecret: application.clientSecret,
      federationOrigin: this.origin('federation'),
      ownOrigin: this.origin(name),
      database: installation.database,
      sealer: installation.sealer,
      clock: installation.clock,
    });
  }

  async applications() {
    return {
      certificateServices: await this.#application('certificate-services', {
        clientId: CERTIFICATE_SERVICES_CLIENT,
        name: certificatePortalMessages.part,
        description: federationMessages.certificateServicesHint,
        signedOutPath: '/signed-out',
        scope: 'openid profile email organisation',
      }),
      selfAdministration: await this.#application('self-administration', {
        clientId: SELF_ADMINISTRATION_CLIENT,
        name: selfAdministrationMessages.part,
        description: federationMessages.selfAdministrationHint,
        signedOutPath: PATHS.signedOut,
        scope: 'openid profile federation_session',
      }),
    };
  }

  async #application(
    name: ListenerName,
    given: { clientId: string; name: string; description: string; signedOutPath: string; scope: string },
  ): Promise<RegisteredApplication> {
    const { installation } = this.parts;
    const home = this.origin(name);
    const secret = await installation.secrets.loadOrCreate(`client-secret-${given.clientId}`, () => installation.randomness.bytes(32));
    return {
      clientId: given.clientId,
      clientSecret: new Secret(Buffer.from(secret.reveal()).toString('base64url')),
      name: given.name,
      description: given.description,
      home,
      redirectUri: home + RelyingParty.callbackPath,
      signedOutUri: home + given.signedOutPath,
      scope: given.scope,
    };
  }
}
