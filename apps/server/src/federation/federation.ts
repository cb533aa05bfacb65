import type { IdentityPorts } from '@sallyport/identity';
import type { Clock, Database, NamedSecrets, Randomness, Secret, Sealer } from '@sallyport/platform';
import { createMessages } from '@sallyport/ui';
import { renderDocument } from '@sallyport/ui/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { exportJWK, generateKeyPair } from 'jose';
import type { ClientMetadata, JWK, KoaContextWithOIDC } from 'oidc-provider';
import { type Frame, sendPage } from '../http/page.tsx';
import type { RefusalSpeaker } from '../http/refusal-sentences.ts';
import { contentSecurityPolicy } from '../http/security-headers.ts';
import { createClaims } from '../http/claims.ts';
import { createVisits } from '../http/visits.ts';
import type { ServerSchema } from '@sallyport/installation';
import { createCookieSigner } from './cookie-signer.ts';
import type { FederationApplication, FederationParts } from './federation-parts.ts';
import { federationMessages } from './federation.messages.ts';
import type { FederationSession, FederationSessions } from './federation-sessions.ts';
import { frozenRoutes } from './frozen/frozen.routes.ts';
import { homePage } from './home/home.page.tsx';
import { makePasskeyRoutes } from './passkeys/make-passkey.routes.ts';
import { rehearsePasskeyRoutes } from './passkeys/rehearse-passkey.routes.ts';
import { passwordResetRoutes } from './password-reset/password-reset.routes.ts';
import { createProvider, OIDC_PREFIX } from './provider.ts';
import { signInRoutes } from './sign-in/sign-in.routes.ts';
import { requestFaultPage, signedOutPage, signOutPage } from './sign-out/sign-out.pages.tsx';

/** The sign-in service: puts the library, our pages and the sessions of one browser together on one listener. */

export interface RegisteredApplication extends FederationApplication {
  readonly clientId: string;
  readonly clientSecret: Secret<string>;
  readonly redirectUri: string;
  readonly signedOutUri: string;
  readonly scope: string;
}

export interface FederationOptions {
  readonly origin: string;
  readonly applications: readonly RegisteredApplication[];
  readonly identity: IdentityPorts;
  readonly sessions: FederationSessions;
  readonly database: Database<ServerSchema>;
  readonly sealer: Sealer;
  readonly secrets: NamedSecrets;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<unknown>;
  readonly frame: Frame;
  readonly refusals: RefusalSpeaker;
}

export async function federationRoutes(listener: FastifyInstance, options: FederationOptions): Promise<void> {
  const messages = createMessages<typeof federationMessages>(federationMessages, options.frame.language.locale);
  const applications = Object.fromEntries(options.applications.map((application) => [application.clientId, application]));
  const pageParts = { messages, applications, frame: options.frame };
  const exchanges = new WeakMap<object, FastifyRequest>();
  const sessionOf = async (context: KoaContextWithOIDC): Promise<FederationSession | undefined> => {
    const request = exchanges.get(context.req);
    return request && options.sessions.load(request);
  };

  const provider = createProvider({
    ...options,
    clients: options.applications.map(clientMetadata),
    signingKeys: { keys: [await signingKey(options.secrets)] },
    cookieSigner: createCookieSigner([await cookieKey(options.secrets, options.identity.randomness)]),
    sessionOf,
    renderError: (context, out) => {
      context.type = 'html';
      context.body = renderDocument(requestFaultPage(pageParts, out.error_description ?? out.error));
    },
    renderSignOut: (context, form) => {
      context.body = renderDocument(signOutPage(pageParts, form));
    },
    renderSignedOut: (context) => {
      context.body = renderDocument(signedOutPage(pageParts));
    },
  });

  const { origin, identity } = options;
  const overTls = origin.startsWith('https:');
  const parts: FederationParts = {
    ...options,
    messages,
    applications,
    provider,
    visits: createVisits(options),
    claims: createClaims({ origin, randomness: identity.randomness }),
    overTls,
  };
  listener.get('/', (_, reply) => sendPage(reply, homePage(parts)));
  signInRoutes(listener, parts);
  passwordResetRoutes(listener, parts);
  frozenRoutes(listener, parts);
  makePasskeyRoutes(listener, parts);
  rehearsePasskeyRoutes(listener, parts);
  await listener.register((scope, _, done) => {
    mountProvider(scope, { parts, exchanges, formTargets: options.applications.map((application) => new URL(application.home).origin) });
    done();
  });
}

/** The library reads the request itself, so nothing of ours may have touched its body. */
function mountProvider(
  scope: FastifyInstance,
  mount: { parts: FederationParts; exchanges: WeakMap<object, FastifyRequest>; formTargets: readonly string[] },
): void {
  const handle = mount.parts.provider.callback();
  const policy = contentSecurityPolicy({ formTargets: mount.formTargets, overTls: mount.parts.overTls });
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => {
    done(null);
  });
  const pass = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    mount.exchanges.set(request.raw, request);
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.setHeader('content-security-policy', policy);
    await handle(request.raw, reply.raw);
  };
  // Programs call token, introspection and revocation; the library's own one-time secret guards the one form (sign-out).
  const config = { calledByMachines: true } as const;
  scope.all(`${OIDC_PREFIX}/*`, { config }, pass);
  scope.get('/.well-known/openid-configuration', { config }, pass);
}

function clientMetadata(application: RegisteredApplication): ClientMetadata {
  return {
    client_id: application.clientId,
    client_name: application.name,
    client_secret: application.clientSecret.reveal(),
    redirect_uris: [application.redirectUri],
    post_logout_redirect_uris: [application.signedOutUri],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    scope: application.scope,
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: 'ES256',
    require_auth_time: true,
  };
}

async function signingKey(secrets: NamedSecrets): Promise<JWK> {
  const kept = await secrets.loadOrCreate('federation-signing-key', async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    return Buffer.from(JSON.stringify({ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' }));
  });
  return JSON.parse(Buffer.from(kept.reveal()).toString()) as JWK;
}

async function cookieKey(secrets: NamedSecrets, randomness: Randomness): Promise<Uint8Array> {
  const kept = await secrets.loadOrCreate('federation-cookie-key', () => randomness.bytes(32));
  return kept.reveal();
}
