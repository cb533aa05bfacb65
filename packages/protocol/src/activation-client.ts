import { type ActivatedToken, type ActivationMismatch, MISMATCH, openReply } from './activation-answer.ts';
import { sealRequest } from './activation-hpke.ts';
import type { ActivationLink } from './activation-link.ts';
import { type DeviceDescription, NONCE_OCTETS, encodeRequest } from './activation-messages.ts';
import { toBase64url } from './bytes.ts';
import type { Randomness } from './ports.ts';
import { type Result, ok } from './result.ts';
import type { ActivationReply, ActivationRequest } from './token-api.ts';

/** Section 14 A, the device's half. */

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
  if (sealed === undefined) return MISMATCH;
  const { exporter, enc, ct } = sealed;
  return ok({
    request: { enc: toBase64url(enc), ct: toBase64url(ct) },
    openReply: (reply) => openReply(reply, { exporter, request: { enc, ct }, deviceNonce, apiOrigin: link.apiOrigin }),
  });
}
