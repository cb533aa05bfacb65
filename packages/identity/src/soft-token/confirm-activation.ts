import type { ActivationConfirmation } from '@sallyport/protocol';
import type { Proof } from '../assurance/rules.ts';
import type { AccountId, Serial } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';

/** PENDING → ACTIVE by the app's second message. Sent again after it was taken, it is answered the same. */
export declare function confirmActivation(
  ports: IdentityPorts,
  input: { readonly activationId: string; readonly confirmation: ActivationConfirmation; readonly visit: Visit },
): Promise<
  | { readonly serial: Serial }
  | Refusal<'activation-not-found' | 'activation-expired' | 'activation-used' | 'activation-not-confirmed' | 'too-many-attempts'>
>;

/** PENDING → ACTIVE by the one-time password its owner types into the portal, for when the app's message was lost. */
export declare function confirmActivationByOtp(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly otp: string; readonly visit: Visit },
): Promise<
  | { readonly serial: Serial; readonly proof: Proof }
  | Refusal<'otp-malformed' | 'activation-not-found' | 'activation-expired' | 'activation-used' | 'activation-not-confirmed'>
>;
