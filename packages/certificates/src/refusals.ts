import type { Instant } from '@sallyport/platform';
import type { CsrRefusal, KeyWeakness, LintFinding, NamesRefusal, ValidityRefusal } from '@sallyport/pki';
import type { Permission, Role } from './people/rules.ts';
import type { Status } from './status/rules.ts';

/** Every refusal of this room. The public half is the code and what helps the person go on; the private half, the reason, only the audit log hears. */
export const REFUSALS = {
  // Doors
  /** More proof is needed. */
  'step-up-needed': 403,
  /** `roles`, or of a key `scopes`: one of them would do. */
  'role-missing': 403,
  /** Not there, or of another organisation: one answer for both. */
  'certificate-not-found': 404,
  'person-not-found': 404,

  // Requests
  'profile-unknown': 422,
  'csr-missing': 422,
  'csr-refused': 422,
  /** `texts`: the names that are none. */
  'names-malformed': 422,
  'names-refused': 422,
  /** Weak, or known to others. */
  'key-refused': 422,
  'lifetime-refused': 422,
  'note-too-long': 422,
  /** A subject that no operator has verified may not stand in a certificate. */
  'subject-not-verified': 422,
  'lint-failed': 422,
  /** `texts`: what stands against it, as a CA elsewhere would say. */
  'ca-refused': 422,

  // One in the place of another
  /** Asked for, or there: it is the one to go on with. */
  'replaced-already': 409,
  /** It is to have another key, and this is the same. */
  'key-unchanged': 422,
  /** Its request is not here, so a certificate of its key cannot be made without another one. */
  'csr-not-kept': 422,
  /** `limit`: so many hours at most. */
  'overlap-refused': 422,

  // Decisions
  /** Nobody decides on what they asked for themselves. */
  'own-request': 403,
  'decided-already': 409,
  'reason-missing': 422,
  /** `status`: what it is meanwhile. */
  'status-changed': 409,

  // Revocation
  'revocation-reason-unknown': 422,
  /** It waits for others to agree. */
  'revocation-asked-already': 409,
  /** It is another one that is asked for by now, or none. */
  'revocation-settled': 409,

  // Domains
  /** `texts`: no name, none that somebody could prove to have, or too long for the method. */
  'domain-malformed': 422,
  /** An address has no place in the DNS where a proof could stand. */
  'proof-method-refused': 422,
  'domain-there-already': 409,
  'domain-not-found': 404,
  /** By an operator: nobody else takes that back. */
  'domain-declined': 409,
  /** `limit` */
  'domains-too-many': 422,
  /** It is proven, and no new proof was begun. */
  'nothing-to-prove': 409,
  /** What is published is too old to be a proof; a new one must be begun. */
  'challenge-expired': 409,
  /** `until` */
  'checks-exhausted': 429,

  // Notices
  /** `texts`: what is no address. */
  'addresses-malformed': 422,
  /** `limit` */
  'addresses-too-many': 422,

  // Webhooks
  'webhook-not-found': 404,
  /** No URL of a web server under TLS that others could reach. */
  'webhook-url-refused': 422,
  'webhook-occasions-none': 422,
  /** `limit` */
  'webhooks-too-many': 422,
  /** `until` */
  'webhook-tries-exhausted': 429,

  // Fields of an organisation's own
  'field-not-found': 404,
  /** No name, none of the kinds, or no choices where there must be some. */
  'field-malformed': 422,
  'field-there-already': 409,
  /** `limit` */
  'fields-too-many': 422,
  /** `texts`: the fields whose value is none. */
  'field-value-refused': 422,
  /** `texts`: the fields that must be filled. */
  'field-value-missing': 422,

  // Saved views
  'view-not-found': 404,
  'view-malformed': 422,
  /** `limit` */
  'views-too-many': 422,

  // Many at once
  'nothing-chosen': 422,
  /** `limit` */
  'too-many-chosen': 422,
  'report-not-found': 404,

  // Certificates that somebody else issued
  /** Only whoever issued it can revoke it. */
  'not-ours': 409,
  'nothing-to-import': 422,
  /** `limit`: certificates, or octets. */
  'import-too-large': 422,
  /** A private key was sent along. */
  'import-private-key': 422,

  // Organisations
  'organisation-not-found': 404,
  'subject-malformed': 422,

  // Roles
  'role-unknown': 422,
  /** Somebody must be able to grant roles. */
  'last-administrator': 409,

  // API keys
  /** Malformed, unknown, ended, or of somebody who is gone: one answer for all. */
  'api-key-refused': 401,
  /** `until` */
  'api-key-tries-exhausted': 429,
  'api-key-not-found': 404,
  /** `limit` */
  'api-key-name-refused': 422,
  /** None, or one that the maker may not use themselves. */
  'scopes-refused': 422,
  /** `limit`: days */
  'api-key-days-refused': 422,
  /** `limit` */
  'api-keys-too-many': 422,

  // Requests of programs that are sent again
  'idempotency-key-malformed': 400,
  /** With another body, or at another address. */
  'idempotency-key-reused': 422,
  'idempotency-in-progress': 409,
  /** It was begun, and what came of it is not known. */
  'idempotency-answer-lost': 409,
} as const;

export type RefusalCode = keyof typeof REFUSALS;

export interface RefusalDetails {
  readonly roles?: readonly Role[];
  readonly scopes?: readonly Permission[];
  readonly texts?: readonly string[];
  readonly status?: Status;
  readonly limit?: number;
  readonly until?: Instant;
  readonly csr?: CsrRefusal;
  readonly names?: NamesRefusal;
  readonly weaknesses?: readonly (KeyWeakness | { readonly code: 'key-blocked' })[];
  readonly validity?: ValidityRefusal;
  readonly findings?: readonly LintFinding[];
}

export interface Refusal<Code extends RefusalCode = RefusalCode> {
  readonly kind: 'refusal';
  readonly code: Code;
  readonly status: number;
  readonly details: RefusalDetails;
  /** For the audit log only; never shown. */
  readonly reason: string;
}

export function refuse<Code extends RefusalCode>(code: Code, reason: string, details: RefusalDetails = {}): Refusal<Code> {
  return { kind: 'refusal', code, status: REFUSALS[code], details, reason };
}

export function isRefusal<Outcome extends object>(outcome: Outcome): outcome is Extract<Outcome, Refusal> {
  return 'kind' in outcome && outcome.kind === 'refusal';
}
