/** The public face of the room of managed certificates. What is not listed here is nobody else's business. */

export type { CertificatesPorts } from './ports.ts';
export type { CertificatesSchema } from './schema.ts';
export { certificatesMigrations } from './migrations/index.ts';
export type { OnCertificate, Person, Program } from './actor.ts';
export { type CertificatesPolicy, type OwnSuffix, certificatesPolicy } from './policy.ts';
export {
  type ApiKeyId,
  type CertificateId,
  type DomainId,
  type OrganisationId,
  type PersonId,
  type RevocationWishId,
  type WebhookId,
  parseApiKeyId,
  parseCertificateId,
  parseDomainId,
  parseRevocationWishId,
  parseWebhookId,
} from './identifiers.ts';
export { type FieldId, type ReportId, type SavedViewId, parseFieldId, parseReportId, parseSavedViewId } from './identifiers.ts';
export { type Refusal, type RefusalCode, type RefusalDetails, isRefusal } from './refusals.ts';
export { STATUSES, type Status, type StatusChange, TRANSITIONS, statusAt } from './status/rules.ts';

// People
export { type Permission, ROLES, type Role, SCOPES, type Scope } from './people/rules.ts';
export { welcomePerson } from './people/welcome-person.ts';
export { type RoleChange, changeRole, grantRoleByOperator } from './people/change-role.ts';
export { type ListedPeople, type ListedPerson, listPeople } from './people/list-people.ts';
export { mayBegin } from './people/may-begin.ts';

// Organisations
export { type OrganisationDescription, describeOrganisations } from './people/describe-organisations.ts';
export type { VerifiedData } from './people/verified-data.ts';
export { type OfferedProfile, type OrganisationView, viewOrganisation } from './people/view-organisation.ts';
export { verifyOrganisationByOperator } from './people/verify-organisation.ts';

// Domains
export type { Observer, Vantage } from './domains/vantage.ts';
export type { DomainState, Finding, ProofMethod, ProofPlace, ReuseClock, Seen } from './domains/rules.ts';
export type { DomainView, ProofWanted } from './domains/views.ts';
export { type ListedDomains, listDomains } from './domains/list-domains.ts';
export { type DomainToView, type ViewedDomain, viewDomain } from './domains/view-domain.ts';
export { type DomainToAdd, addDomain } from './domains/add-domain.ts';
export { type DomainCheck, type DomainChecked, checkDomain } from './domains/check-domain.ts';
export { proveDomainAgain } from './domains/prove-again.ts';
export { allowDomainByOperator } from './domains/allow-domain.ts';
export { declineDomain, declineDomainByOperator } from './domains/decline-domain.ts';

// Requests and decisions
export { type CertificateWish, type GoodWish, NOTE_MAX_CHARACTERS } from './requests/rules.ts';
export type { PreparedRequest, RequestRefusal } from './requests/prepare-request.ts';
export { checkRequest } from './requests/check-request.ts';
export type { CertificateAskedFor } from './requests/keep-request.ts';
export { listProfiles } from './requests/list-profiles.ts';
export { requestCertificate } from './requests/request-certificate.ts';
export type { Decided, Decision } from './approvals/give-word.ts';
export { decideOnRequest } from './approvals/decide-on-request.ts';
export { type RevocationDecision, decideOnRevocation } from './approvals/decide-on-revocation.ts';
export { releaseOwnNames } from './requests/release-requests.ts';
export { withdrawRequest } from './requests/withdraw-request.ts';

// One in the place of another
export { OVERLAP_MAX_HOURS, type SuccessionKind } from './succession/rules.ts';
export type { SuccessionKey, SuccessionRefusal } from './succession/ask-successor.ts';
export { type Renewal, renewCertificate } from './succession/renew-certificate.ts';
export { type Reissue, reissueCertificate } from './succession/reissue-certificate.ts';
export { endOverlaps } from './succession/end-overlaps.ts';

