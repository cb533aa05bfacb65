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
  parseApiKeyId,
  parseCertificateId,
  parseDomainId,
} from './identifiers.ts';
export { type Refusal, type RefusalCode, type RefusalDetails, isRefusal } from './refusals.ts';
export { STATUSES, type Status, type StatusChange, TRANSITIONS, statusAt } from './status/rules.ts';

// People
export { ROLES, type Role, SCOPES, type Scope } from './people/rules.ts';
export { welcomePerson } from './people/welcome-person.ts';
export { type RoleChange, changeRole, grantRoleByOperator } from './people/change-role.ts';
export { type ListedPeople, type ListedPerson, listPeople } from './people/list-people.ts';

export { verifyOrganisationByOperator } from './people/verify-organisation.ts';

// Domains
export type { Observer, Vantage } from './domains/vantage.ts';
export type { DomainState, Finding, ProofMethod, ProofPlace, ReuseClock, Seen } from './domains/rules.ts';
export type { DomainView, ProofWanted } from './domains/views.ts';
export { listDomains } from './domains/list-domains.ts';
export { type DomainToAdd, addDomain } from './domains/add-domain.ts';
export { type DomainCheck, type DomainChecked, checkDomain } from './domains/check-domain.ts';
export { proveDomainAgain } from './domains/prove-again.ts';
export { declineDomain, declineDomainByOperator } from './domains/decline-domain.ts';

// Requests and decisions
export { type CertificateWish, type GoodWish, NOTE_MAX_CHARACTERS } from './requests/rules.ts';
export type { PreparedRequest, RequestRefusal } from './requests/prepare-request.ts';
export { checkRequest } from './requests/check-request.ts';
export { type OfferedProfile, listProfiles } from './requests/list-profiles.ts';
export { type CertificateAskedFor, requestCertificate } from './requests/request-certificate.ts';
export { type Decided, type Decision, decideOnRequest } from './requests/decide.ts';
export { withdrawRequest } from './requests/withdraw-request.ts';

// Issue
export type { CaProvider, IssueJournal, IssueOrder, IssueRecord, IssueRefusal } from './issuance/ca-provider.ts';

export { type IssueOutcome, issueCertificate, issueDue } from './issuance/issue-certificate.ts';
export { retryIssue } from './issuance/retry-issue.ts';

// The CAs of this installation
export { type EmbeddedAuthorityParts, type EmbeddedCa, openEmbeddedCa } from './authority/open-embedded-ca.ts';
export { type CaKeys, type OwnAuthorities, type OwnAuthority, type OwnIssuingCa } from './authority/own-authorities.ts';
export { type AuthorityDescription, describeAuthorities } from './authority/describe-authorities.ts';
export { type AuthorityRevocation, revokeAuthority } from './authority/revoke-authority.ts';

// Revocation, and how the world sees it
export { type ChosenReason, REVOCATION_REASONS } from './revocation/reasons.ts';
export { revokeCertificate } from './revocation/revoke-certificate.ts';
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
export { type InventoryPage, searchInventory } from './inventory/search-inventory.ts';
export { type UndecidedRequest, listUndecided } from './inventory/list-undecided.ts';
export { type Overview, SPAN_DAYS, viewOverview } from './inventory/view-overview.ts';
export { type CertificateView, viewCertificate } from './inventory/view-certificate.ts';

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
