import type { Secret } from '../secret.ts';

export type PasswordFault = 'too-short' | 'too-long' | 'common' | 'contains-context' | 'repetitive' | 'malformed';

export interface PasswordPolicy {
  /** Characters (code points) after normalisation. */
  readonly minimumLength: number;
  readonly maximumLength: number;
}

/** NIST SP 800-63B-4 §3.1.1.2: at least 8 where a second factor stands behind it, at least 15 alone; 12 is between. No composition rules, no expiry. */
export declare const defaultPasswordPolicy: PasswordPolicy;

/** What is hashed and compared: Unicode NFC (RFC 8265 §4.2.2), nothing trimmed. */
export declare function normalisePassword(password: Secret<string>): Secret<string>;

/** Pure. Context: words an attacker would try first for this account (user name, display name, e-mail address, organisation, product). */
export declare function judgePassword(input: {
  readonly password: Secret<string>;
  readonly context: readonly string[];
  readonly policy?: PasswordPolicy;
}): { readonly outcome: 'ok' } | { readonly outcome: 'refused'; readonly faults: readonly PasswordFault[] };
