import type { Instant } from '@sallyport/platform';
import type { ProofMethod } from './domains/rules.ts';
import type { FieldKind, FieldNeed } from './fields/rules.ts';
import type {
  ApiKeyId,
  CertificateId,
  DomainId,
  FieldId,
  OrganisationId,
  PersonId,
  ReportId,
  RevocationWishId,
  SavedViewId,
  WebhookId,
} from './identifiers.ts';
import type { NoticeChoice } from './notices/rules.ts';
import type { Role } from './people/rules.ts';
import type { SeenBy } from './saved-views/rules.ts';
import type { Status } from './status/rules.ts';
import type { WebhookFault, WebhookOccasion } from './webhooks/rules.ts';

/** The tables of this room. Instants are Unix milliseconds; unions are text; octets are BLOB or BYTEA; what is written as JSON says so. */
export interface CertificatesSchema {
  certificate_organisation: CertificateOrganisationTable;
  certificate_person: CertificatePersonTable;
  certificate_role: CertificateRoleTable;
  certificate: CertificateTable;
  certificate_approval: CertificateApprovalTable;
  certificate_revocation_wish: RevocationWishTable;
  certificate_revocation_approval: RevocationApprovalTable;
  certificate_event: CertificateEventTable;
  certificate_term: CertificateTermTable;
  certificate_domain: CertificateDomainTable;
  certificate_field: CertificateFieldTable;
  certificate_field_value: CertificateFieldValueTable;
  certificate_saved_view: CertificateSavedViewTable;
  certificate_report: CertificateReportTable;
  certificate_authority: CertificateAuthorityTable;
  certificate_list_number: CertificateListNumberTable;
  certificate_list: CertificateListTable;
  certificate_responder: CertificateResponderTable;
  certificate_answer: CertificateAnswerTable;
  certificate_emergency: CertificateEmergencyTable;
  certificate_notice_choice: CertificateNoticeChoiceTable;
  certificate_digest_item: CertificateDigestItemTable;
  certificate_notice_address: CertificateNoticeAddressTable;
  certificate_webhook: CertificateWebhookTable;
  certificate_webhook_message: CertificateWebhookMessageTable;
  certificate_acme_account: AcmeAccountTable;
  certificate_acme_order: AcmeOrderTable;
  certificate_acme_challenge: AcmeChallengeTable;
  certificate_api_key: CertificateApiKeyTable;
  certificate_api_answer: CertificateApiAnswerTable;
}

export interface CertificateOrganisationTable {
  organisation_id: OrganisationId;
  name: string;
  first_seen_at: Instant;
  /** JSON of a `Subject`: what an operator has verified, and what may stand in a certificate. Null: nothing may. */
  verified_subject: string | null;
  verified_at: Instant | null;
}

export interface CertificatePersonTable {
  person_id: PersonId;
  organisation_id: OrganisationId;
  name: string;
  /** Null when the Federation knows none. */
  mail: string | null;
  first_seen_at: Instant;
  seen_at: Instant;
}

export interface CertificateRoleTable {
  person_id: PersonId;
  role: Role;
  granted_at: Instant;
  /** Null: by the operator. */
  granted_by: PersonId | null;
}

/** One row from the request to the end. What comes with the signature is null before it. */
export interface CertificateTable {
  certificate_id: CertificateId;
  organisation_id: OrganisationId;
  status: Status;
  status_since: Instant;

