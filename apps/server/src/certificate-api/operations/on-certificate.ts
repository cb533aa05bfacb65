import { type CertificateId, type DomainId, type OnCertificate } from '@sallyport/certificates';
import { Type } from 'typebox';
import type { Call } from '../operation.ts';
import { CLOSED, Id } from '../schemas.ts';

export const CertificateParams = Type.Object({ certificateId: Id }, CLOSED);
export const DomainParams = Type.Object({ domainId: Id }, CLOSED);

/** The schema has read the id; whether there is such a one in this organisation the verb says. */
export function onCertificate({ person, params }: Call<{ readonly certificateId: string }>): OnCertificate {
  return { person, certificateId: params.certificateId as CertificateId };
}

export function onDomain({ person, params }: Call<{ readonly domainId: string }>) {
  return { person, domainId: params.domainId as DomainId };
}
