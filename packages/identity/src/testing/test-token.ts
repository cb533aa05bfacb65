import { Secret, type Instant } from '@sallyport/platform';
import { systemRandomness } from '@sallyport/platform';
import {
  type ActivationConfirmation,
  type ContactAnswer,
  type ContactFacts,
  type ContactReply,
  type ReceiptKind,
  type ReceivedConfirmation,
  type ReceivedContact,
  type ReceivedReceipt,
  type RekeyReply,
  type TokenKeys,
  activationConfirmationMessage,
  closedContactMessage,
  constantTimeEqual,
  contactMessage,
  contactReplyMessage,
  deriveRenewedKeys,
  deriveRecoveryKeys,
  formatPinResetCode,
  fromBase64url,
  hmacSha256,
  hotp,
  parseActivationConfirmation,
  parseActivationLink,
  parseContactReply,
  pinResetCode,
  pinResetMac,
  receiptMac,
  removalMessage,
  sha256,
  softwareOtpMac,
  toBase64url,
  totpStep,
  utf8,
} from '@sallyport/protocol';
import { type ReceivedRekey, parseRekeyRequest, startRekey } from '@sallyport/protocol/rekey';
import { type ActivatedToken, parseActivationRequest, startActivation as startOnDevice } from '@sallyport/protocol/activation';
import { answerActivation, type IdentityPorts, isRefusal } from '../index.ts';
import type { Visit } from '../visit.ts';

/**
 * A soft token reduced to its keys: it shows what a real one would show, without PIN, slots and storage. Epoch and r are the
 * test's to set, so it can also play a copy, an old lock or a restored backup.
 */
export class TestToken {
  /** The name its activation goes on under. */
  readonly activationId: string;
  readonly #activated: Omit<ActivatedToken, 'serverTimeMs'>;
  readonly #device: TestDevice;
  /** Those it uses: the first ones, or those of its last re-key once it has committed them. */
  #keys: TokenKeys;
  epoch = 0;
  r = 5831;

  constructor(activationId: string, activated: Omit<ActivatedToken, 'serverTimeMs'>, device: TestDevice) {
    this.activationId = activationId;
    this.#activated = activated;
    this.#device = device;
    this.#keys = activated.keys;
  }

