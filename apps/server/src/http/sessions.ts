import type { AnyTransaction, Clock, Instant, Randomness } from '@sallyport/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hashOfBearer, type SessionStore } from './session-store.ts';

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

/** A session with the id that its browser is to be given. */
export interface IssuedSession<Data> {
  readonly session: WebSession<Data>;
  readonly bearer: string;
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
  async start(reply: FastifyReply, data: Data): Promise<WebSession<Data>> {
    const issue = await this.#store.transact((tx) => this.insert(tx, data));
    this.hand(reply, issue);
    return issue.session;
  }

  /** The same session under a new id, as at every rise in assurance: an id known from before opens nothing. */
  async rotate(reply: FastifyReply, session: WebSession<Data>, data: Data): Promise<WebSession<Data>> {
    const issue = await this.#store.transact((tx) => this.replace(tx, { ...session, data }));
    if (issue) this.hand(reply, issue);
    return { ...session, data };
  }

  /** A new session as part of a transaction; once that is committed, `hand` it to the browser. */
  async insert(tx: AnyTransaction, data: Data): Promise<IssuedSession<Data>> {
    const now = this.#clock.now();
    const session = { ref: Buffer.from(this.#randomness.bytes(REF_OCTETS)).toString('base64url'), startedAt: now, data };
    const bearer = this.#newBearer();
    await this.#store.insert(tx, {
      idHash: hashOfBearer(bearer),
      ref: session.ref,
      listener: this.#policy.listener,
      data: JSON.stringify(data),
      startedAt: now,
      seenAt: now,
      expiresAt: this.#expiry(now, now),
    });
    return { session, bearer };
  }

  /** A new id for the session, with the data it now has, as part of a transaction; undefined when it has ended meanwhile. */
  async replace(tx: AnyTransaction, session: WebSession<Data>): Promise<IssuedSession<Data> | undefined> {
    const bearer = this.#newBearer();
    const change = { ref: session.ref, idHash: hashOfBearer(bearer), data: JSON.stringify(session.data) };
    return (await this.#store.replace(tx, change)) ? { session, bearer } : undefined;
  }

  /** Ends a session as part of a transaction. */
  async remove(tx: AnyTransaction, session: Pick<WebSession<Data>, 'ref'>): Promise<void> {
    await this.#store.remove(tx, session.ref);
  }

  hand(reply: FastifyReply, { bearer }: IssuedSession<Data>): void {
    // A session cookie without Max-Age: it ends with the browser, and the row ends by itself.
    reply.setCookie(this.#cookieName(), bearer, { path: '/', httpOnly: true, sameSite: 'lax', secure: this.#policy.overTls });
  }

  async save(session: WebSession<Data>, data: Data): Promise<WebSession<Data>> {
    await this.#store.update({ ref: session.ref, data: JSON.stringify(data) });
    return { ...session, data };
  }

  async end(reply: FastifyReply, session: WebSession<Data> | undefined): Promise<void> {
    if (session) await this.#store.transact((tx) => this.remove(tx, session));
    reply.clearCookie(this.#cookieName(), { path: '/', secure: this.#policy.overTls });
  }

  #cookieName(): string {
    return `${this.#policy.overTls ? '__Host-' : ''}sallyport-${this.#policy.listener}`;
  }

  #newBearer(): string {
    return Buffer.from(this.#randomness.bytes(BEARER_OCTETS)).toString('base64url');
  }

  #expiry(startedAt: Instant, now: Instant): Instant {
    return Math.min(now + this.#policy.idleSeconds * 1000, startedAt + this.#policy.absoluteSeconds * 1000);
  }
}
