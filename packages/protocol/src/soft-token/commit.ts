import { type Bytes, utf8, wipe } from '../bytes.ts';
import { type Refused, refused } from '../device-errors.ts';
import { PROFILE, PROFILE_P0, type Header, encodeHeader, headerHashOf } from '../header.ts';
import type { MasterKey } from '../master-key.ts';
import type { AcceptablePin } from '../pin-policy.ts';
import type { CoreRecords, HashingCost, TokenPorts } from '../ports.ts';
import { sealBody } from '../sealed-body.ts';
import { SLOT_TYPE, type SlotType, buildSlot, costOf } from '../slot.ts';
import { type StateRecord, encodeStateRecord } from '../state-record.ts';
import type { VaultContext } from './context.ts';
import type { StoredToken } from './load.ts';
import { ERASABLE_OCTETS, destroyOtherEpochs } from './lock.ts';
import type { Recovery, VaultTypes } from './vault-kind.ts';

/** What stays the same from one epoch to the next. */
export type HeaderFrame = Omit<Header, 'epoch' | 'resetRandom' | 'resetMac'>;

export interface CommitPlan<Contents> {
  readonly frame: HeaderFrame;
  /** 0 at activation, the old one plus one ever after. */
  readonly epoch: number;
  readonly contents: Contents;
  readonly pin: AcceptablePin;
}

/** A new epoch in memory: everything built, nothing written. */
interface NewEpoch {
  readonly header: Header;
  readonly headerHash: Bytes;
  readonly records: CoreRecords;
  readonly state: StateRecord;
  readonly pinSlot: Bytes;
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
  const { header, headerHash, records, state, masterKey } = built.value;
  const { storage } = context;
  await storage.writeErasableFactor(header.epoch, built.value.erasable);
  wipe(built.value.erasable);
  await storage.writePinSlot(header.epoch, built.value.pinSlot);
  await storage.writeCore(records);
  await destroyOtherEpochs(context, header.epoch);
  return { kind: 'committed', masterKey, token: { kind: 'stored', records, header, headerHash, state, problem: undefined } };
}

/** Steps 1 to 4. The order in which randomness is drawn is part of `vectors/commit.json`: MK, E, r, then salt and nonce of PIN slot, recovery slot, body. */
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
  if (!headerOctets.ok) return refused(headerOctets.error);
  const headerHash = headerHashOf(headerOctets.value);

  const slots = await buildSlots(context, { header, headerHash, recovery, erasable, rawMasterKey, pin: plan.pin });
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
  return { kind: 'built', value: { header, headerHash, records, state, pinSlot: slots.pinSlot, erasable, masterKey } };
}

type SlotContext = TokenPorts & { readonly hashing: HashingCost };

interface SlotInputs {
  readonly header: Header;
  readonly headerHash: Bytes;
  readonly recovery: Recovery;
  readonly erasable: Bytes;
  readonly rawMasterKey: Bytes;
  readonly pin: AcceptablePin;
}

async function buildSlots(
  context: SlotContext,
  inputs: SlotInputs,
): Promise<{ readonly kind: 'built'; readonly pinSlot: Bytes; readonly recoverySlot: Bytes; readonly masterKey: MasterKey } | Refused> {
  const pinOctets = utf8(inputs.pin);
  const pin = await buildFreshSlot(context, inputs, { type: SLOT_TYPE.pin, factors: PROFILE_P0, secret: pinOctets });
  wipe(pinOctets);
  if (!pin.ok) return refused(pin.error);
  const { slotType, secret } = inputs.recovery;
  const recovery = await buildFreshSlot(context, inputs, { type: slotType, factors: PROFILE.device, secret });
  if (!recovery.ok) return refused(recovery.error);
  recovery.value.masterKey.wipe();
  return { kind: 'built', pinSlot: pin.value.octets, recoverySlot: recovery.value.octets, masterKey: pin.value.masterKey };
}

async function buildFreshSlot(
  context: SlotContext,
  inputs: SlotInputs,
  { type, factors, secret }: { readonly type: SlotType; readonly factors: number; readonly secret: Bytes },
): ReturnType<typeof buildSlot> {
  const { randomness, deviceFactor, hashing } = context;
  return buildSlot(
    {
      head: { type, factors, ...costOf(type, hashing), salt: randomness.bytes(16) },
      nonce: randomness.bytes(12),
      masterKey: inputs.rawMasterKey,
      secret,
      factors: { device: deviceFactor, erasable: inputs.erasable },
      binding: { headerHash: inputs.headerHash, tokenId: inputs.header.tokenId },
    },
    context,
  );
}
