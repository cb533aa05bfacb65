import { type Bytes, constantTimeEqual, wipe } from '../bytes.ts';
import { PROFILE } from '../header.ts';
import { parseSlot } from '../slot.ts';
import type { StoredToken } from './load.ts';

/** What the authenticator made of the salt of one slot: F_P, 32 octets. */
export interface SaltedPrf {
  readonly salt: Bytes;
  readonly output: Bytes;
}

/** What the slots of the next epoch are built with; undefined what its profile has no use for. */
export interface EpochPrf {
  readonly pin: SaltedPrf | undefined;
  readonly prfOnly: SaltedPrf | undefined;
}

/** For PIN entry: for the slot that is there, and for the epoch that a PIN remembered after "I forgot my PIN" begins. */
export interface PinPrf {
  readonly slot: SaltedPrf | undefined;
  readonly next: EpochPrf;
}

export const NO_PRF: EpochPrf = { pin: undefined, prfOnly: undefined };
export const NO_PIN_PRF: PinPrf = { slot: undefined, next: NO_PRF };

/** Whether this answer is what the slot needs; a slot without PRF needs none. What is no slot is left to be refused by its opening. */
export function answersFor(slot: Uint8Array, prf: SaltedPrf | undefined): boolean {
  const parsed = parseSlot(slot);
  if (!parsed.ok || (parsed.value.factors & PROFILE.prf) === 0) return true;
  return prf !== undefined && constantTimeEqual(prf.salt, parsed.value.salt);
}

/** Whether these answers are all that PIN entry needs, its COMMIT after "I forgot my PIN" included. */
export function answersForPin({ state, protection }: StoredToken, slot: Uint8Array, { slot: prf, next }: PinPrf): boolean {
  const isRenewed = state.state === 'reset-shown' && protection.kind === 'pin-and-authenticator';
  return answersFor(slot, prf) && (!isRenewed || next.pin !== undefined);
}

/** For who keeps it longer than who asked. */
export function copyPrf({ pin, prfOnly }: EpochPrf): EpochPrf {
  const copy = (prf: SaltedPrf | undefined): SaltedPrf | undefined => prf && { ...prf, output: prf.output.slice() };
  return { pin: copy(pin), prfOnly: copy(prfOnly) };
}

export function wipePrf(...answers: readonly (SaltedPrf | undefined)[]): void {
  wipe(...answers.flatMap((answer) => (answer === undefined ? [] : [answer.output])));
}
