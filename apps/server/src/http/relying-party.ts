import type { Clock, Database, Instant, Place, Sealer, Secret } from '@sallyport/platform';
import * as openid from 'openid-client';
import type { ServerSchema } from '@sallyport/installation';
import { hashOfBearer } from './session-store.ts';

/**
 * An application's half of OpenID Connect (authorization code with PKCE), for our own applications: they learn who somebody is only
 * through the Federation, as any customer's application would, and may run on another host.
 */

export interface RelyingPartyParts {
  readonly clientId: string;
  readonly clientSecret: Secret<string>;
  readonly federationOrigin: string;
  readonly ownOrigin: string;
  readonly database: Database<ServerSchema>;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

export interface AuthorizationWish {
  /** The session of ours in which the answer must arrive. */
  readonly sessionRef: string;
  /** Path of ours to lead to afterwards. */
  readonly returnTo: string;
  /** The assurance wanted; the answer is refused below it. */
  readonly acr: string;
  /** Demands a password or a passkey given now, whatever session the Federation has. */
  readonly freshly?: true;
  readonly scope: string;
}

export interface SignedIn {
  readonly claims: openid.IDToken;
  readonly idToken: string;
  /** For `isVouchedFor`: the access token, sealed to the session it was asked for in. */
  readonly vouching: string;
  readonly returnTo: string;
  /** The `acr` that was asked for, and when it was. */
  readonly asked: { readonly acr: string; readonly at: Instant | undefined };
}

export type CallbackOutcome =
  | { readonly kind: 'signed-in'; readonly signedIn: SignedIn }
  /** The person turned back, or the Federation vouches for less than was asked; nothing is wrong with the answer. */
  | { readonly kind: 'declined'; readonly returnTo: string }
  /** No request of this browser waits for this answer: used twice, too old, or begun elsewhere. */
  | { readonly kind: 'unexpected' };

const ASSURANCE_LEVELS: Readonly<Record<string, 1 | 2>> = { 'urn:sallyport:assurance:1': 1, 'urn:sallyport:assurance:2': 2 };

/** The assurance level an `acr` claim names; 0 for anything the Federation never says. */
export function assuranceLevelOf(acr: unknown): 0 | 1 | 2 {
  return typeof acr === 'string' ? (ASSURANCE_LEVELS[acr] ?? 0) : 0;
}

/**
 * Where a sign-in comes back to: a page of this origin, else its first. What was asked for is a request's address, and whoever sends a request may write a whole address of any host in its place
 * (RFC 9112, section 3.2.2).
 */
export function ownPath(address: string, ownOrigin: string): string {
  const url = URL.parse(address, ownOrigin);
  return url?.origin === ownOrigin ? url.pathname + url.search : '/';
}

function placeOf(sessionRef: string): Place {
  return { table: 'web_session', column: 'data', row: sessionRef };
}

const REQUEST_SECONDS = 3600;
const CALLBACK_PATH = '/signed-in';

export class RelyingParty {
  readonly #parts: RelyingPartyParts;
  #discovered: Promise<openid.Configuration> | undefined;

  constructor(parts: RelyingPartyParts) {
    this.#parts = parts;
  }

  static callbackPath = CALLBACK_PATH;

  /** The address at the Federation to send the browser to. */
  async begin(wish: AuthorizationWish): Promise<string> {
    const configuration = await this.#configuration();
    const verifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState();
    const nonce = openid.randomNonce();
    const returnTo = ownPath(wish.returnTo, this.#parts.ownOrigin);
    await this.#remember({ wish: { ...wish, returnTo }, state, nonce, verifier });
    return openid.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#parts.ownOrigin + CALLBACK_PATH,
      scope: wish.scope,
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      acr_values: wish.acr,
      ...(wish.freshly ? { prompt: 'login' } : {}),
    }).href;
  }

