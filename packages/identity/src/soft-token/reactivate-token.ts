import type { Proof } from '../assurance/rules.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import type { OtpAccepted } from './submit-otp.ts';

/** SUSPENDED for lack of confirmation → ACTIVE: portal sign-in with the proofs an unlock needs, and a one-time password from the app. */
export declare function reactivateToken(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly otp: string; readonly proofs: readonly Proof[]; readonly visit: Visit },
): Promise<OtpAccepted | Refusal<'otp-malformed' | 'otp-refused' | 'too-many-attempts' | 'step-up-needed' | 'token-not-found'>>;
