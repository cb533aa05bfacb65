import type { CertificatesPorts } from '@sallyport/certificates';
import type { FastifyInstance } from 'fastify';

/**
 * The certificates of the CA, where those it signs say they are (`caIssuers`, RFC 5280 section 4.2.2.1): DER, as `application/pkix-cert` (RFC 2585).
 * Public, signed by itself, the same for everybody.
 */
export function authorityFileRoutes(listener: FastifyInstance, { certificates }: { readonly certificates: CertificatesPorts }): void {
  const [issuing, root] = certificates.provider.chain();
  const files = { '/issuing.cer': issuing, '/root.cer': root } as const;
  for (const [path, der] of Object.entries(files)) {
    if (der === undefined) continue;
    listener.get(path, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=86400').type('application/pkix-cert').send(Buffer.from(der)),
    );
  }
}
