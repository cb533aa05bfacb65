/** Branded identifiers. Those we draw are 128 random bits as base64url; those of people and organisations come from the Federation. */

/** The `organisation_id` of an ID token. */
export type OrganisationId = string & { readonly brand: 'OrganisationId' };
/** The `sub` of an ID token (OpenID Connect Core 1.0 section 2): whom the Federation vouches for. */
export type PersonId = string & { readonly brand: 'PersonId' };
/** A certificate from its request to its end. */
export type CertificateId = string & { readonly brand: 'CertificateId' };

/** A revocation that waits for others to agree. */
export type RevocationWishId = string & { readonly brand: 'RevocationWishId' };

/** A domain of one organisation: another one's domain of the same name is another. */
export type DomainId = string & { readonly brand: 'DomainId' };

/** Names an API key, and opens nothing. */
export type ApiKeyId = string & { readonly brand: 'ApiKeyId' };

/** Where an organisation wants to be told by a machine. */
export type WebhookId = string & { readonly brand: 'WebhookId' };
/** A field of an organisation's own. */
export type FieldId = string & { readonly brand: 'FieldId' };
/** A search that somebody gave a name. */
export type SavedViewId = string & { readonly brand: 'SavedViewId' };
/** What became of many at once, for whoever did it. */
export type ReportId = string & { readonly brand: 'ReportId' };

const SIXTEEN_OCTETS = /^[A-Za-z0-9_-]{21}[AQgw]$/;

export function parseCertificateId(text: string): CertificateId | undefined {
  return SIXTEEN_OCTETS.test(text) ? (text as CertificateId) : undefined;
}

export function parseRevocationWishId(text: string): RevocationWishId | undefined {
  return SIXTEEN_OCTETS.test(text) ? (text as RevocationWishId) : undefined;
}

export function parseDomainId(text: string): DomainId | undefined {
  return SIXTEEN_OCTETS.test(text) ? (text as DomainId) : undefined;
}

export function parseApiKeyId(text: string): ApiKeyId | undefined {
  return SIXTEEN_OCTETS.test(text) ? (text as ApiKeyId) : undefined;
}

export function parseWebhookId(text: string): WebhookId | undefined {
  return SIXTEEN_OCTETS.test(text) ? (text as WebhookId) : undefined;
}

export function parseFieldId(text: string): FieldId | undefined {
  return SIXTEEN_OCTETS.test(text) ? (text as FieldId) : undefined;
}

export function parseSavedViewId(text: string): SavedViewId | undefined {
  return SIXTEEN_OCTETS.test(text) ? (text as SavedViewId) : undefined;
}

export function parseReportId(text: string): ReportId | undefined {
  return SIXTEEN_OCTETS.test(text) ? (text as ReportId) : undefined;
}
