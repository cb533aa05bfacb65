import type { Bytes } from '../bytes.ts';
import type { Refused } from '../device-errors.ts';
import type { TokenPorts } from '../ports.ts';
import { SLOT_OCTETS } from '../slot.ts';
import { type StoredToken, saveState } from './load.ts';

export const ERASABLE_OCTETS = 32;

/**
 * LOCK (section 8): mark first, destroy second. Dying in between leaves the mark (or the spent counter), and the next start
 * runs LOCK again; every step may be repeated. A mark that cannot be written, as on a full disk, spares nothing: what decided for LOCK (the
 * counter, or a factor that is missing) is stored already, and destroying takes no room.
 */
export async function lockToken(ports: TokenPorts, token: StoredToken): Promise<StoredToken | Refused> {
  const isMarked = token.problem === undefined && token.state.state === 'locked';
  const destroy = () => destroyPinArtefacts(ports, token.header.epoch);
  let locked: StoredToken | Refused = token;
  try {
    if (!isMarked) locked = await saveState(ports, token, { state: 'locked' });
  } catch (failure) {
    await destroy();
    throw failure;
  }
  if (locked.kind === 'refused') return locked;
  await destroy();
  return locked;
}

/**
 * The slots that die with E. They are kept as one record, the PRF-only slot behind the PIN slot, so that nothing can ever destroy the one
 * and leave the other.
 */
export interface PinSlots {
  readonly pin: Bytes;
  readonly prfOnly: Bytes | undefined;
}

/** What a PIN needs besides itself. */
export interface PinArtefacts {
  readonly slots: PinSlots;
  readonly erasable: Bytes;
}

/** Undefined when either is missing or cut short: no PIN will ever open this epoch again, which is what locked means (section 7). */
export async function readPinArtefacts(ports: TokenPorts, token: StoredToken): Promise<PinArtefacts | undefined> {
  const [slots, erasable] = await Promise.all([readPinSlots(ports, token), ports.storage.readErasableFactor(token.header.epoch)]);
  return slots !== undefined && erasable?.length === ERASABLE_OCTETS ? { slots, erasable } : undefined;
}

/** Undefined when they are not exactly those of which the header speaks. */
export async function readPinSlots({ storage }: TokenPorts, { header, protection }: StoredToken): Promise<PinSlots | undefined> {
  const record = await storage.readPinSlot(header.epoch);
  const hasPrfOnly = protection.kind === 'pin-and-authenticator' && protection.opensAlone;
  if (record?.length !== SLOT_OCTETS * (hasPrfOnly ? 2 : 1)) return undefined;
  return { pin: record.slice(0, SLOT_OCTETS), prfOnly: hasPrfOnly ? record.slice(SLOT_OCTETS) : undefined };
}

/** E first: without it the PIN slot is so much noise, even if deleting that leaves its octets on the disk. */
export async function destroyPinArtefacts(ports: TokenPorts, epoch: number): Promise<void> {
  await ports.storage.destroyErasableFactor(epoch);
  await ports.storage.destroyPinSlot(epoch);
}

/** Step 8 of COMMIT, and the repair of a COMMIT that died: the header's epoch is the truth, everything of another one goes. */
export async function destroyOtherEpochs(ports: TokenPorts, current: number | undefined): Promise<void> {
  for (const epoch of await ports.storage.epochsFound()) {
    if (epoch !== current) await destroyPinArtefacts(ports, epoch);
  }
}
