import { Secret } from '@sallyport/platform';
import type { Randomness } from '@sallyport/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * What a browser keeps when it asks for something that waits longer than a session lives. It opens nothing: whoever comes back with it has signed in again, and is then known
 * to be who asked.
 */
export interface Claims {
  of(request: FastifyRequest): Secret<string> | undefined;
  /** The one this browser has, or a new one. */
  keep(request: FastifyRequest, reply: FastifyReply): Secret<string>;
}

const OCTETS = 16;
const CLAIM = /^[A-Za-z0-9_-]{22}$/;
const MONTH_SECONDS = 30 * 24 * 3600;

export function createClaims({ origin, randomness }: { readonly origin: string; readonly randomness: Randomness }): Claims {
  const secure = origin.startsWith('https:');
  const name = `${secure ? '__Host-' : ''}sallyport-claim`;
  const of = (request: FastifyRequest): Secret<string> | undefined => {
    const value = request.cookies[name];
    return value !== undefined && CLAIM.test(value) ? new Secret(value) : undefined;
  };
  return {
    of,
    keep: (request, reply) => {
      const claim = of(request) ?? new Secret(Buffer.from(randomness.bytes(OCTETS)).toString('base64url'));
      reply.setCookie(name, claim.reveal(), { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: MONTH_SECONDS });
      return claim;
    },
  };
}
