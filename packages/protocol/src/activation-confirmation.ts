import { type Bytes, concat, constantTimeEqual, domain } from './bytes.ts';
import { exactFields, isTextWithin, octetsOf } from './json.ts';
import { hmacSha256 } from './key-schedule.ts';
import { type Result, ok, refuse } from './result.ts';

/** Section 14 A, the last message: the token has its PIN and its header, and says so under K_srv. */

export interface Malformed {
  readonly code: 'MALFORMED';
}

/** A well-formed confirmation; whether it holds is for `activationConfirmationHolds` to say. */
export interface ReceivedConfirmation {
  readonly mac: Bytes;
  /** HH of the header the device made. It cannot be known here: r and the creation time in it are the device's. */
  readonly headerHash: Bytes;
  /** For `parseOtpCode`. */
  readonly otp: string;
}

interface Confirmed {
  readonly activationId: Uint8Array;
  readonly tokenId: Uint8Array;
  readonly headerHash: Uint8Array;
}

/** What is authenticated under K_srv: the device asks `OpenVault.serverMac` for the MAC of this. */
export function activationConfirmationMessage(input: Confirmed): Bytes {
  return concat(domain('act-ok'), input.activationId, input.tokenId, input.headerHash);
}

/** The door of `POST /v1/activations/{a}/confirm`: refuses anything that is not exactly an `ActivationConfirmation`. */
export function parseActivationConfirmation(json: unknown): Result<ReceivedConfirmation, Malformed> {
  const body = exactFields(json, ['mac', 'headerHash', 'otp']);
  const mac = octetsOf(body?.mac, 32);
  const headerHash = octetsOf(body?.headerHash, 32);
  if (mac === undefined || headerHash === undefined || !isTextWithin(body?.otp, 16)) return refuse({ code: 'MALFORMED' });
  return ok({ mac, headerHash, otp: body.otp });
}

/** Whether the device has derived the same keys and finished its COMMIT. Its one-time password is checked besides. */
export function activationConfirmationHolds(input: {
  readonly serverKey: Uint8Array;
  readonly activationId: Uint8Array;
  readonly tokenId: Uint8Array;
  readonly confirmation: ReceivedConfirmation;
}): boolean {
  const { headerHash, mac } = input.confirmation;
  return constantTimeEqual(hmacSha256(input.serverKey, activationConfirmationMessage({ ...input, headerHash })), mac);
}
