import { type ActivatedToken, type ActivationMismatch, MISMATCH, openReply } from './activation-answer.ts';
import { sealMessage } from './activation-channel.ts';
import { type DeviceDescription, NONCE_OCTETS, encodeRequest } from './activation-messages.ts';
import { activationCodeHashing, activationCodeScalar, exporterOf, typedContext } from './activation-typed-channel.ts';
import { type Bytes, concat, constantTimeEqual, toBase64url, wipe } from './bytes.ts';
import type { ActivationCode } from './codes.ts';
import { octetsOf } from './json.ts';
import type { Argon2id, Randomness } from './ports.ts';
import { type Result, ok } from './result.ts';
import type { FoldedSerial } from './serial.ts';
import { drawScalar, parseShare, shareOf, spake2Keys } from './spake2.ts';
import type { ActivationReply, TypedActivationRequest, TypedActivationStart, TypedActivationStarted } from './token-api.ts';

/** Section 14 B, the device's half. */

export interface TypedActivationExchange {
  /** To be posted once: a second time is a second try. */
  readonly start: TypedActivationStart;
  /** Refuses with ACT_MISMATCH when the server does not know the code: nothing of the device is told to such a one. */
  readonly confirm: (started: TypedActivationStarted) => Promise<Result<ConfirmedExchange, ActivationMismatch>>;
  /** Forgets the code. */
  readonly abandon: () => void;
}

export interface ConfirmedExchange {
  /** `a`, 16 octets. */
  readonly activationId: Bytes;
  /** To be posted as it is; the same again if no answer came. */
  readonly request: TypedActivationRequest;
  /** The keys in the answer are the caller's to wipe. */
  readonly openReply: (reply: ActivationReply) => Promise<Result<ActivatedToken, ActivationMismatch>>;
}

export async function startTypedActivation(input: {
  readonly code: ActivationCode;
  readonly serial: FoldedSerial;
  /** Of the server the person trusts with the code. */
  readonly apiOrigin: string;
  readonly device: DeviceDescription;
  readonly argon2id: Argon2id;
  readonly randomness: Randomness;
}): Promise<TypedActivationExchange> {
  const { serial, apiOrigin, randomness } = input;
  const hashing = activationCodeHashing(input);
  const w = activationCodeScalar(await input.argon2id(hashing));
  wipe(hashing.password);
  const secret = drawScalar(randomness);
  const own = shareOf({ side: 'A', w, secret });
  const abandon = (): void => {
    wipe(w, secret);
  };

  return {
    start: { serial, pA: toBase64url(own) },
    abandon,
    confirm: async (started) => {
      const activationId = octetsOf(started.a, 16);
      const shareOctets = octetsOf(started.pB, 65);
      const peer = shareOctets && parseShare(shareOctets);
      const confirmation = octetsOf(started.cB, 64);
      if (activationId === undefined || peer === undefined || confirmation === undefined) return MISMATCH;
      const keys = spake2Keys(typedContext({ side: 'A', apiOrigin, activationId }), { w, secret, own, peer });
      abandon();
      // RFC 9382 section 4: nothing may be done with the key before the other side has shown that it has it too.
      if (!keys || !constantTimeEqual(keys.peerConfirmation, confirmation)) return MISMATCH;
      const exporter = exporterOf(keys.sessionKey);
      const deviceNonce = randomness.bytes(NONCE_OCTETS);
      const ct = await sealMessage(exporter, { direction: 'req', plaintext: encodeRequest({ nonce: deviceNonce, device: input.device }) });
      const request = { enc: concat(own, peer), ct };
      return ok({
        activationId,
        request: { cA: toBase64url(keys.ownConfirmation), ct: toBase64url(ct) },
        openReply: (reply) => openReply(reply, { exporter, request, deviceNonce, apiOrigin }),
      });
    },
  };
}
