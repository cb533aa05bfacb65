import { type Bytes, constantTimeEqual, wipe } from '../bytes.ts';
import { type Refused, refused } from '../device-errors.ts';
import { EXTENSION, extensionOf } from '../header.ts';
import { deriveRecoveryKeys, hmacSha256 } from '../key-schedule.ts';
import type { MasterKey } from '../master-key.ts';
import { hotpAsync, totpStep, totpWindow } from '../otp.ts';
import { judgeNewPin } from '../pin-policy.ts';
import type { OtpKey } from '../ports.ts';
import { receiptMac } from '../receipt.ts';
import type { ReceiptKind } from '../token-api.ts';
import { type OtpParameters, type VaultContents, openBody, sealBody, wipeContents } from '../vault-body.ts';
import { type CommitPlan, commit } from './commit.ts';
import type { TokenContext } from './context.ts';
import { exclusively } from './exclusively.ts';
import type { NewPinEntries, Opened, SetPinOutcome, TokenIdentity } from './face.ts';
import { type Loaded, type StoredToken, loadToken, mustBeLocked } from './load.ts';
import { revocationMessage, revokeToken } from './revocation.ts';
import { identityOf } from './status.ts';

/** A one-time password and, for TOTP, the window in which it is the one to show. */
export interface OneTimePassword {
  readonly kind: 'one-time-password';
  readonly digits: string;
  /** Unix milliseconds on the device's own clock; undefined for HOTP. */
  readonly validFrom: number | undefined;
  readonly validUntil: number | undefined;
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
 * The open vault: the only object that gives one-time passwords. It exists only from octets that came out of a slot
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

  readonly #context: TokenContext;
  readonly #token: StoredToken;
  readonly #masterKey: MasterKey;
  readonly #otpKey: OtpKey;
  #skewMs: number;
  #isOpen = true;

  private constructor(input: { context: TokenContext; token: StoredToken; masterKey: MasterKey; otpKey: OtpKey; contents: VaultContents }) {
    this.#context = input.context;
    this.#token = input.token;
    this.#masterKey = input.masterKey;
    this.#otpKey = input.otpKey;
    this.#skewMs = input.contents.skewMs;
    this.otp = input.contents.otp;
    this.headerHash = input.token.headerHash;
    const { issuer, label, portal } = input.contents;
    this.identity = { ...identityOf(input.token.header), issuer, label, portal };
  }

