import type { ApiKeyId, CertificateId, OrganisationId, PersonId } from './identifiers.ts';
import type { Scope } from './people/rules.ts';

/** Who does something here, as the Federation vouches for them at this moment. */
export interface Person {
  readonly personId: PersonId;
  readonly organisationId: OrganisationId;
  /** From the one assurance function, by way of the `acr` of the ID token. */
  readonly level: 1 | 2;
  /** Where the request came from, as throttles count it. */
  readonly network: string;
  /** Absent for a person at a page. */
  readonly through?: PresentedKey;
}

/** A program that acts for the person who made its key, within the key's scopes. */
export interface PresentedKey {
  readonly keyId: ApiKeyId;
  readonly scopes: readonly Scope[];
}

/** A program, as the door of keys lets it in. */
export interface Program extends Person {
  readonly through: PresentedKey;
}

export interface ByPerson {
  readonly person: Person;
}

export interface OnCertificate extends ByPerson {
  readonly certificateId: CertificateId;
}
