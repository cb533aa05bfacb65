import { argon2Sync, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { readVectors } from './testing/read-vectors.ts';

/**
 * An outside judge of section 14 B: the vector follows from RFC 9382, RFC 9106 and the protocol page alone, written down here a second time over
 * `node:crypto` and school-book arithmetic on the curve.
 */

interface TypedVector {
  readonly typedCode: string;
  readonly apiOrigin: string;
  readonly w: string;
  readonly secrets: { readonly device: string; readonly server: string };
  readonly start: { readonly serial: string; readonly pA: string };
  readonly started: { readonly a: string; readonly pB: string; readonly cB: string };
  readonly request: { readonly cA: string; readonly ct: string };
  readonly reply: { readonly ct2: string };
  readonly device: { readonly name: string };
  readonly grant: { readonly tokenId: string; readonly serial: string };
  readonly keys: { readonly seed: string; readonly recoveryKey: string; readonly serverKey: string };
}

const vector = readVectors<TypedVector>('activation-spake2');
const octetsOf = (text: string): Buffer => Buffer.from(text, 'base64url');

// P-256 (SEC 2, section 2.4.2): y^2 = x^3 - 3x + b.
const FIELD = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;
type Point = readonly [bigint, bigint] | undefined;
const BASE: Point = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
];
// RFC 9382 section 6, in compressed form.
const M = decompress(0x886e2f97ace46e55ba9dd7242579f2993b64e16ef3dcab95afd497333d8fa12fn, 0n);
const N = decompress(0xd8bbd6c639c62937b04d997f38c3770719c629d7014d49a24b4f98baa1292b49n, 1n);

function mod(value: bigint): bigint {
  return ((value % FIELD) + FIELD) % FIELD;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let [square, rest] = [mod(base), exponent]; rest > 0n; square = mod(square * square), rest >>= 1n) {
    if (rest & 1n) result = mod(result * square);
  }
  return result;
}

function decompress(x: bigint, parity: bigint): Point {
  const root = power(x ** 3n - 3n * x + B, (FIELD + 1n) / 4n);
  return [x, root % 2n === parity ? root : FIELD - root];
}

function add(left: Point, right: Point): Point {
  if (!left || !right) return left ?? right;
  const [[x1, y1], [x2, y2]] = [left, right];
  if (x1 === x2 && mod(y1 + y2) === 0n) return undefined;
  const slope = mod(x1 === x2 ? (3n * x1 * x1 - 3n) * power(2n * y1, FIELD - 2n) : (y2 - y1) * power(x2 - x1, FIELD - 2n));
  const x = mod(slope * slope - x1 - x2);
  return [x, mod(slope * (x1 - x) - y1)];
}

function multiply(scalar: bigint, point: Point): Point {
  let result: Point;
  for (let [double, rest] = [point, scalar]; rest > 0n; double = add(double, double), rest >>= 1n)
    if (rest & 1n) result = add(result, double);
  return result;
}

function uncompressed(point: Point): Buffer {
  if (!point) throw new Error('zero has no such form');
  return Buffer.from(`04${point.map((coordinate) => coordinate.toString(16).padStart(64, '0')).join('')}`, 'hex');
}

