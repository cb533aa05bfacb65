import { type Bytes, concat, domain, fromHex, toHex, u8 } from '../../bytes.ts';
import { hmacSha256 } from '../../key-schedule.ts';
import { type StateRecord, encodeStateRecord } from '../../state-record.ts';
import { softwareDeviceFactor } from '../surroundings.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/** Section 6: the state record. */

const headerHash = fromHex(WORKED_EXAMPLE.headerHash);
const deviceKey = fromHex(WORKED_EXAMPLE.deviceKey);

const records: Readonly<Record<string, StateRecord>> = {
  'as COMMIT leaves it': { state: 'active', pinFailures: 0, unlockFailures: 0, epoch: 7, lastFailureMs: 0 },
  'two wrong PINs': { state: 'active', pinFailures: 2, unlockFailures: 0, epoch: 7, lastFailureMs: 0 },
  'locked, six wrong unlock codes': { state: 'locked', pinFailures: 5, unlockFailures: 6, epoch: 7, lastFailureMs: 1767225600123 },
  'two wrong PINs, PIN Reset Code shown': { state: 'reset-shown', pinFailures: 2, unlockFailures: 0, epoch: 7, lastFailureMs: 0 },
  revoked: { state: 'revoked', pinFailures: 0, unlockFailures: 0, epoch: 0, lastFailureMs: 0 },
  'highest of everything': {
    state: 'locked',
    pinFailures: 255,
    unlockFailures: 255,
    epoch: Number.MAX_SAFE_INTEGER,
    lastFailureMs: Number.MAX_SAFE_INTEGER,
  },
};

async function encoded(record: StateRecord): Promise<Bytes> {
  const octets = await encodeStateRecord(record, headerHash, softwareDeviceFactor(deviceKey));
  if (!octets.ok) throw new Error(octets.error.code);
  return octets.value;
}

/** A genuine MAC over twenty octets that no version of ours writes. */
function signed(first20: Bytes): Bytes {
  return concat(first20, hmacSha256(deviceKey, concat(domain('state'), headerHash, first20)));
}

function withOctet(octets: Bytes, offset: number, value: number): Bytes {
  const changed = octets.slice();
  changed[offset] = value;
  return changed;
}

function invalidRecords(record: Bytes): Readonly<Record<string, Bytes>> {
  const first20 = record.slice(0, 20);
  return {
    empty: new Uint8Array(0),
    'one octet short': record.slice(0, -1),
    'one octet more': concat(record, u8(0)),
    'failures set back to 0': withOctet(record, 2, 0),
    'state set back to active': withOctet(record, 1, 1),
    'a bit of the MAC': withOctet(record, 51, (record[51] ?? 0) ^ 1),
    'genuine MAC, version 2': signed(withOctet(first20, 0, 2)),
    'genuine MAC, state 0': signed(withOctet(first20, 1, 0)),
    'genuine MAC, state 5': signed(withOctet(first20, 1, 5)),
    'genuine MAC, epoch above 2^53 - 1': signed(withOctet(first20, 4, 0xff)),
    'genuine MAC, time above 2^53 - 1': signed(withOctet(first20, 13, 0x20)),
  };
}

export async function stateVectors(): Promise<unknown> {
  const valid = [];
  for (const [name, record] of Object.entries(records)) {
    const fields = { ...record, epoch: String(record.epoch), lastFailureMs: String(record.lastFailureMs) };
    valid.push({ name, fields, record: toHex(await encoded(record)) });
  }
  const locked = await encoded({ state: 'locked', pinFailures: 5, unlockFailures: 6, epoch: 7, lastFailureMs: 1767225600123 });
  return {
    about:
      'Section 6. Octets in hexadecimal. `valid` must be read and written to the octet; `invalid` must be refused with STATE_MAC, which counts as locked.',
    inputs: { headerHash: toHex(headerHash), deviceKey: toHex(deviceKey) },
    valid,
    invalid: Object.entries(invalidRecords(locked)).map(([name, record]) => ({ name, record: toHex(record), error: 'STATE_MAC' })),
  };
}
