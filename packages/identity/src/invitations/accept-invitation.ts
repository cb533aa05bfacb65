import type { Secret } from '@sallyport/platform';
import type { IdentityPorts } from '../ports.ts';
import type { PasswordAccepted } from '../password/submit-password.ts';
import type { PasswordRefusalCode } from '../password/rules.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';

/**
 * Spends the invitation by setting the password; the account is ACTIVE and the answer counts as a password sign-in. A password that is
 * refused spends nothing. Of two submissions at the same moment one is accepted.
 */
export declare function acceptInvitation(
  ports: IdentityPorts,
  input: { readonly code: Secret<string>; readonly password: Secret<string>; readonly visit: Visit },
): Promise<PasswordAccepted | Refusal<'invitation-not-valid' | 'invitation-expired' | 'too-many-attempts' | PasswordRefusalCode>>;
