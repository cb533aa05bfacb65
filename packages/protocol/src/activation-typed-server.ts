import { type ActivationMismatch, MISMATCH, type OpenedActivation, TAG_OCTETS, openedActivation } from './activation-answer.ts';
import { openMessage } from './activation-channel.ts';
import type { Malformed } from './activation-confirmation.ts';
import { MAX_REQUEST_OCTETS } from './activation-messages.ts';
import { exporterOf, typedContext } from './activation-typed-channel.ts';
import { type Bytes, concat, constantTimeEqual, toBase64url, wipe } from './bytes.ts';
import { exactFields, octetsOf, octetsWithin } from './json.ts';
import type { Randomness } from './ports.ts';
import { type Result, ok, refuse } from './result.ts';
import { type FoldedSerial, isFoldedSerial } from './serial.ts';
import { type Scalar, type Share, drawScalar, parseShare, shareOf, spake2Keys } from './spake2.ts';
import type { TypedActivationStarted } from './token-api.ts';

/** Section 14 B, the server's half. It keeps nothing between its calls but what the caller stores. */

export interface ReceivedTypedStart {
  readonly serial: FoldedSerial;
  readonly share: Share;
}

/** The door of `POST /v1/typed-activations`: refuses anything that is not exactly a `TypedActivationStart` with a point on the curve in it. */
export function parseTypedActivationStart(json: unknown): Result<ReceivedTypedStart, Malformed> {
  const body = exactFields(json, ['serial', 'pA']);
  const octets = octetsOf(body?.pA, 65);
  const share = octets && parseShare(octets);
  return share === undefined || !isFoldedSerial(body?.serial) ? refuse({ code: 'MALFORMED' }) : ok({ serial: body.serial, share });
}

export interface AnsweredTypedStart {
  readonly reply: TypedActivationStarted;
  /** To be sealed until the device confirms, then wiped. */
  readonly run: Bytes;
}

/**
 * The server's share, and at once its confirmation: whoever guessed wrong learns only that, and has paid for it. Where there is no such activation
 * `w` is drawn (`drawScalar`): the answer looks the same and costs the same, and nobody can confirm to it. Refuses with ACT_MISMATCH a share
 * that is nothing but the mask of the right code.
 */
export function answerTypedStart(input: {
  readonly w: Scalar;
  readonly share: Share;
  readonly activationId: Uint8Array;
  readonly apiOrigin: string;
  readonly randomness: Randomness;
}): Result<AnsweredTypedStart, ActivationMismatch> {
  const { w, share: peer, activationId } = input;
  const secret = drawScalar(input.randomness);
  const own = shareOf({ side: 'B', w, secret });
  const keys = spake2Keys(typedContext({ ...input, side: 'B' }), { w, secret, own, peer });
  wipe(secret);
  if (!keys) return MISMATCH;
  const reply = { a: toBase64url(activationId), pB: toBase64url(own), cB: toBase64url(keys.ownConfirmation) };
  const run = concat(keys.sessionKey, keys.peerConfirmation, peer, own);
  wipe(keys.sessionKey);
  return ok({ reply, run });
}

export interface ReceivedTypedRequest {
  /** cA. */
  readonly confirmation: Bytes;
  readonly ct: Bytes;
}

/** The door of `POST /v1/typed-activations/{a}`: refuses anything that is not exactly a `TypedActivationRequest`. */
export function parseTypedActivationRequest(json: unknown): Result<ReceivedTypedRequest, Malformed> {
  const body = exactFields(json, ['cA', 'ct']);
  const confirmation = octetsOf(body?.cA, 64);
  const ct = octetsWithin(body?.ct, MAX_REQUEST_OCTETS + TAG_OCTETS);
  return confirmation === undefined || ct === undefined ? refuse({ code: 'MALFORMED' }) : ok({ confirmation, ct });
}

const RUN_OCTETS = { sessionKey: 32, confirmation: 64, shares: 130 } as const;

/**
 * Refuses with ACT_MISMATCH a device that does not confirm, before anything it sent is opened, and what it did not seal for this run.
 * @throws RangeError for a `run` that `answerTypedStart` did not make.
 */
export async function openTypedActivation(input: {
  readonly run: Uint8Array;
  readonly request: ReceivedTypedRequest;
}): Promise<Result<OpenedActivation, ActivationMismatch>> {
  const { run, request } = input;
  const { sessionKey, confirmation, shares } = RUN_OCTETS;
  if (run.length !== sessionKey + confirmation + shares) throw new RangeError('not a run of a typed activation');
  const expected = run.subarray(sessionKey, sessionKey + confirmation);
  if (!constantTimeEqual(expected, request.confirmation)) return MISMATCH;
  const exporter = exporterOf(run.slice(0, sessionKey));
  const plaintext = await openMessage(exporter, { direction: 'req', ciphertext: request.ct });
  if (plaintext === undefined) return MISMATCH;
  const enc = run.slice(sessionKey + confirmation);
  return openedActivation({ exporter, plaintext, request: { enc, ct: request.ct } });
}
