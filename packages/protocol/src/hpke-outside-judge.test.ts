import { Aes128Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from '@hpke/core';
import { createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { expect, test } from 'vitest';
import { fromHex, toHex } from './bytes.ts';
import { readVectors } from './testing/read-vectors.ts';

/**
 * Two outside judges of the sealed channel: the library against the vector of RFC 9180, and our vectors of activation and re-key against the
 * RFC's formulas, written down here a second time over `node:crypto` and nothing else.
 */

test('the library reproduces RFC 9180 appendix A.1.2 (mode_psk, X25519): key pairs, encapsulation, ciphertexts and exports', async () => {
  const hpke = new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes128Gcm() });
  const recipient = await hpke.kem.deriveKeyPair(fromHex('d4a09d09f575fef425905d2ab396c1449141463f698f8efdb7accfaff8995098'));
  const parameters = {
    info: fromHex('4f6465206f6e2061204772656369616e2055726e'),
    psk: {
      id: fromHex('456e6e796e20447572696e206172616e204d6f726961'),
      key: fromHex('0247fd33b913760fa1fa51e1892d9f307fbe65eb171e8132c2af18555a738b82'),
    },
  };
  const ekm = fromHex('78628c354e46f3e169bd231be7b2ff1c77aa302460a26dbfa15515684c00130b');
  const sender = await hpke.createSenderContext({ ...parameters, recipientPublicKey: recipient.publicKey, ekm });
  const receiver = await hpke.createRecipientContext({ ...parameters, recipientKey: recipient, enc: sender.enc });
  const hex = (octets: ArrayBuffer): string => toHex(new Uint8Array(octets));

  expect(hex(await hpke.kem.serializePublicKey(recipient.publicKey))).toBe(
    '9fed7e8c17387560e92cc6462a68049657246a09bfa8ade7aefe589672016366',
  );
  expect(hex(await hpke.kem.serializePrivateKey(recipient.privateKey))).toBe(
    'c5eb01eb457fe6c6f57577c5413b931550a162c71a03ac8d196babbd4e5ce0fd',
  );
  expect(hex(sender.enc)).toBe('0ad0950d9fb9588e59690b74f1237ecdf1d775cd60be2eca57af5a4b0471c91b');

  const plaintext = fromHex('4265617574792069732074727574682c20747275746820626561757479');
  for (const [aad, ciphertext] of [
    ['436f756e742d30', 'e52c6fed7f758d0cf7145689f21bc1be6ec9ea097fef4e959440012f4feb73fb611b946199e681f4cfc34db8ea'],
    ['436f756e742d31', '49f3b19b28a9ea9f43e8c71204c00d4a490ee7f61387b6719db765e948123b45b61633ef059ba22cd62437c8ba'],
  ] as const) {
    expect(hex(await sender.seal(plaintext, fromHex(aad)))).toBe(ciphertext);
    expect(hex(await receiver.open(fromHex(ciphertext), fromHex(aad)))).toBe(toHex(plaintext));
  }
  for (const [label, exported] of [
    ['', 'dff17af354c8b41673567db6259fd6029967b4e1aad13023c2ae5df8f4f43bf6'],
    ['00', '6a847261d8207fe596befb52928463881ab493da345b10e1dcc645e3b94e2d95'],
    ['54657374436f6e74657874', '8aff52b45a1be3a734bc7a41e20b4e055ad4c4d22104b0c20285a7c4302401cd'],
  ] as const) {
    expect(hex(await sender.export(fromHex(label), 32))).toBe(exported);
    expect(hex(await receiver.export(fromHex(label), 32))).toBe(exported);
  }
});

interface ActivationVector {
  readonly activationId: string;
  readonly presharedKey: string;
  readonly apiOrigin: string;
  readonly receiver: { readonly publicKey: string; readonly privateKey: string };
  readonly request: { readonly enc: string; readonly ct: string };
  readonly reply: { readonly ct2: string };
  readonly device: { readonly name: string };
  readonly grant: { readonly tokenId: string; readonly serial: string };
  readonly keys: { readonly seed: string; readonly recoveryKey: string; readonly serverKey: string };
}

