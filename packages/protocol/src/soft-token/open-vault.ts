import { type Bytes, wipe } from '../bytes.ts';
import { type Refused, refused } from '../device-errors.ts';
import { deriveRecoveryKeys, hmacSha256 } from '../key-schedule.ts';
import type { OcraSuite } from '../ocra-suite.ts';
import { hotpAsync, totpStep, totpWindow } from '../otp.ts';
import type { OtpKey } from '../ports.ts';
import { receiptMac } from '../receipt.ts';
import type { RekeyMaterial } from '../rekey-keys.ts';
import type { ReceiptKind } from '../token-api.ts';
import { type OtpParameters, type VaultClock, type VaultContents, wipeContents } from '../vault-body.ts';
import type { PreparedAnswer } from './answer-challenge.ts';
import type { TokenContext } from './context.ts';
import type { DeviceMoment } from './device-moment.ts';
import type { NewPinEntries, Opened, RekeyOutcome, RevokeOutcome, SetPinOutcome, TokenIdentity, TokenTypes } from './face.ts';
import { HeldBody } from './held-body.ts';
import type { Protection } from './protection.ts';
import { copyPrf, type EpochPrf, wipePrf } from './slot-prf.ts';
import { identityOf } from './status.ts';
import type { AtHand, Opening } from './vault-kind.ts';

/** A one-time password and, for TOTP, the window in which it is the one to show. */
export interface OneTimePassword {
  readonly kind: 'one-time-password';
  readonly digits: string;
  /** Unix milliseconds on the device's own clock; undefined for HOTP. */
  readonly validFrom: number | undefined;
  readonly validUntil: number | undefined;
}

/** The response to a challenge (RFC 6287), to be typed where the challenge stands. */
export interface ChallengeResponse {
  readonly kind: 'challenge-response';
  readonly digits: string;
}

/** Section 15: tells the server that the token holds a new epoch. */
export interface Receipt {
  readonly kind: 'receipt';
  readonly tokenId: Bytes;
  readonly epoch: number;
  readonly what: ReceiptKind;
  readonly timeMs: number;
  readonly mac: Bytes;
}

/** Over `revocationMessage(tokenId)`: MACed under K_srv, or signed by the issuer key pinned at activation (Ed25519). */
export type RevocationNotice =
  | { readonly kind: 'mac'; readonly mac: Uint8Array }
  | { readonly kind: 'signature'; readonly signature: Uint8Array };

/**
 * The open vault: the only object that gives one-time passwords and answers challenges. It exists only from octets that came out of a slot
 * (section 18, invariant 1): its constructor is private, and `open` wants a `MasterKey`, which only the opening of a slot makes.
 * It keeps that key and the imported one-time-password key; everything else is read out of the sealed body for a moment when needed.
 * After `close()` every method answers `VAULT_CLOSED`.
 */
export class OpenVault {
  readonly identity: TokenIdentity;
  /** HH, for the confirmation of an activation. */
  readonly headerHash: Bytes;
  /** As they stood when the vault was opened. */
  readonly otp: OtpParameters;

  readonly #body: HeldBody<TokenTypes>;
  readonly #otpKey: OtpKey;
  #clock: VaultClock;
  #atHand: AtHand | undefined;

  private constructor(input: { body: HeldBody<TokenTypes>; otpKey: OtpKey; contents: VaultContents; atHand: AtHand | undefined }) {
    this.#body = input.body;
    this.#otpKey = input.otpKey;
    this.#atHand = input.atHand && { ...input.atHand, prf: copyPrf(input.atHand.prf) };
    this.#clock = input.contents.clock;
    this.otp = input.contents.otp;
    const { header, headerHash } = input.body.token;
    this.headerHash = headerHash;
    const { issuer, label, portal } = input.contents;
    this.identity = { ...identityOf(header), issuer, label, portal };
    input.body.whenClosed(() => {
      input.otpKey.drop();
      this.forgetPin();
    });
  }

  /** Takes the master key over. `SLOT_DAMAGED` when the body does not open. */
  static async open(context: TokenContext, { token, masterKey, atHand }: Opening): Promise<Opened | Refused> {
    const body = new HeldBody<TokenTypes>({ context, token, masterKey });
    const opened = await body.read();
    if (opened.kind === 'refused') {
      body.close();
      return opened;
    }
    const contents = opened.value;
    const otpKey = await context.otpKeys.hold({ seed: contents.seed, algorithm: contents.otp.algorithm });
    wipeContents(contents);
    return { kind: 'open', vault: new OpenVault({ body, otpKey, contents, atHand }), committed: false };
  }

  get isOpen(): boolean {
    return this.#body.isOpen;
  }

