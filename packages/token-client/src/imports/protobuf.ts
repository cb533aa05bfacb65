import type { Bytes } from '@sallyport/protocol';

/** As much of Protocol Buffers (protobuf.dev/programming-guides/encoding) as one message of numbers, octets and messages needs. */

export type ProtobufField =
  | { readonly number: number; readonly kind: 'varint'; readonly value: bigint }
  | { readonly number: number; readonly kind: 'octets'; readonly value: Bytes }
  /** Fixed 4 or 8 octets: skipped by every reader here. */
  | { readonly number: number; readonly kind: 'fixed' };

const MAX_VARINT_OCTETS = 10;
const MAX_FIELD_NUMBER = 2 ** 29 - 1;

/** All fields in their order; undefined for what ends too early or is no such message. */
export function readProtobuf(octets: Uint8Array): readonly ProtobufField[] | undefined {
  const fields: ProtobufField[] = [];
  let offset = 0;
  while (offset < octets.length) {
    const read = readField(octets, offset);
    if (read === undefined) return undefined;
    fields.push(read.field);
    offset = read.next;
  }
  return fields;
}

function readField(octets: Uint8Array, start: number): { readonly field: ProtobufField; readonly next: number } | undefined {
  const key = readVarint(octets, start);
  if (key === undefined || key.value >> 3n > BigInt(MAX_FIELD_NUMBER) || key.value >> 3n === 0n) return undefined;
  const number = Number(key.value >> 3n);
  switch (key.value & 7n) {
    case 0n: {
      const varint = readVarint(octets, key.next);
      return varint && { field: { number, kind: 'varint', value: varint.value }, next: varint.next };
    }
    case 1n:
      return fixed({ octets, number, next: key.next + 8 });
    case 2n: {
      const length = readVarint(octets, key.next);
      if (length === undefined || length.value > BigInt(octets.length - length.next)) return undefined;
      const next = length.next + Number(length.value);
      return { field: { number, kind: 'octets', value: octets.slice(length.next, next) }, next };
    }
    case 5n:
      return fixed({ octets, number, next: key.next + 4 });
    default:
      return undefined;
  }
}

function fixed(at: { octets: Uint8Array; number: number; next: number }): ReturnType<typeof readField> {
  return at.next <= at.octets.length ? { field: { number: at.number, kind: 'fixed' }, next: at.next } : undefined;
}

function readVarint(octets: Uint8Array, start: number): { readonly value: bigint; readonly next: number } | undefined {
  let value = 0n;
  for (let index = 0; index < MAX_VARINT_OCTETS; index += 1) {
    const octet = octets[start + index];
    if (octet === undefined) return undefined;
    value |= BigInt(octet & 0x7f) << BigInt(7 * index);
    if (octet < 0x80) return { value: BigInt.asUintN(64, value), next: start + index + 1 };
  }
  return undefined;
}
