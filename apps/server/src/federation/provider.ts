import { type AssuranceLevel, acrOfLevel, asAccountId, findAccount, type IdentityPorts } from '@sallyport/identity';
import type { Clock, Database, Sealer } from '@sallyport/platform';
import Provider, {
  type Account,
  type ClientMetadata,
  type Configuration,
  errors,
  interactionPolicy,
  type JWKS,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import type { ServerSchema } from '@sallyport/installation';
import { ArtefactStore } from './artefact-store.ts';
import type { CookieSigner } from './cookie-signer.ts';
import type { FederationSession, FederationSessions } from './federation-sessions.ts';
import { wishOf } from './sign-in-wish.ts';

/**
 * The OpenID Connect provider: the library does the protocol, we decide who somebody is and how surely. It never stores an
 * assurance of its own that it trusts: at every authorization request the level is computed again from the proofs in this browser.
 */

export interface ProviderParts {
  readonly origin: string;
  readonly clients: readonly ClientMetadata[];
  readonly signingKeys: JWKS;
  readonly cookieSigner: CookieSigner;
  readonly identity: IdentityPorts;
  readonly sessions: FederationSessions;
  readonly database: Database<ServerSchema>;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Our session of the browser behind this call of the library. */
  readonly sessionOf: (context: KoaContextWithOIDC) => Promise<FederationSession | undefined>;
  readonly renderError: NonNullable<Configuration['renderError']>;
  readonly renderSignOut: (context: KoaContextWithOIDC, form: { action: string; secret: string }) => void;
  readonly renderSignedOut: (context: KoaContextWithOIDC) => void;
}

export const OIDC_PREFIX = '/oidc';
const HOUR = 3600;
const DAY = 24 * HOUR;

export function createProvider(parts: ProviderParts): Provider {
  const overTls = parts.origin.startsWith('https:');
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, secure: overTls, path: '/' } as const;
  const provider = new Provider(parts.origin, {
    adapter: (kind: string) => new ArtefactStore(kind, parts),
    clients: [...parts.clients],
    jwks: parts.signingKeys,
    findAccount: (context, accountId) => providerAccount(parts, context, accountId),
    interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}`, policy: policyWithAssurance(parts) },
    acrValues: [acrOfLevel(1), acrOfLevel(2)].filter((acr) => acr !== undefined),
    claims: {
      iss: null,
      sid: null,
      // Every ID token says how surely and by what the person signed in, asked for or not.
      openid: ['sub', 'acr', 'amr', 'auth_time'],
      profile: ['name', 'preferred_username'],
      email: ['email'],
      organisation: ['organisation', 'organisation_id'],
      federation_session: ['federation_session'],
    },
    scopes: ['openid', 'profile', 'email', 'organisation', 'federation_session', 'offline_access'],
    // Our applications need no user-info round trip: the ID token carries what its scopes grant.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    loadExistingGrant: (context) => grantToOwnApplication(context),
    cookies: {
      keys: parts.cookieSigner,
      names: { session: 'sallyport-oidc', interaction: 'sallyport-oidc-step', resume: 'sallyport-oidc-resume' },
      long: cookie,
      short: cookie,
    },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      // RFC 7662 §2.1: an application may ask about its own tokens, about no other's.
      introspection: { enabled: true, allowedPolicy: (_context, client, token) => token.clientId === client.clientId },
      userinfo: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context) => {
          parts.renderSignOut(context, signOutForm(context));
        },
        postLogoutSuccessSource: (context) => {
          parts.renderSignedOut(context);
        },
      },
    },
    routes: {
      authorization: `${OIDC_PREFIX}/authorize`,
      end_session: `${OIDC_PREFIX}/sign-out`,
      introspection: `${OIDC_PREFIX}/introspect`,
      jwks: `${OIDC_PREFIX}/keys`,
      revocation: `${OIDC_PREFIX}/revoke`,
      token: `${OIDC_PREFIX}/token`,
      userinfo: `${OIDC_PREFIX}/userinfo`,
    },
    ttl: {
      // One that is bound to a session ends with it, at whatever moment that is.
      AccessToken: (_context, token) => (token.expiresWithSession ? 12 * HOUR : HOUR),
      AuthorizationCode: 60,
      Grant: 14 * DAY,
      IdToken: HOUR,
      Interaction: HOUR,
      RefreshToken: 14 * DAY,
      Session: 12 * HOUR,
    },
    renderError: parts.renderError,
  });
  // It writes its addresses from the forwarded host and scheme, in which the listener has put the configured origin (`originPin`).
  provider.proxy = true;
  provider.use(followSession(parts));
  return provider;
}

/** Asks for our pages whenever this browser's proofs do not reach the assurance wished, or reach another than the library last told. */
function policyWithAssurance(parts: ProviderParts): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const login = policy.get('login');
  if (!login) throw new Error('the OpenID Connect library has no login prompt');
  login.checks.remove('essential_acrs');
  login.checks.remove('essential_acr');
  login.checks.add(
    new interactionPolicy.Check('assurance', 'a stronger sign-in is required', 'login_required', async (context) => {
      const { oidc } = context;
      const session = await parts.sessionOf(context);
      const level: AssuranceLevel = session?.accountId === oidc.session?.accountId ? (session?.assurance.level ?? 0) : 0;
      const wish = wishOf({ parameters: oidc.params ?? {}, startedAt: parts.clock.now() });
      return level < wish.level || oidc.session?.acr !== session?.assurance.acr;
    }),
  );
  return policy;
}

async function providerAccount(parts: ProviderParts, context: KoaContextWithOIDC, accountId: string): Promise<Account | undefined> {
  const account = await findAccount(parts.identity, { accountId: asAccountId(accountId) });
  if (account?.state !== 'ACTIVE') return undefined;
  return {
    accountId,
    claims: async () => {
      const sessionRef = await parts.sessions.refOf(providerSessionUid(context) ?? '');
      return {
        sub: accountId,
        name: account.displayName,
        preferred_username: account.userName,
        email: account.addresses[0],
        organisation: account.organisationName,
        // Names may change; by this an application knows the organisation for ever.
        organisation_id: account.organisationId,
        ...(sessionRef === undefined ? {} : { federation_session: sessionRef }),
      };
    },
  };
}

function providerSessionUid(context: KoaContextWithOIDC): string | undefined {
  const { entities } = context.oidc;
  return entities.AuthorizationCode?.sessionUid ?? entities.RefreshToken?.sessionUid ?? entities.AccessToken?.sessionUid;
}

/** Our own applications ask nobody's consent: what they may see is fixed in the registry. */
async function grantToOwnApplication(context: KoaContextWithOIDC) {
  const { client, session, provider } = context.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const existing = known === undefined ? undefined : await provider.Grant.find(known);
  if (existing) return existing;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(client.scope ?? 'openid');
  await grant.save();
  return grant;
}

function signOutForm(context: KoaContextWithOIDC): { action: string; secret: string } {
  const { session, provider } = context.oidc;
  const secret = session?.state?.['secret'];
  if (typeof secret !== 'string') throw new errors.InvalidRequest('could not find logout details');
  return { action: new URL(provider.urlFor('end_session_confirm')).pathname, secret };
}

/** Keeps our session and the library's in step: linked while signed in, both gone after sign-out. */
function followSession(parts: ProviderParts) {
  return async (context: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    const before = await parts.sessionOf(context);
    await next();
    // The library sets `oidc` only on its own routes, whatever its types say.
    const oidc = context.oidc as KoaContextWithOIDC['oidc'] | undefined;
    const session = oidc?.session;
    if (!oidc || !session || !before) return;
    if (oidc.route === 'end_session_confirm' && 'destroyed' in session && session.destroyed === true) {
      await parts.sessions.endByRef(before.ref);
    } else if (oidc.route === 'authorization' || oidc.route === 'resume') {
      await parts.sessions.link({ sessionRef: before.ref, providerUid: session.uid });
    }
  };
}
