import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import { EXTENSION, type Header, MAX_HEADER_OCTETS, encodeHeader, extensionText, headerHashOf, parseHeader } from './header.ts';
import { arbitraryHeader } from './testing/arbitraries.ts';
import { readVectors } from './testing/read-vectors.ts';

interface HeaderFields extends Omit<Header, 'issuerId' | 'tokenId' | 'epoch' | 'createdAt' | 'extensions'> {
  readonly issuerId: string;
  readonly tokenId: string;
  readonly epoch: string;
  readonly createdAt: string;
  readonly extensions: readonly { readonly type: number; readonly value: string }[];
}

interface Vectors {
  readonly valid: readonly { readonly name: string; readonly header: string; readonly headerHash: string; readonly fields: HeaderFields }[];
  readonly invalid: readonly { readonly name: string; readonly header: string; readonly error: string }[];
}

const vectors = readVectors<Vectors>('header');

function headerOf(fields: HeaderFields): Header {
  return {
    ...fields,
    issuerId: fromHex(fields.issuerId),
    tokenId: fromHex(fields.tokenId),
    epoch: Number(fields.epoch),
    createdAt: Number(fields.createdAt),
    extensions: fields.extensions.map(({ type, value }) => ({ type, value: fromHex(value) })),
  };
}

const base = headerOf(vectors.valid[0]?.fields ?? fail());

function fail(): never {
  throw new Error('vectors/header.json is empty');
}

describe('a header that is not exactly one of this version is refused', () => {
  test.each(vectors.invalid)('$name', ({ header, error }) => {
    expect(parseHeader(fromHex(header))).toEqual({ ok: false, error: { code: error } });
  });

  test('arbitrary octets give a header or the one refusal, and never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: MAX_HEADER_OCTETS + 8 }), (octets) => {
        const parsed = parseHeader(octets);
        expect(parsed.ok || parsed.error.code === 'HEADER_UNKNOWN').toBe(true);
      }),
    );
  });

  test('a lawful header with octets changed, cut or added parses to itself or is refused', () => {
    const octets = fromHex(vectors.valid[4]?.header ?? '');
    fc.assert(
      fc.property(fc.nat({ max: octets.length - 1 }), fc.nat({ max: 255 }), fc.integer({ min: -3, max: 3 }), (at, value, change) => {
        const mutated = new Uint8Array(octets.length + change);
        mutated.set(octets.subarray(0, mutated.length));
        mutated[at] = value;
        const parsed = parseHeader(mutated);
        const again = parsed.ok ? encodeHeader(parsed.value) : parsed;
        expect(again.ok ? toHex(again.value) : again.error.code).toBe(parsed.ok ? toHex(mutated) : 'HEADER_UNKNOWN');
      }),
    );
  });

  test('what could not be read back is not written either', () => {
    const unsound: readonly Partial<Header>[] = [
      { profile: 16 },
      { epoch: -1 },
      { epoch: 1.5 },
      { resetRandom: 10_000 },
      { resetMac: 100_000 },
      { maxAttempts: 2 },
      { maxAttempts: 11 },
      { minPinLength: 3 },
      { maxPinLength: 17 },
      { serial: '' },
      { serial: 'Ümlaut' },
      { tokenId: new Uint8Array(15) },
      { extensions: [{ type: 6, value: new Uint8Array(0) }] },
      { extensions: [{ type: 0x80, value: new Uint8Array(MAX_HEADER_OCTETS) }] },
    ];
    for (const change of unsound) expect(encodeHeader({ ...base, ...change })).toEqual({ ok: false, error: { code: 'HEADER_UNKNOWN' } });
  });
});

describe('a lawful header', () => {
  test.each(vectors.valid)('$name: written and read to the octet', ({ header, headerHash, fields }) => {
    const encoded = encodeHeader(headerOf(fields));
    expect(encoded.ok && toHex(encoded.value)).toBe(header);
    expect(parseHeader(fromHex(header))).toEqual({ ok: true, value: headerOf(fields) });
    expect(toHex(headerHashOf(fromHex(header)))).toBe(headerHash);
  });

  test('comes back from its octets as it went in', () => {
    fc.assert(
      fc.property(arbitraryHeader, (header) => {
        const encoded = encodeHeader(header);
        expect(encoded.ok && parseHeader(encoded.value)).toEqual({ ok: true, value: header });
      }),
    );
  });

  test('shows no words where the issuer wrote none, or none that are UTF-8', () => {
    const broken = { ...base, extensions: [{ type: EXTENSION.label, value: fromHex('c328') }] };
    expect(extensionText(base, EXTENSION.label)).toBe('');
    expect(extensionText(broken, EXTENSION.label)).toBe('');
  });
});
