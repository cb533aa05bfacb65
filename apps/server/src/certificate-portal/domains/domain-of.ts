import { type DomainToView, type ViewedDomain, parseDomainId, viewDomain } from '@sallyport/certificates';
import type { FastifyReply } from 'fastify';
import { actor } from '../doors.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { whenThere } from '../when-there.ts';

/** The domain that the address names, for this person. */
export function withDomain(
  parts: PortalParts,
  visitor: Visitor,
  given: { readonly to: DomainToView['to']; readonly show: (viewed: ViewedDomain) => Promise<FastifyReply> | FastifyReply },
): Promise<FastifyReply> {
  const { domainId } = visitor.request.params as { readonly domainId: string };
  return whenThere(parts, visitor, {
    named: 'domain',
    id: parseDomainId(domainId),
    view: (id) => viewDomain(parts.certificates, { person: actor(visitor), domainId: id, to: given.to }),
    show: given.show,
  });
}
