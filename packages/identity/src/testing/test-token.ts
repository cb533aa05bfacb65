import { Secret, type Instant } from '@sallyport/platform';
import { systemRandomness } from '@sallyport/platform';
import {
  type ActivationConfirmation,
  type ReceiptKind,
  type ReceivedConfirmation,
  type ReceivedReceipt,
  activationConfirmationMessage,
  deriveRecoveryKeys,
  formatPinResetCode,
  fromBase64url,
  hmacSha256,
  hotp,
  parseActivationConfirmation,
  parseActivationLink,
  pinResetCode,
  pinResetMac,
  receiptMac,
  sha256,
  softwareOtpMac,
  toBase64url,
  totpStep,
  utf8,
} from '@sallyport/protocol';
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
  epoch = 0;
  r = 5831;

  constructor(activationId: string, activated: Omit<ActivatedToken, 'serverTimeMs'>) {
    this.activationId = activationId;
    this.#activated = activated;
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
    return hotp({ mac: softwareOtpMac(algorithm, this.#activated.keys.seed), counter, digits });
  }

  /** A code that is none of those around this moment. */
  wrongOtp(now: Instant): string {
    const right = [-2, -1, 0, 1, 2].map((step) => this.otp(now, step));
    return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? '';
  }

  /** What the locked screen shows at this epoch with this r. */
  pinResetCode(): Secret<string> {
    const { epoch, r } = this;
    const mac = pinResetMac({ resetMacKey: this.#recoveryKeys().resetMacKey, tokenId: this.#activated.tokenId, epoch, r });
    return new Secret(formatPinResetCode(pinResetCode({ epoch, r, mac })));
  }

  /** A code in good order that this token did not make: right version, epoch and check digits, wrong MAC. */
  forgedPinResetCode(r: number): Secret<string> {
    const { epoch } = this;
    const mac = pinResetMac({ resetMacKey: this.#recoveryKeys().resetMacKey, tokenId: this.#activated.tokenId, epoch, r });
    return new Secret(formatPinResetCode(pinResetCode({ epoch, r, mac: (mac + 1) % 100_000 })));
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
    const { keys, tokenId } = this.#activated;
    const headerHash = sha256(utf8(`header of ${this.serial}`));
    const message = activationConfirmationMessage({ activationId: fromBase64url(this.activationId), tokenId, headerHash });
    const body: ActivationConfirmation = {
      mac: toBase64url(hmacSha256(keys.serverKey, message)),
      headerHash: toBase64url(headerHash),
      otp: this.otp(now),
    };
    const parsed = parseActivationConfirmation(body);
    if (!parsed.ok) throw new Error('the test token made a malformed confirmation');
    return parsed.value;
  }

  #recoveryKeys() {
    const { keys, tokenId, serial } = this.#activated;
    return deriveRecoveryKeys({ recoveryKey: keys.recoveryKey, tokenId, serial });
  }
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
  const device = { publicKey: { x: systemRandomness.bytes(32), y: systemRandomness.bytes(32) }, profile: 3, name: 'Test telephone' };
  const exchange = await startOnDevice({ link: parsed.value, device, randomness: systemRandomness });
  if (!exchange.ok) throw new Error('the device refused the link');
  const received = parseActivationRequest(exchange.value.request);
  if (!received.ok) throw new Error('the device made a malformed request');
  return { request: received.value, openReply: exchange.value.openReply };
}

/** Runs the app's half of an activation up to the answer; the token is not confirmed yet. */
export async function answeredToken(
  ports: IdentityPorts,
  given: { readonly link: Secret<string>; readonly visit: Visit },
): Promise<TestToken> {
  const link = given.link.reveal();
  const { request, openReply } = await activationRequest(link);
  const reply = await answerActivation(ports, { activationId: activationIdOf(link), request, visit: given.visit });
  if (isRefusal(reply)) throw new Error(`activation refused: ${reply.code} (${reply.reason})`);
  const activated = await openReply(reply);
  if (!activated.ok) throw new Error('the device refused the answer');
  return new TestToken(activationIdOf(link), activated.value);
}
