import type { Bytes } from '../bytes.ts';
import { type DeviceError, type Refused, refused } from '../device-errors.ts';
import { type Header, headerHashOf, parseHeader } from '../header.ts';
import type { CoreRecords, TokenPorts } from '../ports.ts';
import { type StateRecord, encodeStateRecord, readStateRecord } from '../state-record.ts';
import { type Protection, protectionOf } from './protection.ts';

/** The token as its storage tells it. */
export interface StoredToken {
  readonly kind: 'stored';
  readonly records: CoreRecords;
  readonly header: Header;
  readonly headerHash: Bytes;
  /** As the header says it. */
  readonly protection: Protection;
  readonly state: StateRecord;
  /** Set when `state` is not what was read: the record was not ours, and counts as locked (section 6). */
  readonly problem: DeviceError | undefined;
}

export type Loaded = StoredToken | { readonly kind: 'empty' } | { readonly kind: 'revoked'; readonly header: Header } | Refused;

/** The ports, and which kind of vault is looked for: one of the other kind is refused as if its header were unknown. */
export interface LoadPorts extends TokenPorts {
  readonly kind: { owns(header: Header): boolean };
}

/** Reads and checks; writes nothing. */
export async function loadToken(ports: LoadPorts): Promise<Loaded> {
  const records = await ports.storage.readCore();
  if (records === undefined) return loadGravestone(ports);
  const header = parseHeader(records.header);
  if (!header.ok) return refused(header.error);
  const protection = protectionOf(header.value);
  if (protection === undefined || !ports.kind.owns(header.value)) return refused({ code: 'HEADER_UNKNOWN' });
  const headerHash = headerHashOf(records.header);
  const state = await readStateRecord(records.state, headerHash, ports.deviceFactor);
  if (!state.ok && state.error.code === 'STORAGE_EVICTED') return refused(state.error);
  if (state.ok && state.value.epoch === header.value.epoch) {
    return { kind: 'stored', records, header: header.value, headerHash, protection, state: state.value, problem: undefined };
  }
  const locked = lockedFrom(header.value);
  return { kind: 'stored', records, header: header.value, headerHash, protection, state: locked, problem: { code: 'STATE_MAC' } };
}

async function loadGravestone(ports: TokenPorts): Promise<Loaded> {
  const gravestone = await ports.storage.readGravestone();
  if (gravestone === undefined) return { kind: 'empty' };
  const header = parseHeader(gravestone.header);
  return header.ok ? { kind: 'revoked', header: header.value } : refused(header.error);
}

/** What a state record that is not ours counts as. */
function lockedFrom(header: Header): StateRecord {
  return { state: 'locked', pinFailures: header.maxAttempts, unlockFailures: 0, epoch: header.epoch, lastFailureMs: 0 };
}

export function mustBeLocked(token: StoredToken): boolean {
  const { state, pinFailures } = token.state;
  return (state !== 'active' && state !== 'reset-shown') || pinFailures >= token.header.maxAttempts;
}

export function attemptsLeft(token: StoredToken): number {
  return Math.max(0, token.header.maxAttempts - token.state.pinFailures);
}

/** Persists strictly and gives the token back with its new state; a refusal means that nothing was written. */
export async function saveState(ports: TokenPorts, token: StoredToken, change: Partial<StateRecord>): Promise<StoredToken | Refused> {
  const state: StateRecord = { ...token.state, ...change };
  const octets = await encodeStateRecord(state, token.headerHash, ports.deviceFactor);
  if (!octets.ok) return refused(octets.error);
  await ports.storage.writeState(octets.value);
  return { ...token, records: { ...token.records, state: octets.value }, state, problem: undefined };
}
