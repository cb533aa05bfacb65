import {
  type ActionProof,
  asAccountId,
  asFederationSessionRef,
  cancelDelaysAtLevelTwo,
  DELAYED_ACTS,
  type DelayKind,
  findAccount,
  findActionProof,
  findEpoch,
  findPasswordByMail,
  findRecoveryVerdict,
  isFresh,
  judgeRecovery,
  type Proof,
  type RecoveryVerdict,
  type RepairAction,
} from '@sallyport/identity';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PASSKEY_ACR } from '../federation/sign-in-wish.ts';
import type { SignedIn } from '../http/relying-party.ts';
import { PATHS } from './paths.ts';
import type { Exchange, Person, SelfAdministrationParts, SelfAdministrationSession, Visitor } from './self-administration-parts.ts';

/** What its owner comes back for. */
export type OwnersDelay = Exclude<DelayKind, 'reset-password'>;

/**
 * The doors of Self-Administration, in order. A page names the last one it lies behind; whoever has not passed one is led to it first.
 *
 *   signed in (a password, or a passkey, given for this visit)  ──▶  proved (questions or better)  ──▶  strong (what moves a credential, given just now)
 *        │                                                                                                ▲
 *        └── to one act: what it takes, or a wait for it that is over ────────────────────────────────────┘
 *
 * Where an act must be waited for, its door leads to the page that says so.
 */
export type Door = 'signed-in' | 'proved' | 'strong' | { readonly to: OwnersDelay };

/** What lies behind the last door when it was not waited for; the page of another token says itself what it takes. */
const WITHOUT_WAITING: Readonly<Record<OwnersDelay, 'proved' | 'strong'>> = {
  'new-soft-token': 'proved',
  'unlock-token': 'proved',
  'temporary-access': 'strong',
  'recovery-codes': 'strong',
};

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
    const elsewhere = await leadToDoor(parts, visitor, door);
    return elsewhere ? elsewhere() : handle(visitor);
  };
}

/** Where somebody is led who has not passed it; undefined for whoever has. A function, since a reply that is awaited turns into nothing once it is sent. */
async function leadToDoor(
  parts: SelfAdministrationParts,
  visitor: Visitor,
  door: Door,
): Promise<(() => FastifyReply | Promise<FastifyReply>) | undefined> {
  const { request, reply, person } = visitor;
  if (door === 'signed-in') return undefined;
  const toProve = () => reply.redirect(PATHS.prove, 303);
  const toMore = () => askForMore(parts, visitor, { page: request.method === 'GET' ? request.url : PATHS.actions });
  if (typeof door !== 'object') {
    if (!hasSecondProof(parts, person)) return toProve;
    return door === 'strong' && !(await isStrong(parts, person)) ? toMore : undefined;
  }
  const kind = door.to;
  if (visitor.session.data.finished?.includes(kind)) return undefined;
  const verdict = await verdictOn(parts, visitor, kind);
  if (verdict.kind === 'allowed') return undefined;
  if (!hasSecondProof(parts, person)) return toProve;
  if (verdict.kind === 'after-delay')
    return kind === 'new-soft-token' ? undefined : () => reply.redirect(`${PATHS.waitingAsk}?for=${kind}`, 303);
  return WITHOUT_WAITING[kind] === 'strong' ? toMore : undefined;
}

/** What this person's proofs open of this act now, with whatever was waited for in this browser. */
export function verdictOn(parts: SelfAdministrationParts, { request, person }: Visitor, kind: OwnersDelay): Promise<RecoveryVerdict> {
  const { accountId, proofs } = person;
  const { act } = DELAYED_ACTS[kind];
  return findRecoveryVerdict(parts.identity, { accountId, proofs, act, waitedAs: kind, claim: parts.claims.of(request) });
}

/** What this action takes of this person now, said before it is begun. */
export function takenBy(parts: SelfAdministrationParts, { request, person }: Visitor, action: RepairAction): Promise<ActionProof> {
  const { accountId, proofs } = person;
  return findActionProof(parts.identity, { accountId, proofs, action, claim: parts.claims.of(request) });
}

/** This session may look at what came of an act, though what opened it is used up. The caller saves it. */
export function withFinished(visitor: Visitor, kind: OwnersDelay): Visitor {
  const { session } = visitor;
  const finished = [...(session.data.finished ?? []), kind];
  return { ...visitor, session: { ...session, data: { ...session.data, finished } } };
}

async function isStrong(parts: SelfAdministrationParts, { accountId, proofs }: Person): Promise<boolean> {
  return (await findRecoveryVerdict(parts.identity, { accountId, proofs, act: 'replace-credential' })).kind === 'allowed';
}

export interface Wanted {
  readonly page: string;
  /** Whose proof is asked for; without it, what moves a credential. */
  readonly action?: RepairAction;
}

/** The password again when it is too old, else a stronger proof beside it; then the page that was wanted. */
export async function askForMore(parts: SelfAdministrationParts, visitor: Visitor, { page, action }: Wanted): Promise<FastifyReply> {
  const { reply, session, person } = visitor;
  const { freshProofMs } = parts.identity.policy.lifetimes;
  const isRecent = person.proofs.some((proof) => isFresh(proof, parts.clock.now(), freshProofMs));
  const { wantedFor: _before, ...data } = session.data;
  await parts.sessions.save(session, { ...data, wanted: page, ...(action === undefined ? {} : { wantedFor: action }) });
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
