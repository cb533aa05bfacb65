import { type Bytes, concat, utf8, wipe } from '../bytes.ts';
import { type Refused, refused } from '../device-errors.ts';
import { PROFILE, PROFILE_P1, type Header, encodeHeader, headerHashOf } from '../header.ts';
import type { MasterKey } from '../master-key.ts';
import type { AcceptablePin } from '../pin-policy.ts';
import type { CoreRecords, TokenPorts } from '../ports.ts';
import { sealBody } from '../sealed-body.ts';
import { SLOT_TYPE, type SlotHead, buildSlot } from '../slot.ts';
import { type StateRecord, encodeStateRecord } from '../state-record.ts';
import type { VaultContext } from './context.ts';
import type { StoredToken } from './load.ts';
import { ERASABLE_OCTETS, destroyOtherEpochs } from './lock.ts';
import { type Protection, protectionOf } from './protection.ts';
import type { EpochPrf, SaltedPrf } from './slot-prf.ts';
import type { Recovery, VaultTypes } from './vault-kind.ts';

/** What stays the same from one epoch to the next. */
export type HeaderFrame = Omit<Header, 'epoch' | 'resetRandom' | 'resetMac'>;

export interface CommitPlan<Contents> {
  readonly frame: HeaderFrame;
  /** 0 at activation, the old one plus one ever after. */
  readonly epoch: number;
  readonly contents: Contents;
  readonly pin: AcceptablePin;
  /** The authenticator's answers for this epoch: frame and answers come out of `askForEpoch` together. */
  readonly prf: EpochPrf;
}

/** A new epoch in memory: everything built, nothing written. */
interface NewEpoch {
  readonly header: Header;
  readonly headerHash: Bytes;
  readonly protection: Protection;
  readonly records: CoreRecords;
  readonly state: StateRecord;
  /** The PIN slot, and behind it the PRF-only slot where there is one. */
  readonly pinSlots: Bytes;
  readonly erasable: Bytes;
  readonly masterKey: MasterKey;
}

export interface Committed {
  readonly kind: 'committed';
  readonly token: StoredToken;
  /** Out of the new PIN slot. */
  readonly masterKey: MasterKey;
}

/**
 * COMMIT (section 7), the only way to create protected state; the mutex held. Up to the one strict transaction the old epoch works and
 * nothing refers to the new one; from it on the new one works and the rest of the old is litter that start-up repair would remove too.
 */
export async function commit<Of extends VaultTypes>(
  context: VaultContext<Of>,
  plan: CommitPlan<Of['contents']>,
): Promise<Committed | Refused> {
  const built = await buildEpoch(context, plan);
  if (built.kind === 'refused') return built;
  const { header, headerHash, protection, records, state, masterKey } = built.value;
  const { storage } = context;
  await storage.writeErasableFactor(header.epoch, built.value.erasable);
  wipe(built.value.erasable);
  await storage.writePinSlot(header.epoch, built.value.pinSlots);
  await storage.writeCore(records);
  await destroyOtherEpochs(context, header.epoch);
  return { kind: 'committed', masterKey, token: { kind: 'stored', records, header, headerHash, protection, state, problem: undefined } };
}

/**
 * Steps 1 to 4. The order in which randomness is drawn is part of `vectors/commit.json`: MK, E, r, then salt and nonce of PIN slot, PRF-only slot,
 * recovery slot, body. Salts about which the authenticator was asked were drawn then, before all of this.
 */
