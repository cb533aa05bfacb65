import {
  type CertificatesPorts,
  OCSP_BODY_MAX_OCTETS,
  OCSP_MALFORMED,
  type OcspQuestionIn,
  type OcspReply,
  answerOcsp,
} from '@sallyport/certificates';
import { networkOf } from '@sallyport/identity';
import type { Clock } from '@sallyport/platform';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { freshnessHeaders, isKnown } from './freshness.ts';
import type { Allowance } from '../http/allowance.ts';

export interface OcspRouteParts {
  readonly certificates: CertificatesPorts;
  readonly clock: Clock;
  readonly allowance: Allowance;
}

const PATH = '/ocsp';

/**
 * OCSP over HTTP (RFC 6960 appendix A.1, RFC 5019): the question as the body of a POST, or in the path of a GET, whose answer caches may keep. Whatever the
 * question is like, the answer is one of OCSP, with 200: clients look no further than that.
 */
export async function ocspRoutes(listener: FastifyInstance, parts: OcspRouteParts): Promise<void> {
  const config = { calledByMachines: true } as const;
  await listener.register((scope, _options, done) => {
    scope.addContentTypeParser(
      'application/ocsp-request',
      { parseAs: 'buffer', bodyLimit: OCSP_BODY_MAX_OCTETS },
      (_request, body, parsed) => {
        parsed(null, body);
      },
    );
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      if (error.statusCode === 413) return send(OCSP_MALFORMED, { request, reply });
      throw error;
    });
    scope.post(PATH, { config }, async (request, reply) => {
      const { body } = request;
      // Without a body, or as a form, which is read before it comes here.
      const answer = body instanceof Uint8Array ? await replyTo(parts, request, { body }) : OCSP_MALFORMED;
      return send(answer, { request, reply });
    });
    scope.get(`${PATH}/*`, { config }, async (request, reply) => {
      // As it stands in the request line: base64 may hold two slashes in a row, and an escaped one is another than a bare one.
      const path = (request.raw.url ?? '').slice(PATH.length + 1);
      return send(await replyTo(parts, request, { path }), { request, reply });
    });
    done();
  });
}

function replyTo({ certificates, clock, allowance }: OcspRouteParts, request: FastifyRequest, asked: OcspQuestionIn): Promise<OcspReply> {
  return answerOcsp(certificates, { asked, maySign: () => allowance.spend(networkOf(request.ip), clock.now()) });
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const NEVER = { kind: 'never' } as const;

function send(answer: OcspReply, { request, reply }: Exchange): FastifyReply {
  const caching = answer.kind === 'failure' ? NEVER : answer.caching;
  reply.code(200).type('application/ocsp-response');
  // The answer to a POST is not for caches (RFC 9111 section 2), and one for a nonce is for nobody else.
  if (request.method === 'POST' || caching.kind === 'never') return reply.send(Buffer.from(answer.der));
  reply.headers(freshnessHeaders(caching));
  return isKnown(caching, request.headers) ? reply.code(304).send() : reply.send(Buffer.from(answer.der));
}
