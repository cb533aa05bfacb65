import { type Bytes, concat, constantTimeEqual, domain, readUnsigned, u64, u8 } from './bytes.ts';
import type { DeviceError } from './device-errors.ts';
import type { DeviceFactor } from './ports.ts';
import { type Result, ok, refuse } from './result.ts';

/** Section 6: the mutable state of a token. Its MAC is under D and over the header, so another device's or another epoch's record is no record. */
export interface StateRecord {
  /** `reset-shown`: active, and its PIN Reset Code has been shown, so that an unlock code for this epoch may be about (section 8). */
  readonly state: 'active' | 'reset-shown' | 'locked' | 'revoked';
  readonly pinFailures: number;
  readonly unlockFailures: number;
  readonly epoch: number;
  /** Unix milliseconds of the last wrong unlock code; 0 when there was none. */
  readonly lastFailureMs: number;
}

export const STATE_OCTETS = 52;
const RECORD_VERSION = 1;
const SIGNED_OCTETS = 20;
const STATE_CODE = { active: 1, locked: 2, revoked: 3, 'reset-shown': 4 } as const;
const STATES = ['active', 'locked', 'revoked', 'reset-shown'] as const;
const MOST_FAILURES = 255;

/** Failures saturate: a counter that wraps would be a way to start again. */
export function oneMore(failures: number): number {
  return Math.min(failures + 1, MOST_FAILURES);
}

/** Refuses with `STORAGE_EVICTED` when the device factor is gone. */
export async function encodeStateRecord(
  record: StateRecord,
  headerHash: Uint8Array,
  device: DeviceFactor,
): Promise<Result<Bytes, DeviceError>> {
  const signed = concat(
    u8(RECORD_VERSION),
    u8(STATE_CODE[record.state]),
    u8(record.pinFailures),
    u8(record.unlockFailures),
    u64(record.epoch),
    u64(record.lastFailureMs),
  );
  const mac = await stateMac(signed, headerHash, device);
  return mac === undefined ? refuse({ code: 'STORAGE_EVICTED' }) : ok(concat(signed, mac));
}

/** Refuses with `STATE_MAC` whatever was not written by this device for this header; the caller treats that as locked. */
export async function readStateRecord(
  octets: Uint8Array,
  headerHash: Uint8Array,
  device: DeviceFactor,
): Promise<Result<StateRecord, DeviceError>> {
  if (octets.length !== STATE_OCTETS) return refuse({ code: 'STATE_MAC' });
  const mac = await stateMac(octets.subarray(0, SIGNED_OCTETS), headerHash, device);
  if (mac === undefined) return refuse({ code: 'STORAGE_EVICTED' });
  const record = constantTimeEqual(mac, octets.subarray(SIGNED_OCTETS)) ? readSigned(octets) : undefined;
  return record === undefined ? refuse({ code: 'STATE_MAC' }) : ok(record);
}

function stateMac(signed: Uint8Array, headerHash: Uint8Array, device: DeviceFactor): Promise<Bytes | undefined> {
  return device.mac(concat(domain('state'), headerHash, signed));
}

function readSigned(octets: Uint8Array): StateRecord | undefined {
  const [version, stateCode, pinFailures = 0, unlockFailures = 0] = octets;
  const state = STATES.find((name) => STATE_CODE[name] === stateCode);
  // A u64 above 2^53 - 1 was never written by us.
  if (version !== RECORD_VERSION || state === undefined || (octets[4] ?? 0) > 0 || (octets[12] ?? 0) > 0) return undefined;
  if ((octets[5] ?? 0) >= 0x20 || (octets[13] ?? 0) >= 0x20) return undefined;
  return {
    state,
    pinFailures,
    unlockFailures,
    epoch: readUnsigned(octets.slice(4, 12)),
    lastFailureMs: readUnsigned(octets.slice(12, 20)),
  };
}
