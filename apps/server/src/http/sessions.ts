import type { Clock, Instant, Randomness } from '@sallyport/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Companion, hashOfBearer, type SessionStore } from './session-store.ts';

/**
 * Browser sessions of one listener. The cookie holds a random value, the database its hash, and the state lives in the row:
 * nothing in the browser, nothing in the process.
 */

export interface WebSession<Data> {
  /** Names the session to other parts of the server; of no use to a browser. */
  readonly ref: string;
  readonly startedAt: Instant;
  readonly data: Data;
}

export interface SessionPolicy {
  /** The listener the cookie belongs to: ports share cookies on one host, names keep them apart. */
  readonly listener: string;
  readonly overTls: boolean;
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
}

const BEARER_OCTETS = 32;
const REF_OCTETS = 16;
/** Activity is written at most this often, so that reading a page does not cost a write. */
const SEEN_RESOLUTION_SECONDS = 60;

export class Sessions<Data> {
  readonly #store: SessionStore;
  readonly #policy: SessionPolicy;
  readonly #clock: Clock;
  readonly #randomness: Randomness;

  constructor(parts: { store: SessionStore; policy: SessionPolicy; clock: Clock; randomness: Randomness }) {
    this.#store = parts.store;
    this.#policy = parts.policy;
    this.#clock = parts.clock;
    this.#randomness = parts.randomness;
  }

  /** The session of this browser, or undefined when there is none, it ran out, or it was ended. */
  async load(request: FastifyRequest): Promise<WebSession<Data> | undefined> {
    const bearer = request.cookies[this.#cookieName()];
    if (bearer === undefined) return undefined;
    const now = this.#clock.now();
    const record = await this.#store.find({ idHash: hashOfBearer(bearer), listener: this.#policy.listener, now });
    if (!record) return undefined;
    if (now - record.seenAt >= SEEN_RESOLUTION_SECONDS * 1000) {
      await this.#store.touch({ ref: record.ref, now, expiresAt: this.#expiry(record.startedAt, now) });
    }
    return { ref: record.ref, startedAt: record.startedAt, data: JSON.parse(record.data) as Data };
  }

  /** A new session; whatever session the browser had before is of no more use in it. */
  start(reply: FastifyReply, data: Data): Promise<WebSession<Data>> {
    return this.renew(reply, { data });
  }

  /** The same session under a new id, as at every rise in assurance: an id known from before opens nothing. */
  rotate(reply: FastifyReply, session: WebSession<Data>, data: Data): Promise<WebSession<Data>> {
    return this.renew(reply, { session, data });
  }

  /** Rotates the session, or starts one when there is none; `companion` writes what belongs to it in the same transaction. */
  async renew(
    reply: FastifyReply,
    given: { readonly session?: WebSession<Data> | undefined; readonly data: Data; readonly companion?: Companion },
  ): Promise<WebSession<Data>> {
    const now = this.#clock.now();
    const bearer = this.#newBearer();
    const { ref, startedAt } = given.session ?? { ref: this.#newRef(), startedAt: now };
    const change = { ref, idHash: hashOfBearer(bearer), data: JSON.stringify(given.data) };
    if (given.session) {
      await this.#store.replace(change, given.companion);
    } else {
      const { listener } = this.#policy;
      await this.#store.insert({ ...change, listener, startedAt, seenAt: now, expiresAt: this.#expiry(now, now) }, given.companion);
    }
    this.#setCookie(reply, bearer);
    return { ref, startedAt, data: given.data };
  }

  async save(session: WebSession<Data>, data: Data): Promise<WebSession<Data>> {
    await this.#store.update({ ref: session.ref, data: JSON.stringify(data) });
    return { ...session, data };
  }

  async end(reply: FastifyReply, session: WebSession<Data> | undefined): Promise<void> {
    if (session) await this.#store.remove(session.ref);
    reply.clearCookie(this.#cookieName(), { path: '/', secure: this.#policy.overTls });
  }

  #cookieName(): string {
    return `${this.#policy.overTls ? '__Host-' : ''}sallyport-${this.#policy.listener}`;
  }

  #newBearer(): string {
    return Buffer.from(this.#randomness.bytes(BEARER_OCTETS)).toString('base64url');
  }

  #newRef(): string {
    return Buffer.from(this.#randomness.bytes(REF_OCTETS)).toString('base64url');
  }

  #expiry(startedAt: Instant, now: Instant): Instant {
    return Math.min(now + this.#policy.idleSeconds * 1000, startedAt + this.#policy.absoluteSeconds * 1000);
  }

  #setCookie(reply: FastifyReply, bearer: string): void {
    // A session cookie without Max-Age: it ends with the browser, and the row ends by itself.
    reply.setCookie(this.#cookieName(), bearer, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.#policy.overTls });
  }
}
