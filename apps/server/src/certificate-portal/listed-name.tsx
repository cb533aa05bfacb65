import type { ListedCertificate } from '@sallyport/certificates';
import type { VNode } from 'preact';
import { nameOf } from './frame.tsx';
import { certificatePath } from './paths.ts';
import type { PortalParts } from './portal-parts.ts';

/** The first name as the link to the page of the certificate, and how many more there are. */
export function ListedName({ parts, certificate }: { readonly parts: PortalParts; readonly certificate: ListedCertificate }): VNode {
  const more = certificate.names.length - 1;
  return (
    <>
      <a href={certificatePath(certificate.certificateId)} class="certificate-name">
        {nameOf(certificate)}
      </a>
      {more > 0 ? <span class="quiet"> {parts.messages('moreNames', { more })}</span> : null}
    </>
  );
}
