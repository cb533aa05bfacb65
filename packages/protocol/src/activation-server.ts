import { type ActivationMismatch, MISMATCH, type OpenedActivation, TAG_OCTETS, openedActivation } from './activation-answer.ts';
import type { Malformed } from './activation-confirmation.ts';
import { type ActivationContext, openRequest } from './activation-hpke.ts';
import { MAX_REQUEST_OCTETS } from './activation-messages.ts';
import type { Bytes } from './bytes.ts';
import type { ReceiverKeys } from './hpke.ts';
import { exactFields, octetsOf, octetsWithin } from './json.ts';
import { type Result, ok, refuse } from './result.ts';

/** Section 14 A, the server's half. It keeps nothing between its calls but what the caller stores. */

/** A well-formed first message; not yet known to be made with the link's keys. */
export interface ReceivedRequest {
  readonly enc: Bytes;
  readonly ct: Bytes;
}

/** The door of `POST /v1/activations/{a}`: takes the body, refuses anything that is not exactly an `ActivationRequest`. */
export function parseActivationRequest(json: unknown): Result<ReceivedRequest, Malformed> {
  const body = exactFields(json, ['enc', 'ct']);
  const enc = octetsOf(body?.enc, 32);
  const ct = octetsWithin(body?.ct, MAX_REQUEST_OCTETS + TAG_OCTETS);
  return enc === undefined || ct === undefined ? refuse({ code: 'MALFORMED' }) : ok({ enc, ct });
}

/** Refuses with ACT_MISMATCH whatever was not made with this activation's link for this origin, or was changed on the way. */
export async function openActivation(
  input: ActivationContext & { readonly receiver: ReceiverKeys; readonly request: ReceivedRequest },
): Promise<Result<OpenedActivation, ActivationMismatch>> {
  const { request } = input;
  const opened = await openRequest({ ...input, ...request });
  return opened === undefined ? MISMATCH : openedActivation({ ...opened, request });
}
