import {
  type AccountId,
  type Assurance,
  asFederationSessionRef,
  assuranceOf,
  cancelDelaysAtLevelTwo,
  type Factor,
  type FederationSessionRef,
  findEpoch,
  type IdentityPorts,
  networkOf,
  type Proof,
  recordSessionEnd,
  type Visit,
} from '@sallyport/identity';
import { type AnyTransaction, type Clock, type Database, type Instant, statement } from '@sallyport/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IssuedSession, Sessions, WebSession } from '../http/sessions.ts';
import type { ServerSchema } from '@sallyport/installation';
import { type Device, deviceOf } from './device-of.ts';
import { isPasskey, signsIn } from './sign-in-step.ts';

/** What the Federation remembers of one browser. The proofs are rows of their own: they are only ever added. */
export interface FederationData {
  readonly accountId: AccountId;
  /** The account's epoch when this began: a changed password ends every session that remembers another. */
  readonly epoch: number;
}

/** A proof of this browser, and the sign-in under way in which it was given. */
export interface SessionProof extends Proof {
  readonly givenIn: string | undefined;
}

/** A proof just given, and whose. */
export interface GivenProof {
  /** The uid of the sign-in under way. */
  readonly givenIn?: string;
  readonly accountId: AccountId;
  readonly epoch: number;
  readonly proof: Proof;
}

/** Saves a proof, and the session it belongs to, as part of a transaction. */
export type SaveProof = (tx: AnyTransaction, given: GivenProof) => Promise<void>;

interface BrowserExchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export interface FederationSession {
  readonly ref: FederationSessionRef;
  readonly accountId: AccountId;
  readonly epoch: number;
  readonly proofs: readonly SessionProof[];
  readonly assurance: Assurance;
}

/** What a person is told of one of their sessions. */
export interface ListedSession extends Device {
  /** Names it on the page; a browser opens nothing with it. */
  readonly label: string;
  readonly ref: FederationSessionRef;
  /** Where it began. */
  readonly network: string;
  readonly startedAt: Instant;
  readonly seenAt: Instant;
}

export interface FederationSessionParts {
  readonly sessions: Sessions<FederationData>;
  readonly database: Database<ServerSchema>;
  readonly identity: IdentityPorts;
  readonly clock: Clock;
}

type ProofRow = ServerSchema['federation_proof'];

function proofRow(sessionRef: string, { accountId, proof, givenIn }: Omit<GivenProof, 'epoch'>): ProofRow {
  return {
    session_ref: sessionRef,
    account_id: accountId,
    factor: proof.factor,
    network: proof.network,
    proved_at: proof.at,
    given_in: givenIn ?? null,
  };
}

const insertProof = statement<ServerSchema, ProofRow>('insert-federation-proof')((query, given) =>
  query.insertInto('federation_proof').values({
    session_ref: given.session_ref,
    account_id: given.account_id,
    factor: given.factor,
    network: given.network,
    proved_at: given.proved_at,
    given_in: given.given_in,
  }),
);

const findProofs = statement<ServerSchema, { ref: string; accountId: AccountId }>('find-federation-proofs')((query, given) =>
  query
    .selectFrom('federation_proof')
    .select(['factor', 'network', 'proved_at', 'given_in'])
    .where('session_ref', '=', given.ref)
    .where('account_id', '=', given.accountId)
    .orderBy('proved_at'),
);

const LABEL_OCTETS = 16;

const insertFacts = statement<ServerSchema, ServerSchema['federation_session']>('insert-federation-session')((query, given) =>
  query
    .insertInto('federation_session')
    .values({
      label: given.label,
      session_ref: given.session_ref,
      account_id: given.account_id,
      account_epoch: given.account_epoch,
      browser: given.browser,
      system: given.system,
      network: given.network,
    })
    .onConflict((conflict) => conflict.column('session_ref').doNothing()),
);

const endProviderSessions = statement<ServerSchema, { ref: string }>('end-provider-sessions')((query, given) =>
  query
    .deleteFrom('oidc_artefact')
    .where('kind', '=', 'Session')
    .where('uid', 'in', (linked) =>
      linked.selectFrom('federation_provider_session').select('provider_uid').where('session_ref', '=', given.ref),
    ),
);

const findLive = statement<ServerSchema, { ref: string; now: Instant }>('find-live-federation-session')((query, given) =>
  query
    .selectFrom('web_session')
    .select('ref')
    .where('ref', '=', given.ref)
    .where('listener', '=', 'federation')
    .where('expires_at', '>', given.now),
);

export class FederationSessions {
  readonly #parts: FederationSessionParts;

  constructor(parts: FederationSessionParts) {
    this.#parts = parts;
  }