  /** Takes the master key over. `SLOT_DAMAGED` when the body does not open. */
  static async open(context: TokenContext, token: StoredToken, masterKey: MasterKey): Promise<Opened | Refused> {
    const opened = await openBody({ body: token.records.body, masterKey, headerHash: token.headerHash }, context.aead);
    if (!opened.ok) {
      masterKey.wipe();
      return refused(opened.error);
    }
    const contents = opened.value;
    const otpKey = await context.otpKeys.hold({ seed: contents.seed, algorithm: contents.otp.algorithm });
    wipeContents(contents);
    return { kind: 'open', vault: new OpenVault({ context, token, masterKey, otpKey, contents }), committed: false };
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Server time minus device time at the last contact. */
  get skewMs(): number {
    return this.#skewMs;
  }

  /**
   * TOTP: the one for now, or for so many steps later (the next one: 1). HOTP: spends a counter value, durably, before it answers.
   * `PARAM_RANGE` for OCRA, which answers a challenge and is never simply shown. `VAULT_CLOSED` when another window has moved the token on.
   */
  async oneTimePassword(stepsAhead = 0): Promise<OneTimePassword | Refused> {
    if (!this.#isOpen || !this.#isOf(await loadToken(this.#context))) return this.#over();
    switch (this.otp.type) {
      case 'totp':
        return this.#timeBased(stepsAhead);
      case 'hotp':
        return this.#counterBased();
      case 'ocra':
        return refused({ code: 'PARAM_RANGE' });
    }
  }

  /** COMMIT under a new PIN. This object is closed by it; go on with the one in the answer. */
  async changePin(entries: NewPinEntries): Promise<SetPinOutcome> {
    const pin = judgeNewPin(entries, this.#token.header);
    if (!pin.ok) return refused(pin.error);
    const outcome = await this.#whileCurrent((token, contents) =>
      commitAndOpen(this.#context, { frame: token.header, epoch: token.header.epoch + 1, contents, pin: pin.value }),
    );
    if (outcome.kind === 'open') this.close();
    return outcome;
  }

  /** The receipt for what has just been committed. */
  async receipt(what: ReceiptKind): Promise<Receipt | Refused> {
    const contents = await this.#contents();
    if (contents.kind === 'refused') return contents;
    const { tokenId, serial, epoch } = this.#token.header;
    const keys = deriveRecoveryKeys({ recoveryKey: contents.value.recoveryKey, tokenId, serial });
    const timeMs = this.#context.clock.now();
    const mac = receiptMac(keys.receiptKey, { tokenId, epoch, what, timeMs });
    wipeContents(contents.value);
    wipe(keys.receiptKey, keys.resetMacKey, keys.unlockKey);
    return { kind: 'receipt', tokenId, epoch, what, timeMs, mac };
  }

  /** HMAC under K_srv, for authenticated calls. */
  async serverMac(message: Uint8Array): Promise<{ readonly kind: 'mac'; readonly mac: Bytes } | Refused> {
    const contents = await this.#contents();
    if (contents.kind === 'refused') return contents;
    const mac = hmacSha256(contents.value.serverKey, message);
    wipeContents(contents.value);
    return { kind: 'mac', mac };
  }

  /** Writes a measured offset into the body (section 15, time); one-time passwords follow it at once. */
  async recordClockOffset(skewMs: number): Promise<{ readonly kind: 'recorded' } | Refused> {
    const outcome = await this.#whileCurrent((token, contents) => this.#rewriteBody(token, { ...contents, skewMs: Math.round(skewMs) }));
    if (outcome.kind === 'rewritten') this.#skewMs = Math.round(skewMs);
    return outcome.kind === 'rewritten' ? { kind: 'recorded' } : outcome;
  }

  /** OPEN → REVOKED: destroys E, D, K_dev, slots and body. `WRONG_SECRET` when the notice is not genuine; nothing happens then. */
  async revoke(notice: RevocationNotice): Promise<{ readonly kind: 'revoked' } | Refused> {
    const outcome = await this.#whileCurrent<{ readonly kind: 'revoked' } | Refused>(async (token, contents) =>
      (await isGenuine(notice, token, contents)) ? revokeToken(this.#context, token) : refused({ code: 'WRONG_SECRET' }),
    );
    if (outcome.kind === 'revoked') this.close();
    return outcome;
  }

  /** OPEN → CLOSED: time-out, hidden tab, button. Wipes the master key and drops the one-time-password key. */
  close(): void {
    this.#isOpen = false;
    this.#masterKey.wipe();
    this.#otpKey.drop();
  }

  async #timeBased(stepsAhead: number): Promise<OneTimePassword> {
    const step = Math.max(0, totpStep(this.otp, this.#context.clock.now() + this.#skewMs) + stepsAhead);
    const digits = await this.#codeOf(step);
    const { validFrom, validUntil } = totpWindow(this.otp, step);
    return { kind: 'one-time-password', digits, validFrom: validFrom - this.#skewMs, validUntil: validUntil - this.#skewMs };
  }

  async #counterBased(): Promise<OneTimePassword | Refused> {
    return this.#whileCurrent<OneTimePassword | Refused>(async (token, contents) => {
      const { counter } = contents.otp;
      const spent = await this.#rewriteBody(token, { ...contents, otp: { ...contents.otp, counter: counter + 1 } });
      if (spent.kind === 'refused') return spent;
      return { kind: 'one-time-password', digits: await this.#codeOf(counter), validFrom: undefined, validUntil: undefined };
    });
  }

  #codeOf(counter: number): Promise<string> {
    return hotpAsync({ mac: (message) => this.#otpKey.mac(message), counter, digits: this.otp.digits });
  }

  /** The contents of the body as it was opened. The caller wipes them. */
  async #contents(): Promise<{ readonly kind: 'contents'; readonly value: VaultContents } | Refused> {
    const { records, headerHash } = this.#token;
    const opened = await openBody({ body: records.body, masterKey: this.#masterKey, headerHash }, this.#context.aead);
    return opened.ok ? { kind: 'contents', value: opened.value } : refused(opened.error);
  }

  /**
   * Whether the token still stands where it stood when this vault was opened. Another window may have changed the PIN, locked or revoked it; or shown its PIN
   * Reset Code, after which a one-time password of the old epoch must not end an unlock (section 8).
   */
  #isOf(token: Loaded): token is StoredToken {
    return (
      token.kind === 'stored' &&
      token.state.state === 'active' &&
      !mustBeLocked(token) &&
      constantTimeEqual(token.headerHash, this.headerHash)
    );
  }

  #over(): Refused {
    this.close();
    return refused({ code: 'VAULT_CLOSED' });
  }

  /** Holds the mutex and reads everything again before it writes, so that an open window cannot undo a lock. */
  async #whileCurrent<Outcome extends { readonly kind: string }>(
    work: (token: StoredToken, contents: VaultContents) => Promise<Outcome>,
  ): Promise<Outcome | Refused> {
    return exclusively<Outcome | Refused>(this.#context, async () => {
      const token = await loadToken(this.#context);
      if (!this.#isOf(token)) return this.#over();
      const contents = await openBody(
        { body: token.records.body, masterKey: this.#masterKey, headerHash: this.headerHash },
        this.#context.aead,
      );
      if (!contents.ok) return refused(contents.error);
      return work(token, contents.value).finally(() => wipeContents(contents.value));
    });
  }

  async #rewriteBody(token: StoredToken, contents: VaultContents): Promise<{ readonly kind: 'rewritten' } | Refused> {
    const { randomness, aead, storage } = this.#context;
    const body = await sealBody(
      { contents, masterKey: this.#masterKey, headerHash: this.headerHash, salt: randomness.bytes(16), nonce: randomness.bytes(12) },
      aead,
    );
    if (!body.ok) return refused(body.error);
    await storage.writeCore({ ...token.records, body: body.value });
    return { kind: 'rewritten' };
  }
}

/** COMMIT, then the new vault through its own new slot. Wipes the contents of the plan. */
export async function commitAndOpen(context: TokenContext, plan: CommitPlan): Promise<SetPinOutcome> {
  const committed = await commit(context, plan).finally(() => wipeContents(plan.contents));
  if (committed.kind === 'refused') return committed;
  const opened = await OpenVault.open(context, committed.token, committed.masterKey);
  return opened.kind === 'refused' ? opened : { ...opened, committed: true };
}

async function isGenuine(notice: RevocationNotice, token: StoredToken, contents: VaultContents): Promise<boolean> {
  const message = revocationMessage(token.header.tokenId);
  switch (notice.kind) {
    case 'mac':
      return constantTimeEqual(hmacSha256(contents.serverKey, message), notice.mac);
    case 'signature':
      return isSignedBy(extensionOf(token.header, EXTENSION.issuerKey), message, notice.signature);
  }
}

/**
 * False without a pinned key, and for what is no signature at all (which the library answers by throwing).
 * The curve is loaded on demand: no screen but this one needs it, and it is as large as the rest of this room.
 */
async function isSignedBy(publicKey: Uint8Array | undefined, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (publicKey === undefined) return false;
  const { ed25519 } = await import('@noble/curves/ed25519.js');
  try {
    return ed25519.verify(signature, message, publicKey);
  } catch {
    return false;
  }
}