  origin: CertificateOrigin;
  /** The one this one takes the place of. */
  predecessor_id: CertificateId | null;
  /** When the predecessor of a reissue is to be revoked: written down with the signature, null again once it was done. */
  predecessor_ends_at: Instant | null;
  /** For a reissue, how long its predecessor works beside it. */
  overlap_hours: number | null;
  profile_id: string;
  requested_by: PersonId;
  requested_at: Instant;
  /** The request as it came: its key is all that is taken from it. Null for an imported one. */
  csr: Uint8Array | null;
  /** SHA-256 of the key's SubjectPublicKeyInfo, hexadecimal. */
  key_sha256: string;
  key_name: string;
  /** JSON: identifiers as text, in the order asked for. */
  names: string;
  /** The first of them, by which an inventory is sorted. */
  first_name: string;
  /** JSON of a `Subject`. */
  subject: string;
  lifetime_days: number;
  /** For a reissue, which keeps the end of its predecessor. */
  keeps_not_after: Instant | null;
  note: string;
  approvals_needed: number;
  /** Why it was declined or failed, for people. */
  reason: string | null;
  /** What its issue has written down, in one step before the signature. */
  serial: string | null;
  to_be_signed: Uint8Array | null;
  /** JSON: the findings of lint. */
  lint: string | null;
  /** Until then one process works on its issue. */
  claimed_until: Instant | null;
  der: Uint8Array | null;
  sha256: string | null;
  not_before: Instant | null;
  not_after: Instant | null;
  revoked_at: Instant | null;
  /** CRLReason by its number (RFC 5280 section 5.3.1). */
  revocation_reason: number | null;
  /** Which CA of ours signs it, written down with the serial. Null before, and for ever for an imported one: nothing is said of that. */
  authority_id: string | null;
  /** The first list of its CA in which its revocation stands. */
  listed_number: number | null;
  /** When its OCSP answers are to be made again; null when nobody asks any more. */
  answer_due_at: Instant | null;
  /** When it is to be looked at whether somebody is told that it will end. */
  notice_due_at: Instant | null;
  /** Of an imported one, for people: who issued it, and under which serial. What is in `serial` is ours. */
  issuer: string | null;
  imported_serial: string | null;
}

export type CertificateOrigin = 'request' | 'renewal' | 'reissue' | 'import';

export interface CertificateApprovalTable {
  certificate_id: CertificateId;
  person_id: PersonId;
  decision: 'approve' | 'decline';
  reason: string | null;
  decided_at: Instant;
}

/** A revocation that somebody has asked for, where the profile wants others to agree. One of a certificate is open at a time. */
export interface RevocationWishTable {
  wish_id: RevocationWishId;
  certificate_id: CertificateId;
  asked_by: PersonId;
  asked_at: Instant;
  /** CRLReason by its number. */
  reason: number;
  approvals_needed: number;
  /** Open it stays, and asks for nobody's word, when the certificate was revoked in another way. */
  state: 'OPEN' | 'AGREED' | 'DECLINED';
  settled_at: Instant | null;
}

export interface RevocationApprovalTable {
  wish_id: RevocationWishId;
  person_id: PersonId;
  decision: 'approve' | 'decline';
  reason: string | null;
  decided_at: Instant;
}

/** What happened to a certificate, for its page. */
export interface CertificateEventTable {
  certificate_id: CertificateId;
  /** Drawn; tells two of the same moment apart. */
  event_id: string;
  at: Instant;
  /** Null: the machine. */
  person_id: PersonId | null;
  what: CertificateEventKind;
  note: string | null;
  /** Null until those whom it concerns are told, or there is nobody. */
  told_at: Instant | null;
}

export type CertificateEventKind =
  | 'asked'
  /** Its names: the last domain that was missing has been verified. */
  | 'names-proven'
  | 'approved'
  | 'declined'
  | 'withdrawn'
  | 'issued'
  | 'failed'
  | 'retried'
  /** That it will. The note says in how many days. */
  | 'ending'
  /** Another one in its place. */
  | 'renewal-asked'
  | 'reissue-asked'
  | 'superseded'
  /** The note says for which reason. */
  | 'revocation-asked'
  | 'revocation-approved'
  | 'revocation-declined'
  | 'revoked'
  | 'deactivated'
  | 'imported'
  /** What an organisation notes beside it; the note names the fields. */
  | 'described';

/** What an inventory is searched by: names, each of their endings, serial, what stands in fields; all in lower case. */
export interface CertificateTermTable {
  organisation_id: OrganisationId;
  term: string;
  certificate_id: CertificateId;
  /** Of the certificate, which never changes it. */
  first_name: string;
}