test('the activation vector follows from RFC 9180 and section 14 alone', () => {
  const vector = readVectors<ActivationVector>('activation-psk');
  const activationId = Buffer.from(vector.activationId, 'hex');
  const enc = Buffer.from(vector.request.enc, 'base64url');
  const ct = Buffer.from(vector.request.ct, 'base64url');
  const ct2 = Buffer.from(vector.reply.ct2, 'base64url');
  const channel = receiver({
    enc,
    publicKey: Buffer.from(vector.receiver.publicKey, 'hex'),
    privateKey: Buffer.from(vector.receiver.privateKey, 'hex'),
    info: Buffer.concat([ds('activate'), activationId, lv(Buffer.from(vector.apiOrigin))]),
    mode: 1,
    psk: Buffer.from(vector.presharedKey, 'hex'),
    pskId: activationId,
  });

  const request = read(aesGcmOpen({ ...channel, ciphertext: ct, aad: ds('act-req') }));
  const response = read(
    aesGcmOpen({
      key: channel.export(ds('resp-key'), 32),
      nonce: channel.export(ds('resp-nonce'), 12),
      ciphertext: ct2,
      aad: ds('act-resp'),
    }),
  );
  expect(request['dev']).toEqual({ name: vector.device.name });
  expect([response['tid'], response['serial']]).toEqual([
    Buffer.from(vector.grant.tokenId, 'hex').toString('base64url'),
    vector.grant.serial,
  ]);

  const salt = createHash('sha256')
    .update(Buffer.concat([ds('act-transcript'), lv(enc), lv(ct), lv(ct2)]))
    .digest();
  const nonces = [request['n'], response['n']].map((nonce) => Buffer.from(String(nonce), 'base64url'));
  const root = hmac(salt, Buffer.concat([channel.export(ds('kact'), 32), ...nonces]));
  const tokenId = Buffer.from(vector.grant.tokenId, 'hex');
  const derive = (label: string, ...more: Buffer[]): string =>
    expand(root, Buffer.concat([ds(label), ...more, tokenId]), 32).toString('hex');
  expect({ seed: derive('otp-seed', Buffer.of(2)), recoveryKey: derive('krec'), serverKey: derive('ksrv') }).toEqual(vector.keys);
});

interface RekeyVector {
  readonly tokenId: string;
  readonly serverKey: string;
  readonly epoch: number;
  readonly otp: string;
  readonly deviceKey: { readonly x: string; readonly y: string };
  readonly offer: { readonly publicKey: string; readonly privateKey: string };
  readonly rekeyRequest: { readonly enc: string; readonly ct: string; readonly mac: string };
  readonly rekeyReply: { readonly ct2: string };
  readonly keys: { readonly seed: string; readonly recoveryKey: string; readonly serverKey: string };
}

test('the re-key vector follows from RFC 9180 in mode_base and section 15 alone', () => {
  const vector = readVectors<RekeyVector>('rekey');
  const [tokenId, serverKey] = [vector.tokenId, vector.serverKey].map((hex) => Buffer.from(hex, 'hex')) as [Buffer, Buffer];
  const [enc, ct, ct2] = [vector.rekeyRequest.enc, vector.rekeyRequest.ct, vector.rekeyReply.ct2].map((text) =>
    Buffer.from(text, 'base64url'),
  ) as [Buffer, Buffer, Buffer];
  const offer = Buffer.from(vector.offer.publicKey, 'hex');
  expect(hmac(serverKey, Buffer.concat([ds('rekey-req'), tokenId, lv(enc), lv(ct)])).toString('base64url')).toBe(vector.rekeyRequest.mac);

  const none = Buffer.alloc(0);
  const channel = receiver({
    enc,
    publicKey: offer,
    privateKey: Buffer.from(vector.offer.privateKey, 'hex'),
    info: Buffer.concat([ds('rekey'), tokenId]),
    mode: 0,
    psk: none,
    pskId: none,
  });
  const request = read(aesGcmOpen({ ...channel, ciphertext: ct, aad: ds('rekey-req') }));
  const answerKeys = { key: channel.export(ds('resp-key'), 32), nonce: channel.export(ds('resp-nonce'), 12) };
  const response = read(aesGcmOpen({ ...answerKeys, ciphertext: ct2, aad: ds('rekey-resp') }));
  const [x, y] = [vector.deviceKey.x, vector.deviceKey.y].map((hex) => Buffer.from(hex, 'hex').toString('base64url'));
  expect([request['epoch'], request['otp'], request['kdev']]).toEqual([vector.epoch, vector.otp, { kty: 'EC', crv: 'P-256', x, y }]);

  const salt = createHash('sha256')
    .update(Buffer.concat([ds('rekey-transcript'), tokenId, lv(offer), lv(enc), lv(ct), lv(ct2)]))
    .digest();
  const nonces = [request['n'], response['n']].map((nonce) => Buffer.from(String(nonce), 'base64url'));
  const root = hmac(salt, Buffer.concat([channel.export(ds('krekey'), 32), serverKey, ...nonces]));
  const derive = (label: string, ...more: Buffer[]): string =>
    expand(root, Buffer.concat([ds(label), ...more, tokenId]), 32).toString('hex');
  expect({ seed: derive('otp-seed', Buffer.of(2)), recoveryKey: derive('krec'), serverKey: derive('ksrv') }).toEqual(vector.keys);
});

