import { type CertificateView, isRefusal, parseCertificateId, viewCertificate } from '@sallyport/certificates';
import type { FastifyReply } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { actor, shownUnlessRefused } from '../doors.ts';
import { notTherePage } from '../frame.tsx';
import type { PortalParts, Visitor } from '../portal-parts.ts';

/**
 * The certificate that the address names, for this person. One that is malformed, unknown or of another organisation is not there, in the same words.
 */
export async function withCertificate(
  parts: PortalParts,
  visitor: Visitor,
  show: (certificate: CertificateView) => Promise<FastifyReply> | FastifyReply,
): Promise<FastifyReply> {
  const { certificateId: text } = visitor.request.params as { readonly certificateId: string };
  const certificateId = parseCertificateId(text);
  if (certificateId === undefined) return sendPage(visitor.reply, notTherePage(parts, visitor.person), 404);
  const outcome = await viewCertificate(parts.certificates, { person: actor(visitor), certificateId });
  if (isRefusal(outcome) && outcome.code === 'certificate-not-found') {
    return sendPage(visitor.reply, notTherePage(parts, visitor.person), 404);
  }
  return shownUnlessRefused(parts, visitor, { outcome, show });
}
