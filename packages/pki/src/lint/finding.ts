/** One thing lint has to say about octets that are to be signed. Data: it is stored with the request and shown as it is. */
export interface LintFinding {
  readonly rule: LintRule;
  /** An error stops the signature; a warning is shown. */
  readonly severity: 'error' | 'warning';
}

/** The rules of certificates, and where each stands. */
export const LEAF_RULES = {
  'form-malformed': 'RFC 5280 4.1',
  'version-not-3': 'RFC 5280 4.1.2.1',
  'serial-empty': 'X.690 8.3.1',
  'serial-too-long': 'RFC 5280 4.1.2.2',
  'serial-not-positive': 'RFC 5280 4.1.2.2',
  'serial-not-minimal': 'X.690 8.3.2',
  'serial-too-short': 'BR 7.1',
  'unique-identifiers': 'RFC 5280 4.1.2.8',
  'signature-algorithm-unknown': 'BR 7.1.3.2',
  'signature-algorithm-not-the-issuers': 'RFC 5280 4.1.1.2',
  'issuer-not-the-issuers-subject': 'RFC 5280 4.1.2.4',
  'issuer-empty': 'RFC 5280 4.1.2.4',
  'name-string-type': 'RFC 5280 4.1.2.4',
  'name-empty-value': 'RFC 5280 A.1',
  'name-value-too-long': 'RFC 5280 A.1',
  'name-attribute-twice': 'BR 7.1.4.1',
  'name-country': 'RFC 5280 A.1',
  'subject-field-not-in-profile': 'profile',
  'subject-common-name-not-a-name': 'BR 7.1.4.3',
  'validity-time-type': 'RFC 5280 4.1.2.5',
  'validity-reversed': 'RFC 5280 4.1.2.5',
  'validity-too-long': 'BR 6.3.2',
  'validity-backdated': 'BR 7.1.2.7',
  'validity-outlives-issuer': 'RFC 5280 6.1',
  'key-malformed': 'RFC 3279 2.3, RFC 5480, RFC 8410',
  'key-weak': 'BR 6.1.6',
  'extensions-missing': 'RFC 5280 4.1.2.9',
  'extensions-empty': 'RFC 5280 4.1.2.9',
  'extension-malformed': 'RFC 5280 4.2',
  'extension-unknown-critical': 'RFC 5280 4.2',
  'extension-not-in-profile': 'BR 7.1.2.7.6',
  'basic-constraints-missing': 'BR 7.1.2.7.6',
  'basic-constraints-not-critical': 'RFC 5280 4.2.1.9',
  'leaf-is-a-ca': 'RFC 5280 4.2.1.9',
  'key-usage-missing': 'BR 7.1.2.7.11',
  'key-usage-empty': 'RFC 5280 4.2.1.3',
  'key-usage-not-critical': 'RFC 5280 4.2.1.3',
  'key-usage-of-a-ca': 'RFC 5280 4.2.1.3',
  'key-usage-not-for-this-key': 'RFC 5480 3, RFC 8410 5',
  'key-usage-encoding': 'X.690 11.2.2',
  'purposes-missing': 'BR 7.1.2.7.10',
  'purposes-empty': 'RFC 5280 4.2.1.12',
  'purposes-any': 'BR 7.1.2.7.10',
  'purposes-not-in-profile': 'profile',
  'names-missing': 'BR 7.1.4.2',
  'names-empty': 'RFC 5280 4.2.1.6',
  'names-malformed': 'RFC 5280 4.2.1.6, BR 7.1.4.2.1',
  'names-duplicate': 'RFC 8555 7.4',
  'names-not-permitted': 'RFC 5280 4.2.1.10',
  'names-critical-with-subject': 'RFC 5280 4.2.1.6',
  'names-not-critical-without-subject': 'RFC 5280 4.2.1.6',
  'authority-key-missing': 'RFC 5280 4.2.1.1',
  'authority-key-not-the-issuers': 'RFC 5280 4.2.1.1',
  'authority-key-critical': 'RFC 5280 4.2.1.1',
  'subject-key-missing': 'RFC 5280 4.2.1.2',
  'subject-key-wrong': 'RFC 5280 4.2.1.2',
  'pointers-missing': 'BR 7.1.2.11.2',
  'pointers-empty': 'RFC 5280 4.2.1.13',
  'pointers-not-http': 'RFC 5019 5, BR 7.1.2.7.7',
  'access-critical': 'RFC 5280 4.2.2.1',
  'policies-missing': 'BR 7.1.6.1',
} as const;

/** The rules of CRLs. */
export const CRL_RULES = {
  'crl-malformed': 'RFC 5280 5.1',
  'crl-version-not-2': 'RFC 5280 5.1.2.1',
  'crl-signature-algorithm-not-the-issuers': 'RFC 5280 5.1.1.2',
  'crl-issuer-not-the-issuers-subject': 'RFC 5280 5.1.2.3',
  'crl-time-type': 'RFC 5280 5.1.2.4',
  'crl-this-update-not-now': 'RFC 5280 5.1.2.4',
  'crl-next-update-missing': 'RFC 5280 5.1.2.5',
  'crl-next-update-passed': 'RFC 5280 5.1.2.5',
  'crl-next-update-too-late': 'BR 4.9.7',
  'crl-list-empty': 'RFC 5280 5.1.2.6',
  'crl-serial-malformed': 'RFC 5280 4.1.2.2',
  'crl-serial-twice': 'RFC 5280 5.1.2.6',
  'crl-revoked-in-the-future': 'RFC 5280 5.1.2.6',
  'crl-reason-unspecified': 'RFC 5280 5.3.1',
  'crl-reason-not-ours': 'RFC 5280 5.3.1, BR 7.2.2',
  'crl-entry-extension-unknown': 'RFC 5280 5.3',
  'crl-number-missing': 'RFC 5280 5.2.3',
  'crl-number-malformed': 'RFC 5280 5.2.3',
  'crl-number-not-higher': 'RFC 5280 5.2.3',
  'crl-authority-key-missing': 'RFC 5280 5.2.1',
  'crl-authority-key-not-the-issuers': 'RFC 5280 5.2.1',
  'crl-extension-unknown': 'BR 7.2.2',
  'crl-extension-critical': 'RFC 5280 5.2',
  'crl-distribution-point-not-critical': 'RFC 5280 5.2.5',
  'crl-distribution-point-not-the-scopes': 'RFC 5280 5.2.5, BR 7.2.2.1',
} as const;

/** Where each rule stands, for whoever is shown a finding. */
export const LINT_RULES = { ...LEAF_RULES, ...CRL_RULES } as const;

export type LintRule = keyof typeof LINT_RULES;

/** The rules whose condition is true. */
export function broken(...conditions: readonly (readonly [LintRule, boolean])[]): readonly LintRule[] {
  return conditions.filter(([, isBroken]) => isBroken).map(([rule]) => rule);
}