function read(json: Buffer): Readonly<Record<string, unknown>> {
  return JSON.parse(json.toString('utf8')) as Record<string, unknown>;
}

function ds(label: string): Buffer {
  return Buffer.from(`softtoken-v1/${label}\0`);
}

function lv(value: Buffer): Buffer {
  return Buffer.concat([Buffer.of(value.length >> 8, value.length & 255), value]);
}

function hmac(key: Buffer, message: Buffer): Buffer {
  return createHmac('sha256', key).update(message).digest();
}

/** RFC 5869 section 2.3. */
function expand(pseudorandomKey: Buffer, info: Buffer, length: number): Buffer {
  let block: Buffer = Buffer.alloc(0);
  let output: Buffer = Buffer.alloc(0);
  for (let counter = 1; output.length < length; counter += 1) {
    block = hmac(pseudorandomKey, Buffer.concat([block, info, Buffer.of(counter)]));
    output = Buffer.concat([output, block]);
  }
  return output.subarray(0, length);
}

/** RFC 9180 section 4: LabeledExtract and LabeledExpand of one suite. */
function labeled(suiteId: Buffer): {
  extract: (salt: Buffer, label: string, inputKey: Buffer) => Buffer;
  expand: (key: Buffer, input: { label: string; info: Buffer; length: number }) => Buffer;
} {
  const prefix = (label: string): Buffer => Buffer.concat([Buffer.from('HPKE-v1'), suiteId, Buffer.from(label)]);
  return {
    extract: (salt, label, inputKey) => hmac(salt.length === 0 ? Buffer.alloc(32) : salt, Buffer.concat([prefix(label), inputKey])),
    expand: (key, { label, info, length }) =>
      expand(key, Buffer.concat([Buffer.of(length >> 8, length & 255), prefix(label), info]), length),
  };
}

/** RFC 9180 sections 4.1 (Decap) and 5.1 (KeySchedule), for the one suite we use; mode 0 is base, 1 is psk. */
function receiver(input: { enc: Buffer; publicKey: Buffer; privateKey: Buffer; info: Buffer; mode: 0 | 1; psk: Buffer; pskId: Buffer }): {
  key: Buffer;
  nonce: Buffer;
  export: (context: Buffer, length: number) => Buffer;
} {
  const none = Buffer.alloc(0);
  const kem = labeled(Buffer.from('4b454d0020', 'hex'));
  const suite = labeled(Buffer.from('48504b45002000010002', 'hex'));
  const dh = diffieHellman({
    privateKey: createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), input.privateKey]),
      format: 'der',
      type: 'pkcs8',
    }),
    publicKey: createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), input.enc]),
      format: 'der',
      type: 'spki',
    }),
  });
  const shared = kem.expand(kem.extract(none, 'eae_prk', dh), {
    label: 'shared_secret',
    info: Buffer.concat([input.enc, input.publicKey]),
    length: 32,
  });
  const context = Buffer.concat([
    Buffer.of(input.mode),
    suite.extract(none, 'psk_id_hash', input.pskId),
    suite.extract(none, 'info_hash', input.info),
  ]);
  const secret = suite.extract(shared, 'secret', input.psk);
  const exporterSecret = suite.expand(secret, { label: 'exp', info: context, length: 32 });
  return {
    key: suite.expand(secret, { label: 'key', info: context, length: 32 }),
    nonce: suite.expand(secret, { label: 'base_nonce', info: context, length: 12 }),
    export: (exporterContext, length) => suite.expand(exporterSecret, { label: 'sec', info: exporterContext, length }),
  };
}

function aesGcmOpen(input: { key: Buffer; nonce: Buffer; ciphertext: Buffer; aad: Buffer }): Buffer {
  const cipher = createDecipheriv('aes-256-gcm', input.key, input.nonce);
  cipher.setAAD(input.aad);
  cipher.setAuthTag(input.ciphertext.subarray(-16));
  return Buffer.concat([cipher.update(input.ciphertext.subarray(0, -16)), cipher.final()]);
}
