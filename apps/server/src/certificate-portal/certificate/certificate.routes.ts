import type { CertificateView } from '@sallyport/certificates';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { behind } from '../doors.ts';
import { notTherePage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { PortalParts } from '../portal-parts.ts';
import { withCertificate } from './certificate-of.ts';
import { certificatePage } from './certificate.pages.tsx';
import { fileOf, parseFile, savedName } from './files.ts';

/** One certificate, and its files. */
export function certificateRoutes(listener: FastifyInstance, parts: PortalParts): void {
  /** Above the CA that signed it, which need not be the one that signs now. */
  const chainOf = ({ der }: Pick<CertificateView, 'der'>) => parts.certificates.provider.chain(der && new Uint8Array(der));

  listener.get(
    PATHS.certificate,
    behind(parts, 1, (visitor) =>
      withCertificate(parts, visitor, (certificate) =>
        sendPage(visitor.reply, certificatePage(parts, { person: visitor.person, certificate, chain: chainOf(certificate) })),
      ),
    ),
  );

  listener.get(
    PATHS.certificateFile,
    behind(parts, 1, (visitor) =>
      withCertificate(parts, visitor, (certificate) => {
        const file = parseFile((visitor.request.params as { readonly file: string }).file);
        if (file === undefined || certificate.der === undefined)
          return sendPage(visitor.reply, notTherePage(parts, visitor.person, 'certificate'), 404);
        const { type, content } = fileOf(file, { der: new Uint8Array(certificate.der), chain: chainOf(certificate) });
        return visitor.reply
          .type(type)
          .header('content-disposition', `attachment; filename="${savedName(file, certificate)}"`)
          .send(typeof content === 'string' ? content : Buffer.from(content));
      }),
    ),
  );
}
