import { type FederationSessionRef, type RehearsalView, type Visit, viewRehearsal } from '@sallyport/identity';
import type { FastifyReply } from 'fastify';
import { askToSignIn, behind } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';

/** Somebody who is signed in, in the session at the Federation to which a rehearsal belongs. */
export interface Rehearsing extends Visitor {
  readonly step: { readonly accountId: Person['accountId']; readonly session: FederationSessionRef; readonly visit: Visit };
}

/** Wraps a handler of the rehearsal, whose pages lie behind the same door as the page of the ways back. */
export function rehearsing(parts: SelfAdministrationParts, handle: (visitor: Rehearsing) => Promise<FastifyReply> | FastifyReply) {
  return behind(parts, 'signed-in', (visitor) => {
    const { accountId, federationSession: session } = visitor.person;
    if (session === undefined) return askToSignIn(parts, visitor, PATHS.rehearse);
    return handle({ ...visitor, step: { accountId, session, visit: parts.visits.of(visitor.request) } });
  });
}

/** The same for what is part of a rehearsal; without one under way it is begun first. */
export function underWay(
  parts: SelfAdministrationParts,
  handle: (visitor: Rehearsing & { readonly rehearsal: RehearsalView }) => Promise<FastifyReply> | FastifyReply,
) {
  return rehearsing(parts, async (visitor) => {
    const rehearsal = await viewRehearsal(parts.identity, visitor.step);
    return rehearsal ? handle({ ...visitor, rehearsal }) : visitor.reply.redirect(PATHS.rehearse, 303);
  });
}
