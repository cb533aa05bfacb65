import { asAccountId, asFederationSessionRef, cancelDelaysAtLevelTwo, findAccount, findEpoch, type Proof } from '@sallyport/identity';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignedIn } from '../http/relying-party.ts';
import { PATHS } from './paths.ts';
import type { Exchange, Person, SelfAdministrationParts, SelfAdministrationSession, Visitor } from './self-administration-parts.ts';

/**
 * The doors of Self-Administration, in order. A page names the last one it lies behind; whoever has not passed one is led to it first.
 *
 *   signed in (a password given for this visit)  ──▶  proved (questions or better)
 */
export type Door = 'signed-in' | 'proved';

const SCOPE = 'openid profile federation_session';
const ACR = 'urn:sallyport:assurance:1';
const SECOND_PROOFS: ReadonlySet<Proof['factor']> = new Set(['questions', 'soft-token-otp']);

export function hasSecondProof(person: Person): boolean {
  return person.proofs.some((proof) => SECOND_PROOFS.has(proof.factor));
}

/** Wraps a handler so that it only runs for a visitor who has passed the door. */
export function behind(parts: SelfAdministrationParts, door: Door, handle: (visitor: Visitor) => Promise<FastifyReply> | FastifyReply) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const session = await parts.sessions.load(request);
    const person = session?.data.person;
    if (!session || !person || !(await isCurrent(parts, person))) {
      // What a form held would be lost over the sign-in, so a form leads to the page it came from.
      return askToSignIn(parts, { request, reply }, request.method === 'GET' ? request.url : PATHS.actions);
    }
    if (door === 'proved' && !hasSecondProof(person)) return reply.redirect(PATHS.prove, 303);
    return handle({ request, reply, session, person });
  };
}

export async function askToSignIn(parts: SelfAdministrationParts, { request, reply }: Exchange, returnTo: string): Promise<FastifyReply> {
  const session = (await parts.sessions.load(request)) ?? (await parts.sessions.start(reply, {}));
  const address = await parts.federation.begin({ sessionRef: session.ref, returnTo, acr: ACR, freshly: true, scope: SCOPE });
  return reply.redirect(address, 303);
}

/** Adds a proof given here, under a new session id. */
export async function addProof(parts: SelfAdministrationParts, visitor: Visitor, proof: Proof): Promise<Visitor> {
  const person: Person = { ...visitor.person, proofs: [...visitor.person.proofs, proof] };
  const session = await parts.sessions.rotate(visitor.reply, visitor.session, { ...visitor.session.data, person });
  // Whoever reaches level 2 needs no recovery: what waits for this account is stopped.
  await cancelDelaysAtLevelTwo(parts.identity, {
    accountId: person.accountId,
    proofs: person.proofs,
    visit: parts.visits.of(visitor.request),
  });
  return { ...visitor, session, person };
}

/** The person an ID token of the Federation speaks of; undefined when the account has changed since. */
export async function personOf(parts: SelfAdministrationParts, signedIn: SignedIn, network: string): Promise<Person | undefined> {
  const { claims, idToken } = signedIn;
  const accountId = asAccountId(claims.sub);
  const account = await findAccount(parts.identity, { accountId });
  const reference = claims['federation_session'];
  if (account?.state !== 'ACTIVE' || typeof reference !== 'string') return undefined;
  return {
    accountId,
    epoch: account.epoch,
    name: account.displayName,
    federationSession: asFederationSessionRef(reference),
    idToken,
    proofs: [{ factor: 'password', at: (claims.auth_time ?? 0) * 1000, network }],
  };
}

/** A session ends with the account's epoch, and with the session at the Federation that vouched for it. */
async function isCurrent(parts: SelfAdministrationParts, person: Person): Promise<boolean> {
  const { accountId, epoch, federationSession } = person;
  if ((await findEpoch(parts.identity, { accountId })) !== epoch) return false;
  return federationSession === undefined || parts.federationSessions.isLive(federationSession);
}

/** Replaces what a session holds of its person, keeping the rest. */
export function keepPerson(session: SelfAdministrationSession, person: Person) {
  return { ...session.data, person };
}