async function buildEpoch<Of extends VaultTypes>(
  context: VaultContext<Of>,
  plan: CommitPlan<Of['contents']>,
): Promise<{ readonly kind: 'built'; readonly value: NewEpoch } | Refused> {
  const { randomness, deviceFactor, aead, kind } = context;
  const { epoch, contents, frame } = plan;
  const rawMasterKey = randomness.bytes(32);
  const erasable = randomness.bytes(ERASABLE_OCTETS);
  const recovery = kind.recoveryOf({ contents, frame, epoch, randomness });
  const header: Header = { ...frame, epoch, resetRandom: recovery.resetRandom, resetMac: recovery.resetMac };
  const headerOctets = encodeHeader(header);
  const protection = protectionOf(header);
  if (!headerOctets.ok || protection === undefined) return refused({ code: 'HEADER_UNKNOWN' });
  const headerHash = headerHashOf(headerOctets.value);

  const slots = await buildSlots(context, { ...plan, header, headerHash, protection, recovery, erasable, rawMasterKey });
  wipe(rawMasterKey, recovery.secret);
  if (slots.kind === 'refused') return slots;

  const { masterKey } = slots;
  const body = await sealBody(
    { text: kind.text, contents, masterKey, headerHash, salt: randomness.bytes(16), nonce: randomness.bytes(12) },
    aead,
  );
  if (!body.ok) return refused(body.error);
  const state: StateRecord = { state: 'active', pinFailures: 0, unlockFailures: 0, epoch, lastFailureMs: 0 };
  const stateOctets = await encodeStateRecord(state, headerHash, deviceFactor);
  if (!stateOctets.ok) return refused(stateOctets.error);

  const records = { header: headerOctets.value, recoverySlot: slots.recoverySlot, body: body.value, state: stateOctets.value };
  return { kind: 'built', value: { header, headerHash, protection, records, state, pinSlots: slots.pinSlots, erasable, masterKey } };
}

type SlotContext = Pick<VaultContext<VaultTypes>, keyof TokenPorts | 'hashingOf'>;

interface SlotInputs extends Pick<CommitPlan<unknown>, 'pin' | 'prf'> {
  readonly header: Header;
  readonly headerHash: Bytes;
  readonly protection: Protection;
  readonly recovery: Recovery;
  readonly erasable: Bytes;
  readonly rawMasterKey: Bytes;
}

interface BuiltSlots {
  readonly kind: 'built';
  readonly pinSlots: Bytes;
  readonly recoverySlot: Bytes;
  /** Out of the PIN slot. */
  readonly masterKey: MasterKey;
}

async function buildSlots(context: SlotContext, inputs: SlotInputs): Promise<BuiltSlots | Refused> {
  const { header, protection, prf } = inputs;
  const typed = utf8(inputs.pin);
  const pin = await buildFreshSlot(context, inputs, { type: SLOT_TYPE.pin, factors: header.profile, secret: typed, prf: prf.pin });
  wipe(typed);
  if (!pin.ok) return refused(pin.error);
  const pinSlots = [pin.value.octets];
  if (protection.kind === 'pin-and-authenticator' && protection.opensAlone) {
    const secret = new Uint8Array(0);
    const prfOnly = await buildFreshSlot(context, inputs, { type: SLOT_TYPE.prfOnly, factors: PROFILE_P1, secret, prf: prf.prfOnly });
    if (!prfOnly.ok) return refused(prfOnly.error);
    prfOnly.value.masterKey.wipe();
    pinSlots.push(prfOnly.value.octets);
  }
  const { slotType: type, secret } = inputs.recovery;
  const recovery = await buildFreshSlot(context, inputs, { type, factors: PROFILE.device, secret, prf: undefined });
  if (!recovery.ok) return refused(recovery.error);
  recovery.value.masterKey.wipe();
  return { kind: 'built', pinSlots: concat(...pinSlots), recoverySlot: recovery.value.octets, masterKey: pin.value.masterKey };
}

/** A PRF that is flagged and was not brought is refused by the slot itself (`PRF_UNAVAILABLE`). */
async function buildFreshSlot(
  context: SlotContext,
  inputs: SlotInputs,
  wish: Pick<SlotHead, 'type' | 'factors'> & { readonly secret: Bytes; readonly prf: SaltedPrf | undefined },
): ReturnType<typeof buildSlot> {
  const { randomness, deviceFactor, hashingOf } = context;
  const { type, factors, secret, prf } = wish;
  return buildSlot(
    {
      head: { type, factors, ...(await hashingOf(type)), salt: prf?.salt ?? randomness.bytes(16) },
      nonce: randomness.bytes(12),
      masterKey: inputs.rawMasterKey,
      secret,
      factors: { device: deviceFactor, erasable: inputs.erasable, prf: prf?.output },
      binding: { headerHash: inputs.headerHash, tokenId: inputs.header.tokenId },
    },
    context,
  );
}
