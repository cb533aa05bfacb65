import type { Instant } from '../instant.ts';
import type { KeyPolicy } from '../keys/key-strength.ts';
import type { Subject } from '../names/subject.ts';

/** RFC 5280 section 4.2.1.3: those a leaf may have. `keyCertSign` and `cRLSign` are not among them, so no profile can name them. */
export type LeafKeyUsage = 'digitalSignature' | 'keyEncipherment' | 'keyAgreement';

/** RFC 5280 section 4.2.1.12: those a profile may name. */
export type LeafPurpose = 'serverAuth' | 'clientAuth';

/** Which number of days holds from when on, earliest first. Before the first entry nothing is issued. */
export type Calendar = readonly CalendarEntry[];

export interface CalendarEntry {
  readonly from: Instant;
  readonly days: number;
}

/** N of M: how many must agree, out of how many whom the organisation names. Nobody counts for a request of their own. */
export interface ApprovalRule {
  readonly needed: number;
  readonly of: number;
}

/** What a certificate may be, as data. Everything that issues, checks or shows reads this, and nothing decides by a profile's name. */
export interface CertificateProfile {
  readonly id: string;
  readonly trust: 'private' | 'public';
  /** The longest lifetime by day of issue, both ends counted (RFC 5280 section 4.1.2.5). */
  readonly lifetimeDays: Calendar;
  /** What is asked for when nobody says; cut to the longest allowed. */
  readonly usualLifetimeDays: number;
  /** How long a proof of control over a name may be used again. */
  readonly validationReuseDays: Calendar;
  readonly keys: KeyPolicy;
  readonly keyUsages: readonly LeafKeyUsage[];
  readonly purposes: readonly LeafPurpose[];
  readonly names: NameRules;
  /** Fields of the subject that may be filled. `commonName`, where listed, must repeat one of the names (Baseline Requirements 7.1.4.3). */
  readonly subjectFields: readonly (keyof Subject)[];
  /** Certificate policies in dotted form; none is none. */
  readonly policies: readonly string[];
  readonly approvals: { readonly issue: ApprovalRule; readonly revoke: ApprovalRule };
  /** Whether a certificate of at most seven days says where its CRL and its OCSP responder are. Longer ones always do. */
  readonly shortLivedPointers: 'present' | 'absent';
  readonly revocation: RevocationDeadlines;
  /** How far before the moment of issue a certificate becomes valid, for the clocks of others. */
  readonly backdateSeconds: number;
}

export interface NameRules {
  readonly maximum: number;
  readonly wildcards: 'accepted' | 'refused';
  readonly addresses: 'accepted' | 'refused';
  /** `localhost`, `intranet`. */
  readonly singleLabels: 'accepted' | 'refused';
}

/** Baseline Requirements 4.9.1.1. */
export interface RevocationDeadlines {
  /** Key compromise, the subscriber asks, a validation that cannot be relied upon. */
  readonly urgentSeconds: number;
  readonly otherSeconds: number;
}