// Who is told
export { NOTICE_ADDRESSES_MAX, NOTICE_DAYS, type NoticeChoice, nextNotice } from './notices/rules.ts';
export { type OwnNotices, chooseNotices, viewNotices } from './notices/choose-notices.ts';
export { type AddressesToTell, tellOthers } from './notices/tell-others.ts';
export { noteEndings } from './notices/note-endings.ts';
export { tellOccasions } from './notices/tell-occasions.ts';
export { sendDigests } from './notices/send-digests.ts';

// What machines are told
export { WEBHOOK_OCCASIONS, WEBHOOK_PORTS, type WebhookFault, type WebhookOccasion } from './webhooks/rules.ts';
export type { OnWebhook, WebhookRefusal } from './webhooks/act-on-webhook.ts';
export { type WebhookToAdd, addWebhook } from './webhooks/add-webhook.ts';
export { removeWebhook } from './webhooks/remove-webhook.ts';
export { type WebhookTried, tryWebhook } from './webhooks/try-webhook.ts';
export { type ShownSecret, showWebhookSecret } from './webhooks/show-secret.ts';
export { sendWebhookAgain } from './webhooks/send-again.ts';
export { type ListedWebhook, type WebhookView, listWebhooks, viewWebhook } from './webhooks/view-webhooks.ts';
export { type MessageRound, deliverMessages, forgetOldMessages } from './webhooks/deliver-messages.ts';

// Issue
export type { CaProvider, IssueJournal, IssueOrder, IssueRecord, IssueRefusal } from './issuance/ca-provider.ts';

export { type IssueOutcome, issueCertificate, issueDue } from './issuance/issue-certificate.ts';
// A CA elsewhere
export type { AcmeAccountKey, AcmeKeys, AcmeSettings, AcmeWire, DnsPublisher, ExternalAccount, TextRecord } from './acme-provider/ports.ts';
export { type AcmeProvider, type AcmeProviderParts, openAcmeProvider } from './acme-provider/open-acme-provider.ts';
export { answerHttpChallenge } from './acme-provider/answer-challenge.ts';
export { type Telling, tellRevocations } from './acme-provider/tell-revocations.ts';
export { findChain } from './acme-provider/find-chain.ts';
export { type ElsewhereDescription, describeElsewhere } from './acme-provider/describe-elsewhere.ts';

export { retryIssue } from './issuance/retry-issue.ts';

// The CAs of this installation
export { type EmbeddedAuthorityParts, type EmbeddedCa, openEmbeddedCa } from './authority/open-embedded-ca.ts';
export { type CaKeys, type OwnAuthorities, type OwnAuthority, type OwnIssuingCa, isRootName } from './authority/own-authorities.ts';
export type { CaDeadline } from './authority/deadlines.ts';
export { tellOperator } from './authority/tell-operator.ts';
export { type AuthorityDescription, describeAuthorities } from './authority/describe-authorities.ts';
export { type AuthorityRevocation, revokeAuthority } from './authority/revoke-authority.ts';

// A root whose key is elsewhere
export type { CeremonyPorts, CeremonyRefusal, CeremonyStep, OfflineRoot } from './ceremony/offline-root.ts';
export { makeOfflineRoot } from './ceremony/make-offline-root.ts';
export { signOfflineIssuing } from './ceremony/sign-offline-issuing.ts';
export { signOfflineList } from './ceremony/sign-offline-list.ts';
export type { IssuingRequest } from './ceremony/request-issuing.ts';
export type { IssuingImport } from './ceremony/import-issuing.ts';
export type { ChainMistake } from './ceremony/rules.ts';
export { type ListImport, importList } from './ceremony/import-list.ts';

