import { type Bytes, wipe } from '../bytes.ts';
import { type Refused, refused } from '../device-errors.ts';
import { PROFILE, encodeHeader } from '../header.ts';
import { parsePin } from '../pin-policy.ts';
import { SLOT_TYPE, type SlotType, parseSlot, prfInput } from '../slot.ts';
import type { HeaderFrame } from './commit.ts';
import { exclusively } from './exclusively.ts';
import { type LoadPorts, type StoredToken, loadToken, mustBeLocked } from './load.ts';
import { type PinSlots, readPinSlots } from './lock.ts';
import { withAuthenticator } from './authenticator-frame.ts';
import type { AuthenticatorProtection } from './protection.ts';
import { type EpochPrf, NO_PIN_PRF, type PinPrf, type SaltedPrf, wipePrf } from './slot-prf.ts';

/**
 * Asking the authenticator (profile P1). Three things hold for every question here.
 *
 * It is asked **before an attempt is spent**, and no guess is looked at by it: F_P depends on the salt of a slot and on nothing that was
 * typed, so its answer is the same for the right PIN, for a wrong one and for none. Who cancels, or whose authenticator is gone, is told so
 * with the attempts as they were; and every PIN is still looked at only after an attempt was spent durably, because `enterPin` alone
 * opens the slot, and it spends first. Rejected: spending first and giving back after a cancelled prompt. Whoever can make a prompt fail would
 * then have had a way to have attempts given back.
 *
 * It is asked **without the mutex**: a person may take minutes, and another window must be able to say where the token stands
 * meanwhile. So the answer carries the salt it is for, and whoever uses it compares it, under the mutex, with the slot that is there then.
 *
 * It is asked for a slot **of the type that belongs into the place**, whatever type the slot there claims: a PRF-only slot put into the place of
 * the PIN slot gets an answer that does not open it, so that no place where PINs are typed ever opens for any PIN.
 */
export interface Asked<Answer> {
  readonly kind: 'asked';
  readonly prf: Answer;
}

const PRF_OCTETS = 32;
const SALT_OCTETS = 16;
/** WebAuthn's `first` and `second`: more takes another confirmation. */
const SLOTS_A_QUESTION = 2;

/** For PIN entry. Nobody is disturbed for what is no PIN, in profile P0, or when no PIN opens the token any more: PIN entry says which. */
export async function askForPin(context: LoadPorts, typed: string): Promise<Asked<PinPrf> | Refused> {
  const found = await findSlot(context, ({ header }, slots) => (parsePin(typed, header).ok ? slots.pin : undefined));
  if (found.kind === 'refused') return found;
  if (found.slot === undefined) return { kind: 'asked', prf: NO_PIN_PRF };
  const { salt, token, authenticator } = found.slot;
  // The right PIN begins a new epoch then, and may begin one when the keys are due (section 15): its salts are asked about now, as nobody is asked under
  // the mutex, nor a second time for what comes by itself. Without need no second question is asked for it.
  const isNeeded = token.state.state === 'reset-shown';
  const next = isNeeded || !authenticator.opensAlone ? drawSlots(context, authenticator) : [];
  const asked = await ask(context, {
    tokenId: token.header.tokenId,
    authenticator,
    slots: [{ type: SLOT_TYPE.pin, salt }, ...next],
  });
  if (asked.kind === 'refused') return asked;
  const [slot, pin, prfOnly] = asked.prf;
  return { kind: 'asked', prf: { slot, next: { pin, prfOnly } } };
}

/** For opening by the authenticator alone. */
export async function askForPrfOnly(context: LoadPorts): Promise<Asked<SaltedPrf | undefined> | Refused> {
  const found = await findSlot(context, ({ state }, slots) => (state.state === 'active' ? slots.prfOnly : undefined));
  if (found.kind === 'refused') return found;
  if (found.slot === undefined) return { kind: 'asked', prf: undefined };
  const { salt, token, authenticator } = found.slot;
  const asked = await ask(context, { tokenId: token.header.tokenId, authenticator, slots: [{ type: SLOT_TYPE.prfOnly, salt }] });
  return asked.kind === 'refused' ? asked : { kind: 'asked', prf: asked.prf[0] };
}

export interface AskedForEpoch extends Asked<EpochPrf> {
  readonly frame: HeaderFrame;
}

