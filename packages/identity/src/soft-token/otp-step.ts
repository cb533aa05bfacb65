import type { Instant } from '@sallyport/platform';
import type { OtpCode } from '@sallyport/protocol';
import type { IdentityPorts } from '../ports.ts';
import type { OtpRow } from './otp-budget.ts';
import { acceptableStep } from './rules.ts';
import type { StoredToken } from './store.ts';
import { otpMacOf } from './token-secrets.ts';

export interface OtpAttempt {
  readonly code: OtpCode;
  readonly now: Instant;
}

/** Which time step of this token, under these keys, a one-time password belongs to and burns; undefined when it is wrong or spent. The try must have been paid for. */
export function stepOf(
  ports: IdentityPorts,
  { code, now }: OtpAttempt,
  under: { readonly token: OtpRow; readonly keySet: StoredToken['keySet']; readonly sealedSeed: Uint8Array | null },
): number | undefined {
  const { token: row, keySet, sealedSeed } = under;
  const otp = { algorithm: row.otp_algorithm, digits: row.otp_digits, periodSeconds: row.otp_period_seconds, lastStep: row.otp_last_step };
  const mac = otpMacOf(ports, { tokenId: row.token_id, keySet, sealedSeed: sealedSeed ?? undefined, otp });
  return mac && acceptableStep({ code, now, mac, token: otp, driftSteps: ports.policy.otp.driftSteps });
}
