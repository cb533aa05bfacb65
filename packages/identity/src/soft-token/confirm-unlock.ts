import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import type { OtpAccepted } from './submit-otp.ts';

/** UNLOCK_PENDING → ACTIVE: a one-time password of the unlocked token in the session that unlocked it, 3 tries, 24 hours. */
export declare function confirmUnlock(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly otp: string; readonly session: FederationSessionRef; readonly visit: Visit },
): Promise<OtpAccepted | Refusal<'otp-malformed' | 'unlock-not-pending' | 'unlock-not-confirmed'>>;
