import type { Instant } from '../clock.ts';

/** Who did it or whom it concerns: `account:ID`, `token:ID`, `session:ID` …; or nobody we know. */
export type AuditParty = 'system' | 'anonymous' | `${string}:${string}`;

/** One line of the audit log, as the act writes it. Each text has at most 512 characters. */
export interface AuditEvent {
  readonly at: Instant;
  readonly actor: AuditParty;
  /** What was tried: `soft-token.unlock`, `sign-in.password`. */
  readonly action: string;
  readonly subject: AuditParty;
  readonly outcome: 'done' | 'refused';
  /** The private reason of a refusal: its audit code. */
  readonly reason?: string | undefined;
  /** Where the request came from. */
  readonly network?: string | undefined;
  readonly details?: AuditDetails | undefined;
}

/** Names under which a secret would be found. They are refused by the type; a `Secret` is refused because it is no text. */
type SecretName =
  | 'answer'
  | 'answers'
  | 'code'
  | 'cookie'
  | 'key'
  | 'link'
  | 'otp'
  | 'passphrase'
  | 'password'
  | 'pin'
  | 'secret'
  | 'seed'
  | 'token';

/** Plain facts: identifiers, counters, names of factors. Never a secret. At most 4096 characters when written down. */
export type AuditDetails = Readonly<Record<string, string | number | null>> & { readonly [Name in SecretName]?: never };
