import { type CertificatesPorts, type ReadList, findAuthorityCertificate, findListCaching, readList } from '@sallyport/certificates';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { freshnessHeaders, isKnown } from './freshness.ts';

interface OfAuthority {
  readonly Params: { readonly authority: string };
}

/** The names that CAs of an installation have: `root`, `issuing`, `issuing-2`. */
const NAME = ':authority(^[a-z0-9-]{1,30})';

/**
 * The files of the CAs, where what they sign says they are (RFC 5280 sections 4.2.1.13 and 4.2.2.1; media types of RFC 2585): certificates and lists, DER.
 * Public, signed by themselves, the same for everybody.
 */
export function caFileRoutes(listener: FastifyInstance, { certificates }: { readonly certificates: CertificatesPorts }): void {
  const newest = new Map<string, ReadList>();

  listener.get<OfAuthority>(`/${NAME}.cer`, async (request, reply) => {
    const der = await findAuthorityCertificate(certificates, request.params.authority);
    if (der === undefined) return notThere(reply);
    return reply.header('cache-control', 'public, max-age=86400').type('application/pkix-cert').send(Buffer.from(der));
  });

  listener.get<OfAuthority>(`/${NAME}.crl`, async (request, reply) => {
    const { authority } = request.params;
    const caching = await findListCaching(certificates, authority);
    if (caching === undefined) return notThere(reply);
    if (isKnown(caching, request.headers)) return reply.headers(freshnessHeaders(caching)).code(304).send();
    const list = await listOf(authority, caching.etag);
    if (list === undefined) return notThere(reply);
    return reply.headers(freshnessHeaders(list.caching)).type('application/pkix-crl').send(Buffer.from(list.der));
  });

  /** Megabytes are read once, and not again before there is another. */
  async function listOf(authority: string, etag: string): Promise<ReadList | undefined> {
    const known = newest.get(authority);
    const caching = known?.caching.etag === etag ? await findListCaching(certificates, authority) : undefined;
    if (known !== undefined && caching?.etag === known.caching.etag) return { der: known.der, caching };
    const list = await readList(certificates, authority);
    if (list !== undefined) newest.set(authority, list);
    return list;
  }
}

function notThere(reply: FastifyReply) {
  reply.callNotFound();
  return reply;
}
