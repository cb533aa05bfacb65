import type { Instant } from '../clock.ts';

/** Who did it or whom it concerns: `account:ID`, `token:ID`, `session:ID` …; or nobody we know. */
export type AuditParty = 'system' | 'anonymous' | `${string}:${string}`;

/** One line of the audit log, as the act writes it. */
export interface AuditEvent {
  readonly at: Instant;
  readonly actor: AuditParty;
  /** What was tried: `soft-token.unlock`, `sign-in.password`. */
  readonly action: string;
  readonly subject: AuditParty;
  readonly outcome: 'done' | 'refused';
  /** The private reason of a refusal: its audit code. */
  readonly reason?: string;
  /** Where the request came from. */
  readonly network?: string;
  readonly details?: AuditDetails;
}

/** Names under which a secret would be found. They are refused by the type; a `Secret` is refused because it is no text. */
type SecretName =
  | 'password'
  | 'passphrase'
  | 'pin'
  | 'answer'
  | 'answers'
  | 'otp'
  | 'code'
  | 'secret'
  | 'seed'
  | 'key'
  | 'token'
  | 'cookie'
  | 'link';

/** Plain facts: identifiers, counters, factor names. Never a secret; at most 4096 octets when written down. */
export type AuditDetails = { readonly [name: string]: string | number | null } & { readonly [name in SecretName]?: never };
