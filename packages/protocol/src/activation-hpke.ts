import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256, HpkeError } from '@hpke/core';
import { type Exporter, type SealedRequest, additionalData } from './activation-channel.ts';
import { type Bytes, concat, domain, lv, utf8, wipe } from './bytes.ts';
import type { Randomness } from './ports.ts';

/**
 * Section 14 A, the sealed request and the secret both sides then share: RFC 9180 mode_psk, DHKEM(X25519, HKDF-SHA256) 0x0020, HKDF-SHA256
 * 0x0001, AES-256-GCM 0x0002. The library does it with WebCrypto, which browsers and Node both have.
 */

/** What both sides know of one activation by link: everything in the link but the server's key. */
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

const REQUEST_AAD = additionalData('req');

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

/** The exporter of an HPKE context. */
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