/** What an organisation notes beside its certificates. A retired one is asked for no more, and what was written stays. */
export interface CertificateFieldTable {
  field_id: FieldId;
  organisation_id: OrganisationId;
  name: string;
  kind: FieldKind;
  /** JSON: texts, in the order in which they are offered; empty for what is no choice. */
  choices: string;
  need: FieldNeed;
  added_at: Instant;
  retired_at: Instant | null;
}

export interface CertificateFieldValueTable {
  certificate_id: CertificateId;
  field_id: FieldId;
  value: string;
}

/** A search of the inventory with a name. */
export interface CertificateSavedViewTable {
  view_id: SavedViewId;
  organisation_id: OrganisationId;
  name: string;
  /** JSON of a `KeptWish`. */
  wish: string;
  seen_by: SeenBy;
  made_by: PersonId;
  made_at: Instant;
}

/** What became of many at once; kept for a month. */
export interface CertificateReportTable {
  report_id: ReportId;
  organisation_id: OrganisationId;
  made_by: PersonId;
  made_at: Instant;
  /** JSON of a `Report`. */
  report: string;
}

/** A name, or an address, that an organisation says is its own. What it is now follows from the instants and the calendar of a profile. */
export interface CertificateDomainTable {
  domain_id: DomainId;
  organisation_id: OrganisationId;
  /** In the one form of `formatIdentifier`; once for each organisation. */
  name: string;
  added_by: PersonId;
  added_at: Instant;
  /** What is to be published, and how; null when there is nothing to prove. */
  challenge: string | null;
  challenge_method: ProofMethod | null;
  challenge_until: Instant | null;
  /** When it was looked at last, and JSON of the `Finding`s. */
  checked_at: Instant | null;
  findings: string | null;
  verified_at: Instant | null;
  verified_method: ProofMethod | null;
  declined_at: Instant | null;
  /** Null, when it is declined: by the operator. */
  declined_by: PersonId | null;
  decline_reason: string | null;
}

/** Certificates of the embedded CA. Their keys are named secrets, sealed. */
export interface CertificateAuthorityTable {
  /** `root`, `issuing`, `issuing-2`, …: also the name of its files. */
  authority_id: string;
  kind: 'root' | 'issuing';
  der: Uint8Array;
  made_at: Instant;
  revoked_at: Instant | null;
  revocation_reason: number | null;
  listed_number: number | null;
}

/** Counts the lists of a CA, those that were never finished too. */
export interface CertificateListNumberTable {
  authority_id: string;
  last_number: number;
  /** The last one that was finished. */
  served_number: number | null;
  /** Until then one process works on the last one. */
  claimed_until: Instant | null;
}

/** The list of each CA that is served. */
export interface CertificateListTable {
  authority_id: string;
  number: number;
  der: Uint8Array;
  sha256: string;
  this_update: Instant;
  next_update: Instant;
}

/** The delegated OCSP responders of each CA, one after the other. Their keys are named secrets, sealed. */
export interface CertificateResponderTable {
  authority_id: string;
  generation: number;
  der: Uint8Array;
  not_after: Instant;
  made_at: Instant;
}

/** OCSP answers that were signed before anybody asked. */
export interface CertificateAnswerTable {
  authority_id: string;
  serial: string;
  hash: 'sha1' | 'sha256';
  der: Uint8Array;
  this_update: Instant;
  next_update: Instant;
  /** What it says: null for good. It is given out only while the certificate says the same. */
  revoked_at: Instant | null;
}

/** A revocation of many at once, by the operator; kept so that it goes on where it was. */
export interface CertificateEmergencyTable {
  emergency_id: string;
  state: 'RUNNING' | 'FINISHED';
  /** JSON of an `EmergencyChoice`. */
  choice: string;
  reason: number;
  /** What becomes of those that are in use. */
  afterwards: 'reissue' | 'nothing';
  /** How many were chosen when it was begun. */
  total: number;
  begun_at: Instant;
  finished_at: Instant | null;
}

