import { type AeadEncryptionContext, Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256, HpkeError } from '@hpke/core';
import { type Bytes, concat, domain, lv, utf8, wipe } from './bytes.ts';
import { hkdfExtract, sha256 } from './key-schedule.ts';
import type { Randomness } from './ports.ts';

/**
 * Section 14 A, the sealed channel: RFC 9180 mode_psk, DHKEM(X25519, HKDF-SHA256) 0x0020, HKDF-SHA256 0x0001, AES-256-GCM 0x0002,
 * once in each direction. The library does it with WebCrypto, which browsers and Node both have.
 */

/** What both sides know of one activation: everything in the link but the server's key. */
export interface ActivationContext {
  readonly activationId: Uint8Array;
  readonly presharedKey: Uint8Array;
  readonly apiOrigin: string;
}

/** X25519, 32 octets each. */
export interface ReceiverKeys {
  readonly publicKey: Bytes;
  readonly privateKey: Bytes;
}

/** The exporter of an HPKE context, by label of section 14. Both sides get the same octets, nobody else does. */
export type Exporter = (label: string, length: number) => Promise<Bytes>;

const REQUEST_AAD = domain('act-req');
const RESPONSE_AAD = domain('act-resp');

/** Whether this platform has X25519. Browsers before 2025 may not; Node 24 has. */
export async function activationIsSupported(): Promise<boolean> {
  try {
    await suite().kem.generateKeyPair();
    return true;
  } catch (error) {
    if (error instanceof HpkeError) return false;
    throw error;
  }
}

/** RFC 9180 section 7.1.3: DeriveKeyPair over fresh random octets, so that chance comes in through the port alone. */
export async function generateReceiverKeys(randomness: Randomness): Promise<ReceiverKeys> {
  const { kem } = suite();
  const seed = randomness.bytes(32);
  const pair = await kem.deriveKeyPair(seed);
  wipe(seed);
  const publicKey = new Uint8Array(await kem.serializePublicKey(pair.publicKey));
  const privateKey = new Uint8Array(await kem.serializePrivateKey(pair.privateKey));
  return { publicKey, privateKey };
}

export interface SealedRequest {
  readonly enc: Bytes;
  readonly ct: Bytes;
}

/** The device's half; undefined when the server's public key is no usable point. */
export async function sealRequest(
  input: ActivationContext & { readonly serverPublicKey: Uint8Array; readonly plaintext: Uint8Array; readonly randomness: Randomness },
): Promise<(SealedRequest & { readonly exporter: Exporter }) | undefined> {
  const hpke = suite();
  return undefinedIfRefused(async () => {
    const recipientPublicKey = await hpke.kem.deserializePublicKey(input.serverPublicKey);
    const ekm = input.randomness.bytes(32);
    const context = await hpke.createSenderContext({ ...parametersOf(input), recipientPublicKey, ekm });
    wipe(ekm);
    const ct = new Uint8Array(await context.seal(input.plaintext, REQUEST_AAD));
    return { enc: new Uint8Array(context.enc), ct, exporter: exporterOf(context) };
  });
}

/** The server's half; undefined when the request was not made with these keys, or was changed on the way. */
export async function openRequest(
  input: ActivationContext & SealedRequest & { readonly receiver: ReceiverKeys },
): Promise<{ readonly plaintext: Bytes; readonly exporter: Exporter } | undefined> {
  const hpke = suite();
  return undefinedIfRefused(async () => {
    const recipientKey = {
      publicKey: await hpke.kem.deserializePublicKey(input.receiver.publicKey),
      privateKey: await hpke.kem.deserializePrivateKey(input.receiver.privateKey),
    };
    const context = await hpke.createRecipientContext({ ...parametersOf(input), recipientKey, enc: input.enc });
    return { plaintext: new Uint8Array(await context.open(input.ct, REQUEST_AAD)), exporter: exporterOf(context) };
  });
}

/** `ct2` of section 14: a single message under exported keys, so the fixed nonce is used once. */
export async function sealResponse(exporter: Exporter, plaintext: Uint8Array): Promise<Bytes> {
  const { cipher, nonce } = await responseCipher(exporter);
  return new Uint8Array(await cipher.seal(nonce, plaintext, RESPONSE_AAD));
}

/** Undefined when the answer was not made for this very request, or was changed on the way. */
export async function openResponse(exporter: Exporter, ciphertext: Uint8Array): Promise<Bytes | undefined> {
  const { cipher, nonce } = await responseCipher(exporter);
  try {
    return new Uint8Array(await cipher.open(nonce, ciphertext, RESPONSE_AAD));
  } catch {
    // Below HPKE's own layer WebCrypto speaks; its OperationError says only that the tag does not verify.
    return undefined;
  }
}

async function responseCipher(exporter: Exporter): Promise<{ cipher: AeadEncryptionContext; nonce: Bytes }> {
  const key = await exporter('resp-key', 32);
  // The context copies and later wipes what it is given.
  return { cipher: new Aes256Gcm().createEncryptionContext(key), nonce: await exporter('resp-nonce', 12) };
}

/** `PRK_act` of section 14. Any change to any of the three messages gives other keys, even one that both ends let pass. */
export async function activationKey(input: {
  readonly exporter: Exporter;
  readonly request: SealedRequest;
  readonly ct2: Uint8Array;
  readonly deviceNonce: Uint8Array;
  readonly serverNonce: Uint8Array;
}): Promise<Bytes> {
  const { request, ct2, deviceNonce, serverNonce } = input;
  const salt = sha256(concat(domain('act-transcript'), lv(request.enc), lv(request.ct), lv(ct2)));
  const exported = await input.exporter('kact', 32);
  const inputKey = concat(exported, deviceNonce, serverNonce);
  const key = hkdfExtract(salt, inputKey);
  wipe(exported, inputKey);
  return key;
}

function suite(): CipherSuite {
  return new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
}

/** The activation and the API's origin are bound into every key: a request made for one is noise to every other. */
function parametersOf(context: ActivationContext): { info: Bytes; psk: { id: Bytes; key: Bytes } } {
  const { activationId, presharedKey, apiOrigin } = context;
  return {
    info: concat(domain('activate'), activationId, lv(utf8(apiOrigin))),
    psk: { id: concat(activationId), key: concat(presharedKey) },
  };
}

function exporterOf(context: { export(label: Uint8Array, length: number): Promise<ArrayBuffer> }): Exporter {
  return async (label, length) => new Uint8Array(await context.export(domain(label), length));
}

/** What the library throws for foreign input becomes an answer; anything else is a bug and stays one. */
async function undefinedIfRefused<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HpkeError) return undefined;
    throw error;
  }
}
