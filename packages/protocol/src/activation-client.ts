import { activationKey, openResponse, sealRequest } from './activation-hpke.ts';
import type { ActivationLink } from './activation-link.ts';
import { type DeviceDescription, MAX_RESPONSE_OCTETS, NONCE_OCTETS, decodeResponse, encodeRequest } from './activation-messages.ts';
import { toBase64url, wipe } from './bytes.ts';
import { octetsWithin } from './json.ts';
import { deriveTokenKeys } from './key-schedule.ts';
import type { Randomness } from './ports.ts';
import { type Result, ok, refuse } from './result.ts';
import type { Activation } from './soft-token/face.ts';
import type { ActivationReply, ActivationRequest } from './token-api.ts';

/** Section 14 A, the device's half. */

/** What `SoftToken.activate` wants, but for the clock offset: only the caller knows how long the answer took. */
export interface ActivatedToken extends Omit<Activation, 'skewMs'> {
  /** The server's clock when it answered, Unix milliseconds. */
  readonly serverTimeMs: number;
}

/** The link and the answer do not belong together, or one of them was changed on the way. */
export interface ActivationMismatch {
  readonly code: 'ACT_MISMATCH';
}

export interface ActivationExchange {
  /** To be posted as it is; the same again if no answer came. */
  readonly request: ActivationRequest;
  /** The keys in the answer are the caller's to wipe. */
  readonly openReply: (reply: ActivationReply) => Promise<Result<ActivatedToken, ActivationMismatch>>;
}

/** Refuses with ACT_MISMATCH a link whose key is no usable point. Ask `activationIsSupported` first. */
export async function startActivation(input: {
  readonly link: ActivationLink;
  readonly device: DeviceDescription;
  readonly randomness: Randomness;
}): Promise<Result<ActivationExchange, ActivationMismatch>> {
  const { link, device, randomness } = input;
  const deviceNonce = randomness.bytes(NONCE_OCTETS);
  const sealed = await sealRequest({ ...link, plaintext: encodeRequest({ nonce: deviceNonce, device }), randomness });
  if (sealed === undefined) return refuse({ code: 'ACT_MISMATCH' });

  return ok({
    request: { enc: toBase64url(sealed.enc), ct: toBase64url(sealed.ct) },
    openReply: async (reply) => {
      const ct2 = octetsWithin(reply.ct2, MAX_RESPONSE_OCTETS + 16);
      if (ct2 === undefined) return refuse({ code: 'ACT_MISMATCH' });
      const plaintext = await openResponse(sealed.exporter, ct2);
      const response = plaintext && decodeResponse(plaintext);
      if (response === undefined) return refuse({ code: 'ACT_MISMATCH' });
      const root = await activationKey({ ...sealed, request: sealed, ct2, deviceNonce, serverNonce: response.nonce });
      const { grant, timeMs: serverTimeMs } = response;
      const keys = deriveTokenKeys({ activationKey: root, tokenId: grant.tokenId, algorithm: grant.otp.algorithm });
      wipe(root);
      return ok({ ...grant, origin: link.apiOrigin, keys, serverTimeMs });
    },
  });
}
