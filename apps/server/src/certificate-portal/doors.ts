import { type Permission, type Person, type Refusal, isRefusal, mayBegin } from '@sallyport/certificates';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendPage } from '../http/page.tsx';
import type { WebSession } from '../http/sessions.ts';
import { refusalPage } from './frame.tsx';
import type { Exchange, PortalData, PortalParts, PortalPerson, Visitor } from './portal-parts.ts';

/**
 * The doors of Certificate Services. The first factor opens what can only be looked at; for the rest the Federation is asked for the second, and the
 * person comes back to the page they wanted. What a form held would be lost on that way, so no form is shown before its door is open.
 */

const SCOPE = 'openid profile email organisation';
const ACR_OF_LEVEL = { 1: 'urn:sallyport:assurance:1', 2: 'urn:sallyport:assurance:2' } as const;

/** Wraps a handler so that it only runs for somebody of that level; anybody else is sent to the Federation first. */
export function behind(parts: PortalParts, level: 1 | 2, handle: (visitor: Visitor) => Promise<FastifyReply> | FastifyReply) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const session = await parts.sessions.load(request);
    const person = session && (await personIn(parts, session));
    if (session && person && person.level >= level) return handle({ request, reply, session, person });
    // Every form is sent to the address of the page it stands on, which is there to be opened too.
    return askFederation(parts, { request, reply }, { level, session, returnTo: request.url });
  };
}

/** Whoever signed in here, for as long as the Federation vouches for them. */
async function personIn(parts: PortalParts, session: WebSession<PortalData>): Promise<PortalPerson | undefined> {
  const { person } = session.data;
  if (person === undefined) return undefined;
  const isVouchedFor = await parts.federation.isVouchedFor({ sessionRef: session.ref, vouching: person.vouching });
  // A session from before organisations had an identifier here.
  if (isVouchedFor && person.organisationId) return person;
  await parts.sessions.save(session, {});
  return undefined;
}

async function askFederation(
  parts: PortalParts,
  exchange: Exchange,
  wish: { readonly level: 1 | 2; readonly session: WebSession<PortalData> | undefined; readonly returnTo: string },
): Promise<FastifyReply> {
  const session = wish.session ?? (await parts.sessions.start(exchange.reply, {}));
  const address = await parts.federation.begin({
    sessionRef: session.ref,
    returnTo: wish.returnTo,
    acr: ACR_OF_LEVEL[wish.level],
    scope: SCOPE,
  });
  return exchange.reply.redirect(address, 303);
}

/** For a form at which somebody without the role would only lose what they typed. */
export function behindPermission(
  parts: PortalParts,
  permission: Permission,
  handle: (visitor: Visitor) => Promise<FastifyReply> | FastifyReply,
) {
  return behind(parts, 2, async (visitor) => {
    const refusal = await mayBegin(parts.certificates, { person: actor(visitor), permission });
    return refusal === undefined ? handle(visitor) : refused(parts, visitor, refusal);
  });
}

/** The visitor as the room of certificates knows people. */
export function actor({ person, request }: Visitor): Person {
  return { personId: person.subject, organisationId: person.organisationId, level: person.level, network: request.ip };
}

/** What the room answers when it refuses nothing. */
export type GoodOf<Outcome> = Exclude<Outcome, Refusal>;

/** What the room said: something to show, or a refusal that is about the whole page. */
export function shownUnlessRefused<Outcome extends object>(
  parts: PortalParts,
  visitor: Visitor,
  given: { readonly outcome: Outcome; readonly show: (good: GoodOf<Outcome>) => Promise<FastifyReply> | FastifyReply },
): Promise<FastifyReply> | FastifyReply {
  const { outcome, show } = given;
  return isRefusal(outcome) ? refused(parts, visitor, outcome) : show(outcome as GoodOf<Outcome>);
}

/** A page of its own for what was refused, or the second door where only that was missing. */
export function refused(parts: PortalParts, visitor: Visitor, refusal: Refusal): Promise<FastifyReply> | FastifyReply {
  if (refusal.code === 'step-up-needed') {
    return askFederation(parts, visitor, { level: 2, session: visitor.session, returnTo: visitor.request.url });
  }
  return sendPage(visitor.reply, refusalPage(parts, visitor.person, refusal), refusal.status);
}