function ds(label: string): Buffer {
  return Buffer.from(`softtoken-v1/${label}\0`);
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

/** RFC 5869 section 2.3, for one or two blocks. */
function expand(key: Buffer, info: Buffer, length: number): Buffer {
  let [block, output] = [Buffer.alloc(0), Buffer.alloc(0)];
  for (let counter = 1; output.length < length; counter += 1) {
    block = createHmac('sha256', key)
      .update(Buffer.concat([block, info, Buffer.of(counter)]))
      .digest();
    output = Buffer.concat([output, block]);
  }
  return output.subarray(0, length);
}

function lv(value: Buffer): Buffer {
  return Buffer.concat([Buffer.of(value.length >> 8, value.length & 255), value]);
}

test('w follows from code and serial by Argon2id of another maker', () => {
  const digits = vector.typedCode
    .split(' ')
    .map((group) => group.slice(0, 4))
    .join('');
  const nonce = sha256(ds('act-typed'), Buffer.from(vector.start.serial)).subarray(0, 16);
  const hashed = argon2Sync('argon2id', { message: digits, nonce, memory: 65_536, passes: 3, parallelism: 1, tagLength: 32 });
  const wide = BigInt(`0x${expand(hashed, ds('act-scalar'), 48).toString('hex')}`);
  expect(((wide % (ORDER - 1n)) + 1n).toString(16)).toBe(vector.w);
});

test('shares, confirmations, messages and keys follow from w and the secrets of both sides', () => {
  const [w, x, y] = [vector.w, vector.secrets.device, vector.secrets.server].map((hex) => BigInt(`0x${hex}`)) as [bigint, bigint, bigint];
  const pA = uncompressed(add(multiply(x, BASE), multiply(w, M)));
  const pB = uncompressed(add(multiply(y, BASE), multiply(w, N)));
  expect([pA.toString('base64url'), pB.toString('base64url')]).toEqual([vector.start.pA, vector.started.pB]);

  // K = x*(pB - w*N) = x*y*P, which needs neither.
  const shared = uncompressed(multiply((x * y) % ORDER, BASE));
  const issuerId = sha256(ds('issuer'), Buffer.from(vector.apiOrigin)).subarray(0, 16);
  const transcript = Buffer.concat(
    [Buffer.from('softtoken-client'), issuerId, pA, pB, shared, Buffer.from(vector.w, 'hex')].flatMap((part) => {
      const length = Buffer.alloc(8);
      length.writeUInt32LE(part.length);
      return [length, part];
    }),
  );
  const digest = createHash('sha512').update(transcript).digest();
  const sessionKey = digest.subarray(0, 32);
  const info = Buffer.concat([Buffer.from('ConfirmationKeys'), ds('act-typed'), octetsOf(vector.started.a)]);
  const confirmationKeys = Buffer.from(hkdfSync('sha512', digest.subarray(32), Buffer.alloc(0), info, 64));
  const mac = (key: Buffer): string => createHmac('sha512', key).update(transcript).digest('base64url');
  expect([mac(confirmationKeys.subarray(0, 32)), mac(confirmationKeys.subarray(32))]).toEqual([vector.request.cA, vector.started.cB]);

  const opened = (direction: 'req' | 'resp', ciphertext: Buffer): Readonly<Record<string, unknown>> => {
    const cipher = createDecipheriv(
      'aes-256-gcm',
      expand(sessionKey, ds(`${direction}-key`), 32),
      expand(sessionKey, ds(`${direction}-nonce`), 12),
    );
    cipher.setAAD(ds(`act-${direction}`));
    cipher.setAuthTag(ciphertext.subarray(-16));
    const plaintext = Buffer.concat([cipher.update(ciphertext.subarray(0, -16)), cipher.final()]);
    return JSON.parse(plaintext.toString('utf8')) as Record<string, unknown>;
  };
  const [ct, ct2] = [octetsOf(vector.request.ct), octetsOf(vector.reply.ct2)];
  const [request, response] = [opened('req', ct), opened('resp', ct2)];
  expect(request['dev']).toEqual({ name: vector.device.name });
  expect(response['serial']).toBe(vector.grant.serial);

  const salt = sha256(ds('act-transcript'), lv(Buffer.concat([pA, pB])), lv(ct), lv(ct2));
  const nonces = [request['n'], response['n']].map((nonce) => octetsOf(String(nonce)));
  const root = createHmac('sha256', salt)
    .update(Buffer.concat([expand(sessionKey, ds('kact'), 32), ...nonces]))
    .digest();
  const tokenId = Buffer.from(vector.grant.tokenId, 'hex');
  const derive = (label: string, ...more: Buffer[]): string =>
    expand(root, Buffer.concat([ds(label), ...more, tokenId]), 32).toString('hex');
  expect({ seed: derive('otp-seed', Buffer.of(2)), recoveryKey: derive('krec'), serverKey: derive('ksrv') }).toEqual(vector.keys);
});
