import type { Malformed } from './activation-confirmation.ts';
import { type ActivationContext, type ReceiverKeys, activationKey, openRequest, sealResponse } from './activation-hpke.ts';
import {
  type DeviceDescription,
  MAX_REQUEST_OCTETS,
  NONCE_OCTETS,
  type TokenGrant,
  decodeRequest,
  encodeResponse,
} from './activation-messages.ts';
import { type Bytes, toBase64url, wipe } from './bytes.ts';
import { exactFields, octetsOf, octetsWithin } from './json.ts';
import { type TokenKeys, deriveTokenKeys } from './key-schedule.ts';
import type { Randomness } from './ports.ts';
import { type Result, ok, refuse } from './result.ts';
import type { ActivationReply } from './token-api.ts';

/** Section 14 A, the server's half. It keeps nothing between its calls but what the caller stores. */

/** A well-formed first message; not yet known to be made with the link's keys. */
export interface ReceivedRequest {
  readonly enc: Bytes;
  readonly ct: Bytes;
}

const TAG_OCTETS = 16;

/** The door of `POST /v1/activations/{a}`: takes the body, refuses anything that is not exactly an `ActivationRequest`. */
export function parseActivationRequest(json: unknown): Result<ReceivedRequest, Malformed> {
  const body = exactFields(json, ['enc', 'ct']);
  const enc = octetsOf(body?.enc, 32);
  const ct = octetsWithin(body?.ct, MAX_REQUEST_OCTETS + TAG_OCTETS);
  return enc === undefined || ct === undefined ? refuse({ code: 'MALFORMED' }) : ok({ enc, ct });
}

export interface AnsweredActivation {
  readonly reply: ActivationReply;
  /** The same keys the device derives from the reply. To be sealed, then wiped. */
  readonly keys: TokenKeys;
}

export interface OpenedActivation {
  readonly device: DeviceDescription;
  /**
   * `now`: the server's clock, told to the device. Call once: each answer makes other keys.
   * @throws RangeError for a grant that no device would take (section 3's bounds).
   */
  readonly answer: (input: { grant: TokenGrant; now: number; randomness: Randomness }) => Promise<AnsweredActivation>;
}

/** Refuses with ACT_MISMATCH whatever was not made with this activation's link for this origin, or was changed on the way. */
export async function openActivation(
  input: ActivationContext & { readonly receiver: ReceiverKeys; readonly request: ReceivedRequest },
): Promise<Result<OpenedActivation, { readonly code: 'ACT_MISMATCH' }>> {
  const { request } = input;
  const opened = await openRequest({ ...input, ...request });
  if (opened === undefined) return refuse({ code: 'ACT_MISMATCH' });
  const message = decodeRequest(opened.plaintext);
  if (message === undefined) return refuse({ code: 'ACT_MISMATCH' });
  const { exporter } = opened;

  return ok({
    device: message.device,
    answer: async ({ grant, now, randomness }) => {
      const serverNonce = randomness.bytes(NONCE_OCTETS);
      const ct2 = await sealResponse(exporter, encodeResponse({ nonce: serverNonce, grant, timeMs: now }));
      const root = await activationKey({ exporter, request, ct2, deviceNonce: message.nonce, serverNonce });
      const keys = deriveTokenKeys({ activationKey: root, tokenId: grant.tokenId, algorithm: grant.otp.algorithm });
      wipe(root);
      return { reply: { ct2: toBase64url(ct2) }, keys };
    },
  });
}
