import {
  asAccountId,
  asFederationSessionRef,
  cancelDelaysAtLevelTwo,
  findAccount,
  findEpoch,
  findPasswordByMail,
  findRecoveryVerdict,
  isFresh,
  judgeRecovery,
  type Proof,
} from '@sallyport/identity';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PASSKEY_ACR } from '../federation/sign-in-wish.ts';
import type { SignedIn } from '../http/relying-party.ts';
import { PATHS } from './paths.ts';
import type { Exchange, Person, SelfAdministrationParts, SelfAdministrationSession, Visitor } from './self-administration-parts.ts';

/**
 * The doors of Self-Administration, in order. A page names the last one it lies behind; whoever has not passed one is led to it first.
 *
 *   signed in (a password, or a passkey, given for this visit)  ──▶  proved (questions or better)  ──▶  strong (what moves a credential, given just now)
 */
export type Door = 'signed-in' | 'proved' | 'strong';

const SCOPE = 'openid profile federation_session';
const ACR = 'urn:sallyport:assurance:1';

/** Whether the proofs of this visit suffice for a repair, as the recovery policy judges; how fresh they must be, each repair says itself. */
export function hasSecondProof({ identity, clock }: SelfAdministrationParts, { proofs, passwordByMailAt }: Person): boolean {
  const { recovery: preset } = identity.policy;
  const freshProofMs = Number.POSITIVE_INFINITY;
  return judgeRecovery({ act: 'unlock-token', preset, proofs, now: clock.now(), freshProofMs, passwordByMailAt }).kind !== 'needed';
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
    const visitor = { request, reply, session, person };
    if (door !== 'signed-in' && !hasSecondProof(parts, person)) return reply.redirect(PATHS.prove, 303);
    if (door === 'strong' && !(await isStrong(parts, person)))
      return askForMore(parts, visitor, request.method === 'GET' ? request.url : PATHS.actions);
    return handle(visitor);
  };
}

async function isStrong(parts: SelfAdministrationParts, { accountId, proofs }: Person): Promise<boolean> {
  return (await findRecoveryVerdict(parts.identity, { accountId, proofs, act: 'replace-credential' })).kind === 'allowed';
}

/** The password again when it is too old, else a stronger proof beside it; then the page that was wanted. */
export async function askForMore(parts: SelfAdministrationParts, visitor: Visitor, wanted: string): Promise<FastifyReply> {
  const { reply, session, person } = visitor;
  const { freshProofMs } = parts.identity.policy.lifetimes;
  const isRecent = person.proofs.some((proof) => isFresh(proof, parts.clock.now(), freshProofMs));
  await parts.sessions.save(session, { ...session.data, wanted });
  return isRecent ? reply.redirect(PATHS.prove, 303) : askToSignIn(parts, visitor, PATHS.prove);
}

export async function askToSignIn(parts: SelfAdministrationParts, exchange: Exchange, returnTo: string): Promise<FastifyReply> {
  return askFederation(parts, exchange, { returnTo, acr: ACR });
}

/** Devices are asked at the Federation's origin alone, since a passkey belongs to it. */
export async function askForPasskeyThere(parts: SelfAdministrationParts, exchange: Exchange): Promise<FastifyReply> {
  return askFederation(parts, exchange, { returnTo: PATHS.prove, acr: PASSKEY_ACR });
}

async function askFederation(
  parts: SelfAdministrationParts,
  { request, reply }: Exchange,
  wish: { readonly returnTo: string; readonly acr: string },
): Promise<FastifyReply> {
  const session = (await parts.sessions.load(request)) ?? (await parts.sessions.start(reply, {}));
  const address = await parts.federation.begin({ sessionRef: session.ref, freshly: true, scope: SCOPE, ...wish });
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

/** The person an ID token of the Federation speaks of, with what they gave there since they were sent; undefined when that is nothing, or the account has changed since. */
export async function personOf(parts: SelfAdministrationParts, signedIn: SignedIn): Promise<Person | undefined> {
  const { claims, idToken, asked } = signedIn;
  const accountId = asAccountId(claims.sub);
  const account = await findAccount(parts.identity, { accountId });
  const reference = claims['federation_session'];
  const passwordByMailAt = await findPasswordByMail(parts.identity, { accountId });
  if (account?.state !== 'ACTIVE' || typeof reference !== 'string' || asked.at === undefined) return undefined;
  const federationSession = asFederationSessionRef(reference);
  const proofs = await parts.federationSessions.signInsSince({ ref: federationSession, accountId, since: asked.at });
  if (proofs.length === 0) return undefined;
  return {
    accountId,
    epoch: account.epoch,
    name: account.displayName,
    federationSession,
    idToken,
    proofs,
    ...(passwordByMailAt === undefined ? {} : { passwordByMailAt }),
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
