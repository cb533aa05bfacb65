import { activationKey, openMessage, sealMessage } from './activation-channel.ts';
import {
  type DeviceDescription,
  MAX_RESPONSE_OCTETS,
  NONCE_OCTETS,
  type RequestMessage,
  type TokenGrant,
  decodeRequest,
  decodeResponse,
  encodeResponse,
} from './activation-messages.ts';
import { toBase64url, wipe } from './bytes.ts';
import { octetsWithin } from './json.ts';
import { type TokenKeys, deriveTokenKeys } from './activation-keys.ts';
import type { Randomness } from './ports.ts';
import { type Result, ok, refuse } from './result.ts';
import type { Exporter, SealedRequest } from './sealed-message.ts';
import type { Activation } from './soft-token/face.ts';
import type { ActivationReply } from './token-api.ts';

/** Section 14, the end that activation A and B share: the server's one answer, and what each side makes of it. */

/** What `SoftToken.activate` wants, but for the clock offset: only the caller knows how long the answer took. */
export interface ActivatedToken extends Omit<Activation, 'skewMs'> {
  /** The server's clock when it answered, Unix milliseconds. */
  readonly serverTimeMs: number;
}

/** Both sides do not share one secret, or a message was changed on the way. */
export interface ActivationMismatch {
  readonly code: 'ACT_MISMATCH';
}

export const MISMATCH: { readonly ok: false; readonly error: ActivationMismatch } = refuse({ code: 'ACT_MISMATCH' });

/** AES-256-GCM, behind every ciphertext. */
export const TAG_OCTETS = 16;

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

/** The server's half, once the request is open. Refuses with ACT_MISMATCH what is no message of ours. */
export function openedActivation(input: {
  readonly exporter: Exporter;
  readonly request: SealedRequest;
  readonly plaintext: Uint8Array;
}): Result<OpenedActivation, ActivationMismatch> {
  const message = decodeRequest(input.plaintext);
  if (message === undefined) return MISMATCH;
  return ok({
    device: message.device,
    answer: async ({ grant, now, randomness }) => {
      const serverNonce = randomness.bytes(NONCE_OCTETS);
      const plaintext = encodeResponse({ nonce: serverNonce, grant, timeMs: now });
      const ct2 = await sealMessage(input.exporter, { direction: 'resp', plaintext });
      const root = await activationKey({ ...input, ct2, deviceNonce: message.nonce, serverNonce });
      const keys = deriveTokenKeys({ activationKey: root, tokenId: grant.tokenId, algorithm: grant.otp.algorithm });
      wipe(root);
      return { reply: { ct2: toBase64url(ct2) }, keys };
    },
  });
}

/** The device's half: opens the answer to its own request. The keys in it are the caller's to wipe. */
export async function openReply(
  reply: ActivationReply,
  asked: {
    readonly exporter: Exporter;
    readonly request: SealedRequest;
    readonly deviceNonce: RequestMessage['nonce'];
    readonly apiOrigin: string;
  },
): Promise<Result<ActivatedToken, ActivationMismatch>> {
  const ct2 = octetsWithin(reply.ct2, MAX_RESPONSE_OCTETS + TAG_OCTETS);
  if (ct2 === undefined) return MISMATCH;
  const plaintext = await openMessage(asked.exporter, { direction: 'resp', ciphertext: ct2 });
  const response = plaintext && decodeResponse(plaintext);
  if (response === undefined) return MISMATCH;
  const root = await activationKey({ ...asked, ct2, serverNonce: response.nonce });
  const { grant, timeMs: serverTimeMs } = response;
  const keys = deriveTokenKeys({ activationKey: root, tokenId: grant.tokenId, algorithm: grant.otp.algorithm });
  wipe(root);
  return ok({ ...grant, origin: asked.apiOrigin, keys, serverTimeMs });
}
