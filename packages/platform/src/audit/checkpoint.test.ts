import { createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { type AuditDetails, createCheckpointSigner, formatCheckpoint, parseCheckpoint } from './index.ts';

/** RFC 8032, section 7.1, TEST 1. */
const SEED = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
const PUBLIC_KEY = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

async function someCheckpoint() {
  const signer = createCheckpointSigner(SEED);
  const unsigned = { sequence: 42, at: 1767225600000, link: new Uint8Array(32).fill(5), keyId: signer.keyId };
  return { ...unsigned, signature: await signer.sign(new Uint8Array()) };
}

test('the signer has the key and the signature of RFC 8032', async () => {
  const signer = createCheckpointSigner(SEED);
  expect(Buffer.from(signer.publicKey).toString('hex')).toBe(PUBLIC_KEY);
  expect(Buffer.from(await signer.sign(new Uint8Array())).toString('hex')).toMatch(
    /^e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8/,
  );
});

test('a checkpoint is one line of text that anybody can verify with any tool', async () => {
  const signer = createCheckpointSigner(SEED);
  const draft = { ...(await someCheckpoint()), signature: new Uint8Array(64) };
  const signedPart = formatCheckpoint(draft).replace(/ [^ ]+$/, '');
  expect(signedPart).toBe('sallyport-checkpoint-1 42 1767225600000 BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU 21fe31dfa154a261');
  const signature = await signer.sign(Buffer.from(signedPart));
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(PUBLIC_KEY, 'hex').toString('base64url') };
  expect(verify(null, Buffer.from(signedPart), createPublicKey({ key: jwk, format: 'jwk' }), signature)).toBe(true);
});

test('what is written is read again, and only exactly that form', async () => {
  const line = formatCheckpoint(await someCheckpoint());
  expect(parseCheckpoint(line)).toEqual(await someCheckpoint());
  const wrong = [
    '',
    `${line} `,
    `${line}\n`,
    line.replace('42', '042'),
    line.replace('-1 ', '-2 '),
    line.slice(0, -1),
    line.replace('BQUFBQUFBQU 2', 'BQUFBQUFBQV 2'),
    line.repeat(100),
  ];
  expect(wrong.map(parseCheckpoint)).toEqual(wrong.map(() => undefined));
});

test('a seed of the wrong length is refused', () => {
  expect(() => createCheckpointSigner(new Uint8Array(31))).toThrow(RangeError);
});

test('the type of audit details has no room for a secret', () => {
  // @ts-expect-error -- a name under which a secret would be found
  const named: AuditDetails = { password: 'x' };
  // @ts-expect-error -- an object, such as a Secret
  const object: AuditDetails = { what: { reveal: () => 'x' } };
  expect([named, object]).toHaveLength(2);
});
