import { type Bytes, utf8, wipe } from '../bytes.ts';
import { decimalDigits } from '../decimal.ts';
import { type Refused, refused } from '../device-errors.ts';
import { PROFILE, PROFILE_P0, type Header, encodeHeader, headerHashOf } from '../header.ts';
import { type RecoveryKeys, deriveRecoveryKeys } from '../key-schedule.ts';
import type { MasterKey } from '../master-key.ts';
import type { AcceptablePin } from '../pin-policy.ts';
import { pinResetMac } from '../pin-reset-code.ts';
import type { CoreRecords } from '../ports.ts';
import { SLOT_TYPE, type SlotType, buildSlot } from '../slot.ts';
import { type StateRecord, encodeStateRecord } from '../state-record.ts';
import { unlockCodeDigits } from '../unlock-code.ts';
import { type VaultContents, sealBody } from '../vault-body.ts';
import type { TokenContext } from './context.ts';
import type { StoredToken } from './load.ts';
import { ERASABLE_OCTETS, destroyOtherEpochs } from './lock.ts';

/** What stays the same from one epoch to the next. */
export type HeaderFrame = Omit<Header, 'epoch' | 'resetRandom' | 'resetMac'>;

export interface CommitPlan {
  readonly frame: HeaderFrame;
  /** 0 at activation, the old one plus one ever after. */
  readonly epoch: number;
  readonly contents: VaultContents;
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
export async function commit(context: TokenContext, plan: CommitPlan): Promise<Committed | Refused> {
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
async function buildEpoch(
  context: TokenContext,
  plan: CommitPlan,
): Promise<{ readonly kind: 'built'; readonly value: NewEpoch } | Refused> {
  const { randomness, deviceFactor, aead } = context;
  const { epoch, contents, frame } = plan;
  const rawMasterKey = randomness.bytes(32);
  const erasable = randomness.bytes(ERASABLE_OCTETS);
  const resetRandom = Number(decimalDigits(randomness.bytes(8), 4));
  const keys = deriveRecoveryKeys({ recoveryKey: contents.recoveryKey, ...frame });
  const header: Header = { ...frame, epoch, resetRandom, resetMac: pinResetMac({ ...keys, ...frame, epoch, r: resetRandom }) };
  const headerOctets = encodeHeader(header);
  if (!headerOctets.ok) return refused(headerOctets.error);
  const headerHash = headerHashOf(headerOctets.value);

  const slots = await buildSlots(context, { header, headerHash, keys, erasable, rawMasterKey, pin: plan.pin });
  wipe(rawMasterKey, keys.resetMacKey, keys.unlockKey, keys.receiptKey);
  if (slots.kind === 'refused') return slots;

  const { masterKey } = slots;
  const body = await sealBody({ contents, masterKey, headerHash, salt: randomness.bytes(16), nonce: randomness.bytes(12) }, aead);
  if (!body.ok) return refused(body.error);
  const state: StateRecord = { state: 'active', pinFailures: 0, unlockFailures: 0, epoch, lastFailureMs: 0 };
  const stateOctets = await encodeStateRecord(state, headerHash, deviceFactor);
  if (!stateOctets.ok) return refused(stateOctets.error);

  const records = { header: headerOctets.value, recoverySlot: slots.recoverySlot, body: body.value, state: stateOctets.value };
  return { kind: 'built', value: { header, headerHash, records, state, pinSlot: slots.pinSlot, erasable, masterKey } };
}

interface SlotInputs {
  readonly header: Header;
  readonly headerHash: Bytes;
  readonly keys: RecoveryKeys;
  readonly erasable: Bytes;
  readonly rawMasterKey: Bytes;
  readonly pin: AcceptablePin;
}

async function buildSlots(
  context: TokenContext,
  inputs: SlotInputs,
): Promise<{ readonly kind: 'built'; readonly pinSlot: Bytes; readonly recoverySlot: Bytes; readonly masterKey: MasterKey } | Refused> {
  const pin = await buildFreshSlot(context, inputs, { type: SLOT_TYPE.pin, factors: PROFILE_P0, typed: inputs.pin });
  if (!pin.ok) return refused(pin.error);
  const { epoch, tokenId, resetRandom, unlockDigits } = inputs.header;
  const typed = unlockCodeDigits({ unlockKey: inputs.keys.unlockKey, tokenId, epoch, r: resetRandom, n: unlockDigits });
  const recovery = await buildFreshSlot(context, inputs, { type: SLOT_TYPE.recovery, factors: PROFILE.device, typed });
  if (!recovery.ok) return refused(recovery.error);
  recovery.value.masterKey.wipe();
  return { kind: 'built', pinSlot: pin.value.octets, recoverySlot: recovery.value.octets, masterKey: pin.value.masterKey };
}

async function buildFreshSlot(
  context: TokenContext,
  inputs: SlotInputs,
  { type, factors, typed }: { readonly type: SlotType; readonly factors: number; readonly typed: string },
): ReturnType<typeof buildSlot> {
  const { randomness, deviceFactor, hashing } = context;
  const secret = utf8(typed);
  const slot = await buildSlot(
    {
      head: { type, factors, ...hashing, salt: randomness.bytes(16) },
      nonce: randomness.bytes(12),
      masterKey: inputs.rawMasterKey,
      secret,
      factors: { device: deviceFactor, erasable: inputs.erasable },
      binding: { headerHash: inputs.headerHash, tokenId: inputs.header.tokenId },
    },
    context,
  );
  wipe(secret);
  return slot;
}
