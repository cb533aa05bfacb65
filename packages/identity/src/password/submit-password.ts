import type { Secret } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import type { AccountId, DeviceKey } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';

export interface PasswordAccepted {
  readonly accountId: AccountId;
  /** The account's epoch: the session remembers it and ends when the account's is another. */
  readonly epoch: number;
  readonly proof: Proof;
  /** To be kept in a long-lived cookie (one year), so that a stranger's guesses never lock this browser out. */
  readonly device: DeviceKey;
}

/**
 * The first factor. The attempt is spent before the password is looked at; a browser known to this account has a budget of its own.
 * Unknown names get the same answer, the same budget and the same work.
 */
export declare function submitPassword(
  ports: IdentityPorts,
  input: { readonly userName: string; readonly password: Secret<string>; readonly visit: Visit },
): Promise<PasswordAccepted | Refusal<'sign-in-failed' | 'too-many-attempts'>>;