  /** The same token as a copy of its storage would be: same keys, own life. */
  copy(): TestToken {
    const copy = new TestToken(this.activationId, { ...this.#activated, keys: this.#keys }, this.#device);
    copy.epoch = this.epoch;
    copy.r = this.r;
    return copy;
  }

  /** The public key of its issuer, as pinned. */
  get issuerKey(): Uint8Array | undefined {
    return this.#activated.issuerKey;
  }

  get serial(): string {
    return this.#activated.serial;
  }

  get tokenId(): string {
    return toBase64url(this.#activated.tokenId);
  }

  /** The one-time password shown at this moment, or so many steps later. */
  otp(now: Instant, steps = 0): string {
    const { algorithm, digits, period, t0 } = this.#activated.otp;
    const counter = totpStep({ period, t0 }, now) + steps;
    return hotp({ mac: softwareOtpMac(algorithm, this.#keys.seed), counter, digits });
  }

  /** A code that is none of those around this moment. */
  wrongOtp(now: Instant): string {
    const right = [-2, -1, 0, 1, 2].map((step) => this.otp(now, step));
    return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? '';
  }

  /** What the locked screen shows at this epoch with this r. */
  pinResetCode(): Secret<string> {
    const { epoch, r } = this;
    return new Secret(formatPinResetCode(pinResetCode({ epoch, r, mac: this.#pinResetMac(epoch, r) })));
  }

  /** A code in good order that this token does not make: right version, epoch and check digits, and a MAC of no epoch below 1000 that ends in the same digits. */
  forgedPinResetCode(r: number): Secret<string> {
    const { epoch } = this;
    const right = Array.from({ length: 10 }, (_, hundreds) => this.#pinResetMac((epoch % 100) + hundreds * 100, r));
    const mac = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].find((wrong) => !right.includes(wrong)) ?? 0;
    return new Secret(formatPinResetCode(pinResetCode({ epoch, r, mac })));
  }

  #pinResetMac(epoch: number, r: number): number {
    return pinResetMac({ resetMacKey: this.#recoveryKeys().resetMacKey, tokenId: this.#activated.tokenId, epoch, r });
  }

  /** COMMIT: what happens after a good unlock code and a new PIN, and at every change of PIN. */
  commit(): void {
    this.epoch += 1;
    this.r = (this.r * 7 + 1) % 10_000;
  }

  receipt(what: ReceiptKind, timeMs: Instant): ReceivedReceipt {
    const facts = { tokenId: this.#activated.tokenId, epoch: this.epoch, what, timeMs };
    return { epoch: this.epoch, what, timeMs, mac: receiptMac(this.#recoveryKeys().receiptKey, facts) };
  }

  confirmation(now: Instant): ReceivedConfirmation {
    const { tokenId } = this.#activated;
    const headerHash = sha256(utf8(`header of ${this.serial}`));
    const message = activationConfirmationMessage({ activationId: fromBase64url(this.activationId), tokenId, headerHash });
    const body: ActivationConfirmation = {
      mac: toBase64url(hmacSha256(this.#keys.serverKey, message)),
      headerHash: toBase64url(headerHash),
      otp: this.otp(now),
    };
    const parsed = parseActivationConfirmation(body);
    if (!parsed.ok) throw new Error('the test token made a malformed confirmation');
    return parsed.value;
  }

  /** What an open token asks. `after` the time that was refused: it names one above. */
  contact(now: Instant, change: Partial<Pick<ContactFacts, 'wish' | 'epoch'>> = {}): AskedContact {
    const { epoch } = this;
    const nonce = systemRandomness.bytes(16);
    const facts: ContactFacts = { tokenId: this.#activated.tokenId, epoch, timeMs: now, nonce, wish: 0, ...change };
    const mac = hmacSha256(this.#keys.serverKey, contactMessage(facts));
    return { facts, contact: { ...facts, proof: { kind: 'mac', mac } } };
  }

  /** What it hears, if the answer is its server's to this question. */
  hear({ facts }: AskedContact, reply: ContactReply): ContactAnswer | undefined {
    const parsed = parseContactReply(reply);
    const mac = parsed && hmacSha256(this.#keys.serverKey, contactReplyMessage(facts, parsed.answer));
    return parsed?.mac && mac && constantTimeEqual(parsed.mac, mac) ? parsed.answer : undefined;
  }

  /** What a closed or locked one asks. */
  async closedContact(now: Instant): Promise<ReceivedContact> {
    const facts: ContactFacts = {
      tokenId: this.#activated.tokenId,
      epoch: this.epoch,
      timeMs: now,
      nonce: systemRandomness.bytes(16),
      wish: 0,
    };
    return { ...facts, proof: { kind: 'signature', signature: await this.#device.sign(closedContactMessage(facts)) } };
  }

  removal(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#device.sign(removalMessage(this.#activated.tokenId));
  }

  /** A re-key up to COMMIT: the request, and what to do with the answer. */
  async rekey(
    offer: Uint8Array,
    now: Instant,
    change: { readonly otp?: string; readonly epoch?: number; readonly device?: TestDevice } = {},
  ): Promise<StartedRekey> {
    const { tokenId, otp: parameters } = this.#activated;
    const { otp = this.otp(now), epoch = this.epoch, device = this.#device } = change;
    const { publicKey } = device;
    const { serverKey } = this.#keys;
    const exchange = await startRekey({ tokenId, epoch, offer, otp, deviceKey: publicKey, randomness: systemRandomness });
    const received = exchange && parseRekeyRequest(exchange.requestWith(hmacSha256(serverKey, exchange.message)));
    if (!exchange || !received?.ok) throw new Error('the test token made no request');
    return {
      request: received.value,
      commit: async (reply) => {
        const opened = await exchange.openReply(reply);
        if (!opened) throw new Error('the test token refused the answer');
        this.#keys = deriveRenewedKeys({ material: opened.material, serverKey, tokenId, algorithm: parameters.algorithm });
        this.commit();
      },
    };
  }

  #recoveryKeys() {
    const { tokenId, serial } = this.#activated;
    return deriveRecoveryKeys({ recoveryKey: this.#keys.recoveryKey, tokenId, serial });
  }
}

/** K_dev. */
export interface TestDevice {
  readonly publicKey: { readonly x: Uint8Array<ArrayBuffer>; readonly y: Uint8Array<ArrayBuffer> };
  readonly sign: (message: Uint8Array) => Promise<Uint8Array<ArrayBuffer>>;
}

export interface AskedContact {
  readonly facts: ContactFacts;
  readonly contact: ReceivedContact;
}

export interface StartedRekey {
  readonly request: ReceivedRekey;
  /** The device has taken the answer and committed: from now on it uses the new keys. */
  readonly commit: (reply: RekeyReply) => Promise<void>;
}

export function activationIdOf(link: string): string {
  const parsed = parseActivationLink(link);
  if (!parsed.ok) throw new Error(`not an activation link: ${parsed.error.code}`);
  return toBase64url(parsed.value.activationId);
}

/** The device's first message for this link, ready to be sent and sent again. */
export async function activationRequest(link: string) {
  const parsed = parseActivationLink(link);
  if (!parsed.ok) throw new Error(`not an activation link: ${parsed.error.code}`);
  const device = await testDevice();
  const description = { publicKey: device.publicKey, profile: 3, name: 'Test telephone' };
  const exchange = await startOnDevice({ link: parsed.value, device: description, randomness: systemRandomness });
  if (!exchange.ok) throw new Error('the device refused the link');
  const received = parseActivationRequest(exchange.value.request);
  if (!received.ok) throw new Error('the device made a malformed request');
  return { request: received.value, openReply: exchange.value.openReply, device };
}

export async function testDevice(): Promise<TestDevice> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const sign: TestDevice['sign'] = async (message) =>
    new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, new Uint8Array(message)));
  return { publicKey: { x: fromBase64url(x), y: fromBase64url(y) }, sign };
}

/** Runs the app's half of an activation up to the answer; the token is not confirmed yet. */
export async function answeredToken(
  ports: IdentityPorts,
  given: { readonly link: Secret<string>; readonly visit: Visit },
): Promise<TestToken> {
  const link = given.link.reveal();
  const { request, openReply, device } = await activationRequest(link);
  const reply = await answerActivation(ports, { activationId: activationIdOf(link), request, visit: given.visit });
  if (isRefusal(reply)) throw new Error(`activation refused: ${reply.code} (${reply.reason})`);
  const activated = await openReply(reply);
  if (!activated.ok) throw new Error('the device refused the answer');
  return new TestToken(activationIdOf(link), activated.value, device);
}