  /** Takes the browser's answer, once. */
  async finish(answer: { sessionRef: string | undefined; query: string }): Promise<CallbackOutcome> {
    const parameters = new URLSearchParams(answer.query);
    const state = parameters.get('state');
    if (state === null || answer.sessionRef === undefined) return { kind: 'unexpected' };
    const request = await this.#take(state, answer.sessionRef);
    if (!request) return { kind: 'unexpected' };
    if (parameters.has('error')) return { kind: 'declined', returnTo: request.return_to };
    const configuration = await this.#configuration();
    const tokens = await openid.authorizationCodeGrant(configuration, new URL(`${CALLBACK_PATH}?${answer.query}`, this.#parts.ownOrigin), {
      pkceCodeVerifier: request.code_verifier,
      expectedState: state,
      expectedNonce: request.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims || tokens.id_token === undefined) return { kind: 'unexpected' };
    const isFresh = request.fresh_since === null || (claims.auth_time ?? 0) >= Math.floor(request.fresh_since / 1000);
    if (!isFresh || assuranceLevelOf(claims['acr']) < assuranceLevelOf(request.acr))
      return { kind: 'declined', returnTo: request.return_to };
    const sealed = this.#parts.sealer.seal({ plaintext: Buffer.from(tokens.access_token), place: placeOf(answer.sessionRef) });
    const vouching = Buffer.from(sealed).toString('base64url');
    const asked = { acr: request.acr, at: request.fresh_since ?? undefined };
    return { kind: 'signed-in', signedIn: { claims, idToken: tokens.id_token, vouching, returnTo: request.return_to, asked } };
  }

  /**
   * Whether the Federation still vouches for a sign-in: its session may have ended, or the account been frozen, since. Asked server to server (RFC 7662) at every request,
   * because what is pushed can be missed.
   */
  async isVouchedFor(given: { readonly sessionRef: string; readonly vouching: string }): Promise<boolean> {
    const sealed = Buffer.from(given.vouching, 'base64url');
    const token = Buffer.from(this.#parts.sealer.open({ sealed, place: placeOf(given.sessionRef) })).toString();
    const { active } = await openid.tokenIntrospection(await this.#configuration(), token, { token_type_hint: 'access_token' });
    return active;
  }

  /** Where to sign out of the Federation too. */
  async signOutAddress(input: { idToken: string; returnTo: string }): Promise<string> {
    return openid.buildEndSessionUrl(await this.#configuration(), {
      id_token_hint: input.idToken,
      post_logout_redirect_uri: this.#parts.ownOrigin + input.returnTo,
    }).href;
  }

  /** Discovered at first use and kept; a Federation that was down is asked again next time. */
  #configuration(): Promise<openid.Configuration> {
    this.#discovered ??= this.#discover().catch((cause: unknown) => {
      this.#discovered = undefined;
      throw cause;
    });
    return this.#discovered;
  }

  async #discover(): Promise<openid.Configuration> {
    const issuer = new URL(this.#parts.federationOrigin);
    // Plain HTTP is for a Federation on this very machine; the configuration refuses it for any other host.
    // oxlint-disable-next-line typescript/no-deprecated -- marked so by its authors only to make one think; see the line above
    const execute = issuer.protocol === 'http:' ? [openid.allowInsecureRequests] : [];
    const authentication = openid.ClientSecretBasic(this.#parts.clientSecret.reveal());
    return openid.discovery(issuer, this.#parts.clientId, undefined, authentication, { execute });
  }

  async #remember(request: { wish: AuthorizationWish; state: string; nonce: string; verifier: string }): Promise<void> {
    const now: Instant = this.#parts.clock.now();
    await this.#parts.database.transact((tx) =>
      tx.query
        .insertInto('relying_party_request')
        .values({
          state_hash: hashOfBearer(request.state),
          session_ref: request.wish.sessionRef,
          client_id: this.#parts.clientId,
          nonce: request.nonce,
          code_verifier: request.verifier,
          return_to: request.wish.returnTo,
          acr: request.wish.acr,
          fresh_since: request.wish.freshly ? now : null,
          expires_at: now + REQUEST_SECONDS * 1000,
        })
        .execute(),
    );
  }

  /** Spends the request: a second answer with the same state finds nothing. */
  async #take(state: string, sessionRef: string) {
    const now = this.#parts.clock.now();
    return this.#parts.database.transact((tx) =>
      tx.query
        .deleteFrom('relying_party_request')
        .where('state_hash', '=', hashOfBearer(state))
        .where('session_ref', '=', sessionRef)
        .where('client_id', '=', this.#parts.clientId)
        .where('expires_at', '>', now)
        .returning(['nonce', 'code_verifier', 'return_to', 'acr', 'fresh_since'])
        .executeTakeFirst(),
    );
  }
}