// Revocation, and how the world sees it
export { type ChosenReason, REVOCATION_REASONS } from './revocation/reasons.ts';
export { type RevocationOutcome, revokeCertificate } from './revocation/revoke-certificate.ts';
export { type AuthorityList, type ListOutcome, issueDueLists } from './revocation/issue-list.ts';
export { OCSP_BODY_MAX_OCTETS, OCSP_MALFORMED, type OcspQuestionIn, type OcspReply, answerOcsp } from './revocation/answer-ocsp.ts';
export { preSignAnswers } from './revocation/pre-sign-answers.ts';
export { type ReadList, findAuthorityCertificate, findListCaching, readList } from './revocation/serve-files.ts';
export type { ListCaching } from './revocation/rules.ts';
export { type EmergencyOrder, type EmergencyRefusal, beginEmergency, countEmergency } from './revocation/emergency/begin-emergency.ts';
export { type EmergencyProgress, continueEmergency } from './revocation/emergency/continue-emergency.ts';

// The end of their life
export { deactivateCertificate } from './status/deactivate-certificate.ts';
export { expireDue } from './status/expire-due.ts';

// Looking
export {
  type CertificateAct,
  INVENTORY_ORDERS,
  type InventoryKey,
  type InventoryOrder,
  type InventoryWish,
  SEARCH_MAX_CHARACTERS,
  formatInventoryKey,
  parseInventoryKey,
} from './inventory/rules.ts';
export type { ListedCertificate } from './inventory/listed-certificate.ts';
export { termsOf } from './inventory/terms.ts';
export { type InventoryLine, type InventoryPage, searchInventory } from './inventory/search-inventory.ts';
export { type UndecidedRequest, type UndecidedRevocation, listUndecided } from './inventory/list-undecided.ts';
export { type Overview, SPAN_DAYS, viewOverview } from './inventory/view-overview.ts';
export { type CertificateView, type LinkedCertificate, type RevocationWishView, viewCertificate } from './inventory/view-certificate.ts';

// Fields of an organisation's own
export {
  type CustomField,
  FIELD_KINDS,
  FIELD_LIMITS,
  type FieldEntry,
  type FieldKind,
  type FieldWish,
  type KeptValue,
} from './fields/rules.ts';
export { type ListedFields, listFields } from './fields/list-fields.ts';
export { type FieldToKeep, keepField } from './fields/keep-field.ts';
export { retireField } from './fields/retire-field.ts';
export { type Description, describeCertificate } from './fields/describe-certificate.ts';

// Searches with a name
export { type KeptWish, type SeenBy, VIEW_LIMITS, type ViewWish } from './saved-views/rules.ts';
export { type SavedView, type SavedViews, listViews } from './saved-views/list-views.ts';
export { saveView } from './saved-views/save-view.ts';
export { deleteView } from './saved-views/delete-view.ts';

// Many at once, and what became of each
export { type GoneThrough, MANY_ACTS, MOST_AT_ONCE, type ManyAct, actOnMany } from './inventory/act-on-many.ts';
export { viewChosen } from './inventory/view-chosen.ts';
export { type ImportReport, type LeftOut, type ManyReport, REPORT_DAYS, type Report } from './reports/rules.ts';
export { viewReport } from './reports/view-report.ts';

// Certificates that somebody else issued
export { type ForeignFault, IMPORT_LIMITS, IMPORTED_PROFILE } from './imports/rules.ts';
export { type ForeignFile, type Imported, importCertificates } from './imports/import-certificates.ts';

// Programs
export { KEY_MAX_DAYS, KEY_NAME_MAX_CHARACTERS, type KeyWish } from './api-keys/rules.ts';
export { type MadeApiKey, makeApiKey } from './api-keys/make-api-key.ts';
export { type ListedApiKey, type ListedApiKeys, listApiKeys } from './api-keys/list-api-keys.ts';
export { revokeApiKey } from './api-keys/revoke-api-key.ts';
export { type ApiKeyDoor, createApiKeyDoor } from './api-keys/api-key-door.ts';
export { type IdempotencyKey, parseIdempotencyKey } from './answers/rules.ts';
export type { AnswerPlace } from './answers/store.ts';
export { beginRequest } from './answers/begin-request.ts';
export { dropRequest, forgetAnswers, keepAnswer } from './answers/keep-answer.ts';
