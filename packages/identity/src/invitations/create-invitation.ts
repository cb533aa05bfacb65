import type { Instant, Secret } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';

export interface Invitation {
  /** 128 bits as base64url; stored only as a hash. */
  readonly code: Secret<string>;
  /** `<Self-Administration>/invitation#i=<code>`: the code stays out of every server's log. */
  readonly link: Secret<string>;
  readonly expiresAt: Instant;
}

/**
 * Invites somebody to set up their account: mails the link to the account's first address and answers it. An earlier invitation
 * of the same account is no longer valid. Refused once the account has a password: its owner signs in, or asks for a new password.
 */
export declare function createInvitation(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId },
): Promise<Invitation | Refusal<'set-up-step-already-done'>>;
