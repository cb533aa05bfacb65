import { type CertificateView, parseCertificateId, viewCertificate } from '@sallyport/certificates';
import type { FastifyReply } from 'fastify';
import { actor } from '../doors.ts';
import type { PortalParts, Visitor } from '../portal-parts.ts';
import { whenThere } from '../when-there.ts';

/** The certificate that the address names, for this person. */
export function withCertificate(
  parts: PortalParts,
  visitor: Visitor,
  show: (certificate: CertificateView) => Promise<FastifyReply> | FastifyReply,
): Promise<FastifyReply> {
  const { certificateId } = visitor.request.params as { readonly certificateId: string };
  return whenThere(parts, visitor, {
    named: 'certificate',
    id: parseCertificateId(certificateId),
    view: (id) => viewCertificate(parts.certificates, { person: actor(visitor), certificateId: id }),
    show,
  });
}
