import { type CertificatesPorts, answerHttpChallenge } from '@sallyport/certificates';
import type { FastifyInstance } from 'fastify';

/**
 * What a CA elsewhere looks for at the hosts whose names it shall certify (RFC 8555 section 8.3): they send it on to here. Public, and without any meaning
 * to others; a token that nobody was given is not there.
 */
export function challengeRoutes(listener: FastifyInstance, { certificates }: { readonly certificates: CertificatesPorts }): void {
  listener.get<{ readonly Params: { readonly token: string } }>('/.well-known/acme-challenge/:token', async (request, reply) => {
    const text = await answerHttpChallenge(certificates, request.params.token);
    if (text === undefined) {
      reply.callNotFound();
      return reply;
    }
    return reply.header('cache-control', 'no-store').type('application/octet-stream').send(Buffer.from(text));
  });
}
