import { type Program, createApiKeyDoor, isRefusal, type Refusal } from '@sallyport/certificates';
import { Secret } from '@sallyport/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createAllowance } from '../http/allowance.ts';
import type { CertificateApiParts } from './api-parts.ts';
import { sendFault, sendRefusal } from './sending.ts';

/** One program at once a few hundred, then fifty a second; all of an organisation ten times that. */
const OF_A_KEY = { eachSecond: 50, most: 500 };
const OF_AN_ORGANISATION = { eachSecond: 500, most: 2000 };

export interface Programs {
  /** Before the body is read: whoever has no key sends nothing that is looked at. */
  letIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined>;
  /** For an act on many, which costs as much as each of them by itself: whether there is enough left for the rest of them. */
  mayDoMany(program: Program, count: number): boolean;
  /** Who was let in. */
  of(request: FastifyRequest): Program;
}

/** Who asks, and whether at a pace they may. */
export function createPrograms(parts: CertificateApiParts): Programs {
  const door = createApiKeyDoor(parts.certificates);
  const keys = createAllowance(OF_A_KEY);
  const organisations = createAllowance(OF_AN_ORGANISATION);
  const inside = new WeakMap<FastifyRequest, Program>();
  return {
    letIn: async (request, reply) => {
      const { ip } = request;
      const opened = await door.open({ text: bearerOf(request), network: ip, neighbourhood: parts.neighbourhoodOf(ip) });
      if (isRefusal(opened)) return keepOut(parts, { request, reply, refusal: opened });
      const now = parts.clock.now();
      const isSlowEnough = keys.spend(opened.through.keyId, now) && organisations.spend(opened.organisationId, now);
      if (!isSlowEnough) return sendTooMany(reply);
      inside.set(request, opened);
      return undefined;
    },
    mayDoMany: ({ through, organisationId }, count) => {
      if (count <= 1) return true;
      // One was paid for at the door.
      const rest = { count: count - 1, now: parts.clock.now() };
      return keys.spendMany({ whose: through.keyId, ...rest }) && organisations.spendMany({ whose: organisationId, ...rest });
    },
    of: (request) => {
      const program = inside.get(request);
      if (program === undefined) throw new Error('an operation was reached past its door');
      return program;
    },
  };
}

export function sendTooMany(reply: FastifyReply): FastifyReply {
  return sendFault(reply.header('retry-after', '1'), 'too-many-requests');
}

async function keepOut(
  parts: CertificateApiParts,
  { request, reply, refusal }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly refusal: Refusal },
): Promise<FastifyReply> {
  if ((await parts.hold.before(request.ip)) === 'close') reply.header('connection', 'close');
  // RFC 6750 section 3.
  if (refusal.status === 401) reply.header('www-authenticate', 'Bearer realm="Certificate Services", error="invalid_token"');
  return sendRefusal(parts, reply, refusal);
}

/** RFC 6750 section 2.1, and neither of its other ways: keys stand in no body and in no address. */
function bearerOf({ headers }: FastifyRequest): Secret<string> {
  const [, key = ''] = /^Bearer ([^\s]{1,200})$/i.exec(headers.authorization ?? '') ?? [];
  return new Secret(key);
}
