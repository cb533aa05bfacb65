import { type CertificateView, findChain } from '@sallyport/certificates';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { behind } from '../doors.ts';
import { notTherePage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { PortalParts } from '../portal-parts.ts';
import { withCertificate } from './certificate-of.ts';
import { certificatePage } from './certificate.pages.tsx';
import { fileOf, filesOf, parseFile, savedName } from './files.ts';

/** One certificate, and its files. */
export function certificateRoutes(listener: FastifyInstance, parts: PortalParts): void {
  /** Above the CA that signed it, which need not be the one that signs now. */
  const chainOf = (certificate: CertificateView) => findChain(parts.certificates, certificate);

  listener.get(
    PATHS.certificate,
    behind(parts, 1, (visitor) =>
      withCertificate(parts, visitor, async (certificate) =>
        sendPage(visitor.reply, certificatePage(parts, { person: visitor.person, certificate, chain: await chainOf(certificate) })),
      ),
    ),
  );

  listener.get(
    PATHS.certificateFile,
    behind(parts, 1, (visitor) =>
      withCertificate(parts, visitor, async (certificate) => {
        const file = parseFile((visitor.request.params as { readonly file: string }).file);
        if (file === undefined || certificate.der === undefined || !filesOf(certificate).includes(file))
          return sendPage(visitor.reply, notTherePage(parts, visitor.person, 'certificate'), 404);
        const made = fileOf(file, { der: new Uint8Array(certificate.der), chain: await chainOf(certificate) });
        if (made === undefined) return sendPage(visitor.reply, notTherePage(parts, visitor.person, 'certificate'), 404);
        const { type, content } = made;
        return visitor.reply
          .type(type)
          .header('content-disposition', `attachment; filename="${savedName(file, certificate)}"`)
          .send(typeof content === 'string' ? content : Buffer.from(content));
      }),
    ),
  );
}
