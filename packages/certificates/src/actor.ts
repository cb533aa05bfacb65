import type { CertificateId, OrganisationId, PersonId } from './identifiers.ts';

/** Who does something here, as the Federation vouches for them at this moment. */
export interface Person {
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
  /** From the one assurance function, by way of the `acr` of the ID token. */
  readonly level: 1 | 2;
  /** Where the request came from, as throttles count it. */
  readonly network: string;
}

export interface ByPerson {
  readonly person: Person;
}

export interface OnCertificate extends ByPerson {
  readonly certificateId: CertificateId;
}
