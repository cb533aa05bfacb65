import type { Secret } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import type { PasswordRefusalCode } from './rules.ts';

/**
 * Sets a new password with the code from the mail. It signs nobody in: the person signs in next, second factor and all.
 * Every session of the account ends (its epoch rises) and every address is told. A password that is refused spends nothing.
 */
export declare function resetPassword(
  ports: IdentityPorts,
  input: { readonly code: Secret<string>; readonly newPassword: Secret<string>; readonly visit: Visit },
): Promise<
  { readonly accountId: AccountId } | Refusal<'reset-link-not-valid' | 'reset-link-expired' | 'too-many-attempts' | PasswordRefusalCode>
>;