  /** What the token knows about time. */
  get clock(): VaultClock {
    return this.#clock;
  }

  /** Whether the keys can be renewed now: the PIN that opened this vault, or was just set, is still at hand, and with it what the authenticator said, if there is one. */
  get holdsPin(): boolean {
    return this.#atHand !== undefined;
  }

  /**
   * TOTP: the one for now, or for so many steps later (the next one: 1). HOTP: spends a counter value, durably, before it answers.
   * `PARAM_RANGE` for OCRA, which answers a challenge and is never simply shown. `VAULT_CLOSED` when another window has moved the token on.
   */
  async oneTimePassword(stepsAhead = 0): Promise<OneTimePassword | Refused> {
    if (!(await this.#body.isCurrent())) return refused({ code: 'VAULT_CLOSED' });
    switch (this.otp.type) {
      case 'totp':
        return this.#timeBased(stepsAhead);
      case 'hotp':
        return this.#counterBased();
      case 'ocra':
        return refused({ code: 'PARAM_RANGE' });
    }
  }

  /**
   * OCRA: the response to a challenge as typed. A suite with a counter spends a value, durably, before it answers; time is the server's.
   * `CHALLENGE_FORM` when it is no challenge of this suite: nothing is spent. `PARAM_RANGE` for other tokens.
   */
  async answerChallenge(typed: string): Promise<ChallengeResponse | Refused> {
    if (!(await this.#body.isCurrent())) return refused({ code: 'VAULT_CLOSED' });
    const { prepareAnswer } = await import('./answer-challenge.ts');
    const prepared = prepareAnswer(this.otp, typed);
    if (prepared.kind === 'refused') return prepared;
    return prepared.hasCounter ? this.#spendCounter((counter) => this.#answer(prepared, counter)) : this.#answer(prepared, undefined);
  }

  /** What a challenge looks like that this token answers; undefined for one that shows one-time passwords. */
  async challengeShape(): Promise<OcraSuite['challenge'] | undefined> {
    if (this.otp.type !== 'ocra') return undefined;
    const { tokenSuite } = await import('../ocra-suite.ts');
    return tokenSuite(this.otp)?.challenge;
  }

  /**
   * What confirms an activation besides the MAC under K_srv: the one-time password of the moment, and for OCRA the response to
   * `confirmationChallenge`. `headerHash`: of the header the activation made, which is no longer this vault's once another epoch began.
   */
  async confirmingPassword(headerHash: Uint8Array): Promise<OneTimePassword | ChallengeResponse | Refused> {
    if (this.otp.type !== 'ocra') return this.oneTimePassword();
    const { confirmingChallenge } = await import('./answer-challenge.ts');
    const challenge = confirmingChallenge(this.otp, headerHash);
    return challenge === undefined ? refused({ code: 'PARAM_RANGE' }) : this.answerChallenge(challenge);
  }

  /**
   * COMMIT under a new PIN, everything else as it was. This object is closed by it; go on with the one in the answer. Right after the PIN was typed,
   * nobody is asked for a finger again: what the authenticator said then is for the slots of this epoch, whatever it is begun for.
   */
  async changePin(entries: NewPinEntries): Promise<SetPinOutcome> {
    return this.#body.commit(entries, { answered: () => this.#takeAnswers() });
  }

  /**
   * COMMIT with another protection: with an authenticator or without. The PIN may be the one that has just opened this vault. This object is closed
   * by it; go on with the one in the answer. `PRF_CANCELLED` and `PRF_UNAVAILABLE` leave the vault open and the token as it was;
   * `PARAM_RANGE` when the authenticator cannot be kept, or shall open alone against the issuer's policy.
   */
  async changeProtection(entries: NewPinEntries, protection: Protection): Promise<SetPinOutcome> {
    return this.#body.commit(entries, { protection });
  }

  /** The receipt for what has just been committed. */
  async receipt(what: ReceiptKind): Promise<Receipt | Refused> {
    const contents = await this.#body.read();
    if (contents.kind === 'refused') return contents;
    const { tokenId, serial, epoch } = this.identity;
    const keys = deriveRecoveryKeys({ recoveryKey: contents.value.recoveryKey, tokenId, serial });
    const timeMs = this.#body.context.clock.now();
    const mac = receiptMac(keys.receiptKey, { tokenId, epoch, what, timeMs });
    wipeContents(contents.value);
    wipe(keys.receiptKey, keys.resetMacKey, keys.unlockKey);
    return { kind: 'receipt', tokenId, epoch, what, timeMs, mac };
  }

  /** HMAC under K_srv, for authenticated calls. */
  async serverMac(message: Uint8Array): Promise<{ readonly kind: 'mac'; readonly mac: Bytes } | Refused> {
    const contents = await this.#body.read();
    if (contents.kind === 'refused') return contents;
    const mac = hmacSha256(contents.value.serverKey, message);
    wipeContents(contents.value);
    return { kind: 'mac', mac };
  }

  /** Writes what a contact taught about time into the body (section 15); one-time passwords follow it at once. */
  async recordClock(clock: VaultClock): Promise<{ readonly kind: 'recorded' } | Refused> {
    const outcome = await this.#body.whileCurrent((token, contents) => this.#body.rewrite(token, { ...contents, clock }));
    if (outcome.kind === 'rewritten') this.#clock = clock;
    return outcome.kind === 'rewritten' ? { kind: 'recorded' } : outcome;
  }

  /**
   * Re-key (section 15): COMMIT of new keys under the same PIN. Takes the material over and wipes it. This object is closed by it; go on with the
   * one in the answer. `too-late` when the answer to `sentAt` has been lying about, since the server may have promised other keys meanwhile.
   */
  async renew(material: RekeyMaterial, sentAt: DeviceMoment): Promise<RekeyOutcome> {
    const { renewKeys } = await import('./renew-keys.ts');
    const outcome = await renewKeys({ body: this.#body, atHand: () => this.#atHand, material, sentAt });
    if (outcome.kind === 'open') {
      outcome.vault.forgetPin();
      this.close();
    }
    return outcome;
  }

  /** The PIN is kept for one use right after it was typed, and no longer than until the contact that may need it is over. */
  forgetPin(): void {
    wipePrf(this.#atHand?.prf.pin, this.#atHand?.prf.prfOnly);
    this.#atHand = undefined;
  }

  /** For one COMMIT, which wipes them: no salt is used for two slots, not even when the first was never written. */
  #takeAnswers(): EpochPrf | undefined {
    const prf = this.#atHand?.prf;
    if (prf?.pin === undefined) return undefined;
    this.#atHand = undefined;
    return prf;
  }

  /** OPEN → REVOKED: destroys E, D, K_dev, slots and body. `WRONG_SECRET` when the notice is not genuine; nothing happens then. */
  async revoke(notice: RevocationNotice): Promise<RevokeOutcome> {
    const { isGenuine, revokeToken } = await import('./revocation.ts');
    const outcome = await this.#body.whileCurrent<RevokeOutcome>(async (token, contents) =>
      (await isGenuine(notice, token, contents)) ? revokeToken(this.#body.context, token) : refused({ code: 'WRONG_SECRET' }),
    );
    if (outcome.kind === 'revoked') this.close();
    return outcome;
  }

  /** OPEN → CLOSED: time-out, hidden tab, button. Wipes the master key and drops the one-time-password key. */
  close(): void {
    this.#body.close();
  }

  async #timeBased(stepsAhead: number): Promise<OneTimePassword> {
    const { skewMs } = this.#clock;
    const step = Math.max(0, totpStep(this.otp, this.#body.context.clock.now() + skewMs) + stepsAhead);
    const digits = await this.#codeOf(step);
    const { validFrom, validUntil } = totpWindow(this.otp, step);
    return { kind: 'one-time-password', digits, validFrom: validFrom - skewMs, validUntil: validUntil - skewMs };
  }

  #counterBased(): Promise<OneTimePassword | Refused> {
    return this.#spendCounter(async (counter) => ({
      kind: 'one-time-password',
      digits: await this.#codeOf(counter),
      validFrom: undefined,
      validUntil: undefined,
    }));
  }

  async #answer(prepared: PreparedAnswer, counter: number | undefined): Promise<ChallengeResponse | Refused> {
    const now = Math.max(0, this.#body.context.clock.now() + this.#clock.skewMs);
    const digits = await prepared.respond({ counter, now, mac: (message) => this.#otpKey.mac(message) });
    return digits === undefined ? refused({ code: 'PARAM_RANGE' }) : { kind: 'challenge-response', digits };
  }

  /** Writes the next value down before this one is used. */
  #spendCounter<Outcome extends { readonly kind: string }>(use: (counter: number) => Promise<Outcome>): Promise<Outcome | Refused> {
    return this.#body.whileCurrent<Outcome | Refused>(async (token, contents) => {
      const { counter } = contents.otp;
      const spent = await this.#body.rewrite(token, { ...contents, otp: { ...contents.otp, counter: counter + 1 } });
      return spent.kind === 'refused' ? spent : use(counter);
    });
  }

  #codeOf(counter: number): Promise<string> {
    return hotpAsync({ mac: (message) => this.#otpKey.mac(message), counter, digits: this.otp.digits });
  }
}