/** For COMMIT: draws the salts of the slots to come and asks about all of them at once. The frame comes back with the protection in it. */
export async function askForEpoch(
  context: LoadPorts,
  wish: { readonly frame: HeaderFrame; readonly protection: AuthenticatorProtection },
): Promise<AskedForEpoch | Refused> {
  const { protection } = wish;
  const frame = withAuthenticator(wish.frame, protection);
  if (!frame.ok) return refused(frame.error);
  // Too long for a header: found out before the person is asked for a finger, not after.
  if (!encodeHeader({ ...frame.value, epoch: 0, resetRandom: 0, resetMac: 0 }).ok) return refused({ code: 'PARAM_RANGE' });
  const { tokenId } = wish.frame;
  const asked = await ask(context, { tokenId, authenticator: protection, slots: drawSlots(context, protection) });
  if (asked.kind === 'refused') return asked;
  const [pin, prfOnly] = asked.prf;
  return { kind: 'asked', frame: frame.value, prf: { pin, prfOnly } };
}

interface SaltedSlot {
  readonly type: SlotType;
  readonly salt: Bytes;
}

function drawSlots({ randomness }: LoadPorts, { opensAlone }: AuthenticatorProtection): readonly SaltedSlot[] {
  const types = opensAlone ? [SLOT_TYPE.pin, SLOT_TYPE.prfOnly] : [SLOT_TYPE.pin];
  return types.map((type) => ({ type, salt: randomness.bytes(SALT_OCTETS) }));
}

interface FoundSlot {
  readonly salt: Bytes;
  readonly token: StoredToken;
  readonly authenticator: AuthenticatorProtection;
}

/** The slot to be opened; undefined when no question would help. */
async function findSlot(
  context: LoadPorts,
  choose: (token: StoredToken, slots: PinSlots) => Uint8Array | undefined,
): Promise<{ readonly kind: 'found'; readonly slot: FoundSlot | undefined } | Refused> {
  return exclusively(context, async () => {
    const token = await loadToken(context);
    if (token.kind !== 'stored' || mustBeLocked(token) || token.protection.kind === 'pin') return { kind: 'found', slot: undefined };
    const slots = await readPinSlots(context, token);
    const slot = parseSlot((slots && choose(token, slots)) ?? new Uint8Array(0));
    if (!slot.ok || (slot.value.factors & PROFILE.prf) === 0) return { kind: 'found', slot: undefined };
    return { kind: 'found', slot: { salt: slot.value.salt, token, authenticator: token.protection } };
  });
}

interface SlotQuestion {
  readonly tokenId: Bytes;
  readonly authenticator: AuthenticatorProtection;
  readonly slots: readonly SaltedSlot[];
}

async function ask(context: LoadPorts, question: SlotQuestion): Promise<Asked<readonly SaltedPrf[]> | Refused> {
  const answered: SaltedPrf[] = [];
  for (let at = 0; at < question.slots.length; at += SLOTS_A_QUESTION) {
    const answer = await askOnce(context, { ...question, slots: question.slots.slice(at, at + SLOTS_A_QUESTION) });
    if (answer.kind === 'refused') {
      wipePrf(...answered);
      return answer;
    }
    answered.push(...answer.prf);
  }
  return { kind: 'asked', prf: answered };
}

async function askOnce(
  context: LoadPorts,
  { tokenId, authenticator, slots }: SlotQuestion,
): Promise<Asked<readonly SaltedPrf[]> | Refused> {
  const { credentialId, relyingPartyId } = authenticator;
  const inputs = slots.map(({ type, salt }) => prfInput({ type, salt, tokenId }));
  const answer = await context.prf?.evaluate({ credentialId, relyingPartyId, inputs });
  switch (answer?.kind) {
    case undefined:
    case 'unavailable':
      return refused({ code: 'PRF_UNAVAILABLE' });
    case 'cancelled':
      return refused({ code: 'PRF_CANCELLED' });
    case 'outputs':
      return salted(slots, answer.outputs);
  }
}

/** What is no PRF output for each question is none at all. */
function salted(slots: readonly SaltedSlot[], outputs: readonly Bytes[]): Asked<readonly SaltedPrf[]> | Refused {
  const prf = slots.flatMap(({ salt }, index) => {
    const output = outputs[index];
    return output?.length === PRF_OCTETS ? [{ salt, output }] : [];
  });
  if (prf.length === slots.length) return { kind: 'asked', prf };
  wipe(...outputs);
  return refused({ code: 'PRF_UNAVAILABLE' });
}
