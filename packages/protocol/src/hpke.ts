import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256, HpkeError } from '@hpke/core';
import { type Bytes, domain, wipe } from './bytes.ts';
import type { Randomness } from './ports.ts';
import type { Exporter, SealedRequest } from './sealed-message.ts';

/**
 * RFC 9180 as sections 14 A and 15 use it: DHKEM(X25519, HKDF-SHA256) 0x0020, HKDF-SHA256 0x0001, AES-256-GCM 0x0002; one message to the
 * receiver, and what both sides then export. The library does it with WebCrypto, which browsers and Node both have.
 */

/** X25519, 32 octets each. */
export interface ReceiverKeys {
  readonly publicKey: Bytes;
  readonly privateKey: Bytes;
}

/** What both sides must agree on, or nothing opens. With `psk`: mode_psk; without: mode_base. */
export interface HpkeParameters {
  readonly info: Bytes;
  readonly psk?: { readonly id: Bytes; readonly key: Bytes };
}

/** Whether this platform has X25519. Browsers before 2025 may not; Node 24 has. */
export async function hpkeIsSupported(): Promise<boolean> {
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

/** Undefined when the receiver's public key is no usable point. */
export async function sealTo(
  receiverPublicKey: Uint8Array,
  message: {
    readonly parameters: HpkeParameters;
    readonly aad: Bytes;
    readonly plaintext: Uint8Array;
    readonly randomness: Randomness;
  },
): Promise<(SealedRequest & { readonly exporter: Exporter }) | undefined> {
  const hpke = suite();
  return undefinedIfRefused(async () => {
    const recipientPublicKey = await hpke.kem.deserializePublicKey(receiverPublicKey);
    const ekm = message.randomness.bytes(32);
    const context = await hpke.createSenderContext({ ...message.parameters, recipientPublicKey, ekm });
    wipe(ekm);
    const ct = new Uint8Array(await context.seal(message.plaintext, message.aad));
    return { enc: new Uint8Array(context.enc), ct, exporter: exporterOf(context) };
  });
}

/** Undefined when the message was not made for this receiver with these parameters, or was changed on the way. */
export async function openSealed(
  receiver: ReceiverKeys,
  message: SealedRequest & { readonly parameters: HpkeParameters; readonly aad: Bytes },
): Promise<{ readonly plaintext: Bytes; readonly exporter: Exporter } | undefined> {
  const hpke = suite();
  return undefinedIfRefused(async () => {
    const recipientKey = {
      publicKey: await hpke.kem.deserializePublicKey(receiver.publicKey),
      privateKey: await hpke.kem.deserializePrivateKey(receiver.privateKey),
    };
    const context = await hpke.createRecipientContext({ ...message.parameters, recipientKey, enc: message.enc });
    return { plaintext: new Uint8Array(await context.open(message.ct, message.aad)), exporter: exporterOf(context) };
  });
}

function suite(): CipherSuite {
  return new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
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