/** What somebody wants to be told; who has never said has no row. */
export interface CertificateNoticeChoiceTable extends NoticeChoice {
  person_id: PersonId;
  /** Null for whoever is told of everything at once. */
  digest_due_at: Instant | null;
}

/** What stands in somebody's next digest. */
export interface CertificateDigestItemTable {
  person_id: PersonId;
  event_id: string;
  certificate_id: CertificateId;
}

/** Who is told besides: addresses, not people. */
export interface CertificateNoticeAddressTable {
  certificate_id: CertificateId;
  address: string;
}

/** Where an organisation wants to be told by a machine. */
export interface CertificateWebhookTable {
  webhook_id: WebhookId;
  organisation_id: OrganisationId;
  url: string;
  /** JSON: `WebhookOccasion`s. */
  occasions: string;
  /** By which its messages are signed. */
  sealed_secret: Uint8Array;
  /** `GONE`: its receiver has said that it is no more, and nothing is sent to it until somebody wants so. */
  state: 'ACTIVE' | 'GONE';
  added_by: PersonId;
  added_at: Instant;
}

export interface CertificateWebhookMessageTable {
  message_id: string;
  webhook_id: WebhookId;
  occasion: WebhookOccasion;
  /** JSON, octet by octet as it is signed and sent. */
  body: string;
  state: 'WAITING' | 'DELIVERED' | 'DEAD';
  made_at: Instant;
  /** The next try; while one is under way, when another process may take it over. */
  due_at: Instant;
  tries: number;
  /** What the last try came to, where it came to nothing. */
  fault: WebhookFault | null;
  settled_at: Instant | null;
}

/** Our account at a CA elsewhere. Its key is a named secret, sealed. */
export interface AcmeAccountTable {
  /** The address of the CA's directory. */
  directory: string;
  account_url: string;
  made_at: Instant;
}

/** Where the order for a certificate is at a CA elsewhere; what has become of it, the CA knows. */
export interface AcmeOrderTable {
  certificate_id: CertificateId;
  directory: string;
  begun_at: Instant;
  /** Null before it is made, and again when the CA has given it up. */
  order_url: string | null;
  /** Why it does not go on at this moment, as `acme/…`. */
  problem: string | null;
  /** PEM: what the CA sent with the certificate, without the leaf. */
  chain: string | null;
  /** When the CA has confirmed the revocation. */
  told_at: Instant | null;
  tell_after: Instant | null;
  tell_tries: number;
  tell_problem: string | null;
}

/** What has to be shown until the CA has looked. */
export interface AcmeChallengeTable {
  certificate_id: CertificateId;
  token: string;
  method: 'http-01' | 'dns-01';
  /** Of the TXT record; null by HTTP. */
  record_name: string | null;
  record_value: string | null;
  key_authorization: string;
}

/** Keys of programs. Of the key itself only its hash is kept. */
export interface CertificateApiKeyTable {
  key_id: ApiKeyId;
  organisation_id: OrganisationId;
  /** Who made it: it does nothing that they may not do. */
  person_id: PersonId;
  name: string;
  /** JSON of `Scope`s. */
  scopes: string;
  /** What it begins with, by which people tell one from another. */
  beginning: string;
  /** SHA-256 of its random octets, hexadecimal. */
  key_sha256: string;
  made_at: Instant;
  expires_at: Instant;
  /** To the minute. */
  used_at: Instant | null;
  revoked_at: Instant | null;
  revoked_by: PersonId | null;
}

/** What was answered to a request that may be sent again. */
export interface CertificateApiAnswerTable {
  key_id: ApiKeyId;
  /** As the program chose it. */
  idempotency_key: string;
  /** SHA-256 of method, address and body, hexadecimal. */
  request_sha256: string;
  begun_at: Instant;
  /** Null while it is under way, and for ever when its process died. */
  answer: string | null;
}