  async load(request: FastifyRequest): Promise<FederationSession | undefined> {
    const session = await this.#parts.sessions.load(request);
    if (!session || !(await this.#isCurrent(session.data))) return undefined;
    return this.#withProofs(session);
  }

  /** Records a proof given in this browser, under a new session id; another person's session in it ends. */
  async prove(exchange: BrowserExchange, given: GivenProof): Promise<void> {
    await this.proving(exchange, (save) => this.#parts.database.transact((tx) => save(tx, given)));
  }

  /** As `prove`, in the very transaction that accepts what is submitted: it saves the proof, or nothing when it refuses. */
  async proving<Outcome>(exchange: BrowserExchange, submit: (save: SaveProof) => Promise<Outcome>): Promise<Outcome> {
    const { sessions } = this.#parts;
    const present = await sessions.load(exchange.request);
    let issue: IssuedSession<FederationData> | undefined;
    let firstProof: Proof | undefined;
    const outcome = await submit(async (tx, given) => {
      issue = await this.#sessionFor(tx, present, given);
      if (!issue) return;
      firstProof = issue.session.ref === present?.ref ? undefined : given.proof;
      await tx.change(insertFacts, this.#factsRow(issue.session.ref, given, exchange.request));
      await tx.change(insertProof, proofRow(issue.session.ref, given));
    });
    if (issue) {
      sessions.hand(exchange.reply, issue);
      const { ref, data } = issue.session;
      const proofs = firstProof ? [firstProof] : await this.#proofsOf(ref, data.accountId);
      // Whoever reaches level 2 needs no recovery: what waits for this account is stopped.
      await cancelDelaysAtLevelTwo(this.#parts.identity, { accountId: data.accountId, proofs, visit: { address: exchange.request.ip } });
    }
    return outcome;
  }

  /**
   * Records a proof that was given elsewhere in the same browser: the unlocked token's one-time password in Self-Administration, whose
   * sign-in named this session. Does nothing when the session has ended or belongs to somebody else by now.
   */
  async addProof(sessionRef: FederationSessionRef, given: Omit<GivenProof, 'epoch'>): Promise<void> {
    const { database } = this.#parts;
    const session = await database.query.selectFrom('web_session').select('data').where('ref', '=', sessionRef).executeTakeFirst();
    if (!session || (JSON.parse(session.data) as FederationData).accountId !== given.accountId) return;
    await database.transact((tx) => tx.change(insertProof, proofRow(sessionRef, given)));
  }

  /**
   * The passwords and passkeys given in this session at this moment or later, for whoever was told its name by an ID token that was asked for then. The others do not leave the
   * Federation: a one-time password would have to say of which token it is.
   */
  async signInsSince(given: {
    readonly ref: FederationSessionRef;
    readonly accountId: AccountId;
    readonly since: Instant;
  }): Promise<readonly Proof[]> {
    const proofs = await this.#proofsOf(given.ref, given.accountId);
    return proofs
      .filter((proof) => (signsIn(proof) || isPasskey(proof)) && proof.at >= given.since)
      .map(({ factor, network, at }) => ({ factor, network, at }));
  }

  /** A new id for the same session, before a higher assurance is told to an application. */
  async rotate(exchange: { request: FastifyRequest; reply: FastifyReply }): Promise<void> {
    const session = await this.#parts.sessions.load(exchange.request);
    if (session) await this.#parts.sessions.rotate(exchange.reply, session, session.data);
  }

  /** Ties the OpenID Connect library's session in this browser to ours. */
  async link(input: { sessionRef: FederationSessionRef; providerUid: string }): Promise<void> {
    const values = { provider_uid: input.providerUid, session_ref: input.sessionRef, linked_at: this.#parts.clock.now() };
    await this.#parts.database.transact((tx) =>
      tx.query
        .insertInto('federation_provider_session')
        .values(values)
        .onConflict((conflict) =>
          conflict.column('provider_uid').doUpdateSet((row) => ({
            session_ref: values.session_ref,
            // Tied to another session, it is as good as new: tokens from before belong to neither.
            linked_at: row
              .case()
              .when('federation_provider_session.session_ref', '=', row.ref('excluded.session_ref'))
              .then(row.ref('federation_provider_session.linked_at'))
              .else(row.ref('excluded.linked_at'))
              .end(),
          })),
        )
        .execute(),
    );
  }

  /** Our session behind the library's, or undefined when it has ended. */
  async refOf(providerUid: string): Promise<FederationSessionRef | undefined> {
    const row = await this.#parts.database.query
      .selectFrom('federation_provider_session as link')
      .innerJoin('web_session as session', 'session.ref', 'link.session_ref')
      .select('session.ref')
      .where('link.provider_uid', '=', providerUid)
      .where('session.expires_at', '>', this.#parts.clock.now())
      .executeTakeFirst();
    return row && asFederationSessionRef(row.ref);
  }

  /** Ends the session of this browser while it signs in: the sign-in under way goes on, as somebody else's. */
  async end(exchange: { request: FastifyRequest; reply: FastifyReply }): Promise<void> {
    await this.#parts.sessions.end(exchange.reply, await this.#parts.sessions.load(exchange.request));
  }

  /** Ends a session from elsewhere, and with it whatever the library has under way in that browser. */
  async endByRef(ref: FederationSessionRef): Promise<void> {
    await this.#parts.database.transact(async (tx) => {
      await tx.change(endProviderSessions, { ref });
      await this.#parts.sessions.remove(tx, { ref });
    });
  }

  /** Every session of the account that goes on, the one used last first. */
  async list({ accountId }: { readonly accountId: AccountId }): Promise<readonly ListedSession[]> {
    const epoch = await findEpoch(this.#parts.identity, { accountId });
    if (epoch === undefined) return [];
    const rows = await this.#parts.database.query
      .selectFrom('federation_session as facts')
      .innerJoin('web_session as session', 'session.ref', 'facts.session_ref')
      .select(['facts.label', 'facts.browser', 'facts.system', 'facts.network', 'session.ref', 'session.started_at', 'session.seen_at'])
      .where('facts.account_id', '=', accountId)
      .where('facts.account_epoch', '=', epoch)
      .where('session.expires_at', '>', this.#parts.clock.now())
      .orderBy('session.seen_at', 'desc')
      .orderBy('facts.label')
      .execute();
    return rows.map(({ ref, started_at: startedAt, seen_at: seenAt, ...facts }) => ({
      ...facts,
      ref: asFederationSessionRef(ref),
      startedAt,
      seenAt,
    }));
  }

  /** Ends the account's session of this label, for its owner; which session it was, or undefined when none of theirs goes by it any more. */
  async endByLabel(wish: {
    readonly accountId: AccountId;
    readonly label: string;
    readonly visit: Visit;
  }): Promise<FederationSessionRef | undefined> {
    return this.#parts.database.transact(async (tx) => {
      const row = await tx.query
        .deleteFrom('federation_session')
        .where('label', '=', wish.label)
        .where('account_id', '=', wish.accountId)
        .returning('session_ref')
        .executeTakeFirst();
      if (!row) return undefined;
      await tx.change(endProviderSessions, { ref: row.session_ref });
      await this.#parts.sessions.remove(tx, { ref: row.session_ref });
      await recordSessionEnd(this.#parts.identity, tx, wish);
      return asFederationSessionRef(row.session_ref);
    });
  }

  /** Whether this session goes on, for whoever was told its name by an ID token. */
  async isLive(ref: FederationSessionRef): Promise<boolean> {
    return (await this.#parts.database.first(findLive, { ref, now: this.#parts.clock.now() })) !== undefined;
  }

  #factsRow(sessionRef: string, { accountId, epoch }: GivenProof, { headers, ip }: FastifyRequest): ServerSchema['federation_session'] {
    return {
      label: Buffer.from(this.#parts.identity.randomness.bytes(LABEL_OCTETS)).toString('base64url'),
      session_ref: sessionRef,
      account_id: accountId,
      account_epoch: epoch,
      ...deviceOf(headers['user-agent']),
      network: networkOf(ip),
    };
  }

  async #isCurrent(data: FederationData): Promise<boolean> {
    return (await findEpoch(this.#parts.identity, { accountId: data.accountId })) === data.epoch;
  }

  async #sessionFor(
    tx: AnyTransaction,
    present: WebSession<FederationData> | undefined,
    { accountId, epoch }: GivenProof,
  ): Promise<IssuedSession<FederationData> | undefined> {
    const { sessions } = this.#parts;
    if (present?.data.accountId === accountId && present.data.epoch === epoch) return sessions.replace(tx, present);
    if (present) await sessions.remove(tx, present);
    return sessions.insert(tx, { accountId, epoch });
  }

  async #withProofs(session: WebSession<FederationData>): Promise<FederationSession> {
    const proofs = await this.#proofsOf(session.ref, session.data.accountId);
    const ref = asFederationSessionRef(session.ref);
    return { ref, ...session.data, proofs, assurance: assuranceOf(proofs, this.#parts.clock.now()) };
  }

  async #proofsOf(ref: string, accountId: AccountId): Promise<readonly SessionProof[]> {
    const rows = await this.#parts.database.all(findProofs, { ref, accountId });
    return rows.map((row) => ({
      factor: row.factor as Factor,
      network: row.network,
      at: row.proved_at satisfies Instant,
      givenIn: row.given_in ?? undefined,
    }));
  }
}
