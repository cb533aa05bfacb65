import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import type { DeviceFactor } from './ports.ts';
import { STATE_OCTETS, type StateRecord, encodeStateRecord, oneMore, readStateRecord } from './state-record.ts';
import { arbitraryState } from './testing/arbitraries.ts';
import { readVectors } from './testing/read-vectors.ts';
import { softwareDeviceFactor } from './testing/surroundings.ts';

interface StateFields extends Omit<StateRecord, 'epoch' | 'lastFailureMs'> {
  readonly epoch: string;
  readonly lastFailureMs: string;
}

interface Vectors {
  readonly inputs: { readonly headerHash: string; readonly deviceKey: string };
  readonly valid: readonly { readonly name: string; readonly fields: StateFields; readonly record: string }[];
  readonly invalid: readonly { readonly name: string; readonly record: string; readonly error: string }[];
}

const vectors = readVectors<Vectors>('state');

const headerHash = fromHex(vectors.inputs.headerHash);
const device = softwareDeviceFactor(fromHex(vectors.inputs.deviceKey));
const evicted: DeviceFactor = { mac: () => Promise.resolve(undefined) };
const notOurs = { ok: false, error: { code: 'STATE_MAC' } };

function recordOf(fields: StateFields): StateRecord {
  return { ...fields, epoch: Number(fields.epoch), lastFailureMs: Number(fields.lastFailureMs) };
}

test.each(vectors.invalid)('a state record that is not ours is refused: $name', async ({ record, error }) => {
  expect(await readStateRecord(fromHex(record), headerHash, device)).toEqual({ ok: false, error: { code: error } });
});

test('a record of another header or another device is refused', async () => {
  const record = fromHex(vectors.valid[0]?.record ?? '');
  expect(await readStateRecord(record, new Uint8Array(32), device)).toEqual(notOurs);
  expect(await readStateRecord(record, headerHash, softwareDeviceFactor(new Uint8Array(32)))).toEqual(notOurs);
});

test('without the device factor the answer is that the storage was evicted, not that somebody tampered', async () => {
  const record = fromHex(vectors.valid[0]?.record ?? '');
  expect(await readStateRecord(record, headerHash, evicted)).toEqual({ ok: false, error: { code: 'STORAGE_EVICTED' } });
});

test('arbitrary octets are refused as not ours, and never throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: STATE_OCTETS + 4 }), async (octets) => {
      expect(await readStateRecord(octets, headerHash, device)).toEqual(notOurs);
    }),
  );
});

test('any changed bit is refused', async () => {
  const record = fromHex(vectors.valid[2]?.record ?? '');
  for (let bit = 0; bit < record.length * 8; bit += 1) {
    const changed = record.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(await readStateRecord(changed, headerHash, device)).toEqual(notOurs);
  }
});

test.each(vectors.valid)('$name: written and read to the octet', async ({ fields, record }) => {
  const encoded = await encodeStateRecord(recordOf(fields), headerHash, device);
  expect(encoded.ok && toHex(encoded.value)).toBe(record);
  expect(await readStateRecord(fromHex(record), headerHash, device)).toEqual({ ok: true, value: recordOf(fields) });
});

test('every lawful record comes back as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryState, async (record) => {
      const encoded = await encodeStateRecord(record, headerHash, device);
      expect(encoded.ok && (await readStateRecord(encoded.value, headerHash, device))).toEqual({ ok: true, value: record });
    }),
  );
});

test('failures stop at 255 and never wrap to a fresh start', () => {
  expect([oneMore(0), oneMore(254), oneMore(255)]).toEqual([1, 255, 255]);
});
