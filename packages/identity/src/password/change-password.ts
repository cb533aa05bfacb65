import type { Secret } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import type { PasswordRefusalCode } from './rules.ts';

/** Needs the current password, from the same budget as a sign-in. Every other session ends: the answer is the new epoch and a fresh proof. */
export declare function changePassword(
  ports: IdentityPorts,
  input: {
    readonly accountId: AccountId;
    readonly currentPassword: Secret<string>;
    readonly newPassword: Secret<string>;
    readonly visit: Visit;
  },
): Promise<
  | { readonly epoch: number; readonly proof: Proof }
  | Refusal<'current-password-wrong' | 'password-unchanged' | 'too-many-attempts' | PasswordRefusalCode>
>;
