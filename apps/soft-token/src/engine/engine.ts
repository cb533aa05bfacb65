import {
  type AwaitingPin,
  type FailedAttempts,
  type OpenVault,
  type PrfAuthenticator,
  type Protection,
  RECEIPT_KIND,
  tokenSuite,
} from '@sallyport/protocol';
import {
  agreedClock,
  type ContactOutcome,
  forgetRegistration,
  keepForServer,
  type NewsForServer,
  receiptOf,
  registrationCodeIn,
} from '@sallyport/token-client';
import type { ActivationWish } from '../app/activation-wish.ts';
import { tokensFound } from '../storage/existing-databases.ts';
import type { TokenKey } from '../storage/names.ts';
import { demandWasm } from './argon2id.ts';
import { type DeviceToken, deviceToken } from './device-tokens.ts';
import type {
  ActivationAnswer,
  Answers,
  AuthenticatorAnswer,
  Command,
  Delivery,
  Opened,
  PinAnswer,
  Refusal,
  SetPinAnswer,
  TokenView,
  UnlockAnswer,
} from './engine-messages.ts';
import { contactClosed, contactOpen, type InTurn, isRemoved, outboxOf, remove, reportRemovalOf } from './token-contact.ts';
import type { TokenNews } from './token-news.ts';

/** What the engine holds in memory: nothing, keys that wait for a PIN, or one open vault. Never two of them. */
type Held =
  | { readonly kind: 'nothing' }
  | ({ readonly kind: 'awaiting-pin'; readonly awaiting: AwaitingPin; readonly news: NewsForServer } & Came)
  /** `pin`: the one just set or confirmed, until it is known whether the protection changes under it. */
  | { readonly kind: 'open'; readonly token: DeviceToken; readonly vault: OpenVault; readonly pin: string | undefined };

/** What a contact of one token brought. */
interface Heard {
  readonly delivery: 'told' | 'waiting' | 'nothing-to-tell';
  readonly news: readonly TokenNews[];
}

/** A token on its way to being open, and what failed before. */
interface Came {
  readonly token: DeviceToken;
  readonly failed: FailedAttempts;
}

const NOTHING_FAILED: FailedAttempts = { pins: 0, unlockCodes: 0 };

type Duties = { readonly [Name in Command['do']]: (command: Extract<Command, { do: Name }>) => Promise<Answers[Name]> };

export interface EngineSurroundings {
  /** Of this app: an activation link for another address is refused. */
  readonly origin: string;
  /** Tells the other windows. */
  readonly announceChange: (token: TokenKey) => void;
  /** A contact runs beside the person's commands, but what it does to a vault runs between them. */
  readonly inTurn: InTurn;
  readonly authenticator: PrfAuthenticator;
}

/** Obeys the page's commands over the protocol's soft tokens. Lives in the dedicated worker and is never reached but by messages. */
export class Engine {
  readonly #surroundings: EngineSurroundings;
  readonly #tokens = new Map<TokenKey, DeviceToken>();
  readonly #contacts = new Map<TokenKey, Promise<Heard>>();
  #held: Held = { kind: 'nothing' };

  readonly #duties: Duties = {
    'look-around': () => this.#lookAround(),
    'enter-pin': ({ token, pin }) => this.#enterPin(this.#token(token), pin),
    'enter-by-authenticator': ({ token }) => this.#enterByAuthenticator(this.#token(token)),
    'confirm-pin': ({ token, pin }) => this.#confirmPin(this.#token(token), pin),
    'change-protection': ({ protection }) => this.#changeProtection(protection),
    'keep-protection': () => Promise.resolve(this.#keepProtection()),
    'show-reset-code': ({ token }) => this.#showResetCode(this.#token(token)),
    'enter-unlock-code': ({ token, code }) => this.#enterUnlockCode(this.#token(token), code),
    'begin-activation': ({ by }) => this.#beginActivation(by),
    'forget-registration': ({ token }) => this.#forgetRegistration(this.#token(token)),
    'set-pin': (entries) => this.#setPin(entries),
    'change-pin': (entries) => this.#changePin(entries),
    abandon: () => Promise.resolve(this.#abandon()),
    'show-password': () => this.#showPassword(),
    'show-following-password': () => this.#showFollowingPassword(),
    'answer-challenge': ({ challenge }) => this.#answerChallenge(challenge),
    deliver: () => this.#deliver(),
    'agree-on-time': ({ offsetMs }) => this.#agreeOnTime(offsetMs),
    remove: ({ token }) => this.#remove(this.#token(token)),
  };

  constructor(surroundings: EngineSurroundings) {
    this.#surroundings = surroundings;
  }

  async obey(command: Command): Promise<Answers[keyof Answers]> {
    const duty = this.#duties[command.do] as (command: Command) => Promise<Answers[keyof Answers]>;
    return duty(command);
  }

  /** Another window set a new PIN, locked or unlocked: an open vault of the state before is over. */
  async tokenChangedElsewhere(key: TokenKey): Promise<void> {
    const held = this.#held;
    if (held.kind !== 'open' || held.token.key !== key) return;
    const status = await held.token.protocol.status();
    const isCurrent = status.kind === 'closed' && status.reset === undefined && status.identity.epoch === held.vault.identity.epoch;
    if (!isCurrent) this.#letGo();
  }

  async #lookAround(): Promise<readonly TokenView[]> {
    await demandWasm();
    const views: TokenView[] = [];
    for (const key of await tokensFound()) {
      const token = this.#token(key);
      if (await isRemoved(token)) continue;
      const status = await token.protocol.start();
      if (status.kind !== 'empty') views.push({ token: key, status });
    }
    return views;
  }

  async #enterPin(token: DeviceToken, pin: string): Promise<PinAnswer> {
    this.#letGo();
    return this.#tryPin(token, pin, undefined);
  }

  /** What is open stays open unless the PIN opens it anew. */
  async #confirmPin(token: DeviceToken, pin: string): Promise<PinAnswer> {
    return this.#tryPin(token, pin, pin);
  }

  async #tryPin(token: DeviceToken, pin: string, keptPin: string | undefined): Promise<PinAnswer> {
    const outcome = await token.protocol.enterPin(pin);
    this.#surroundings.announceChange(token.key);
    switch (outcome.kind) {
      case 'open':
        if (outcome.committed) await this.#keepNews({ token, vault: outcome.vault, news: receiptOf(RECEIPT_KIND.commit) });
        return this.#open({ token, vault: outcome.vault, pin: keptPin, failed: outcome.failed });
      case 'locked':
        return { kind: 'locked' };
      case 'wrong-pin':
      case 'revoked':
      case 'refused':
        return outcome;
    }
  }

  async #enterByAuthenticator(token: DeviceToken): Promise<AuthenticatorAnswer> {
    this.#letGo();
    const outcome = await token.protocol.enterByAuthenticator();
    if (outcome.kind === 'open') return this.#open({ token, vault: outcome.vault, pin: undefined });
    return outcome.kind === 'locked' ? { kind: 'locked' } : outcome;
  }

  async #changeProtection(protection: Protection): Promise<SetPinAnswer> {
    const held = this.#held;
    if (held.kind !== 'open' || held.pin === undefined) return { kind: 'refused', error: { code: 'VAULT_CLOSED' } };
    const { token, pin } = held;
    const outcome = await held.vault.changeProtection({ pin, repeated: pin }, protection);
    if (outcome.kind === 'refused') return outcome;
    await this.#keepNews({ token, vault: outcome.vault, news: receiptOf(RECEIPT_KIND.commit) });
    this.#surroundings.announceChange(token.key);
    return this.#open({ token, vault: outcome.vault, pin: undefined });
  }

  #keepProtection(): Answers['keep-protection'] {
    if (this.#held.kind === 'open') this.#held = { ...this.#held, pin: undefined };
    return { kind: 'kept' };
  }

  async #showResetCode(token: DeviceToken): Promise<Answers['show-reset-code']> {
    const status = await token.protocol.showResetCode();
    this.#surroundings.announceChange(token.key);
    return status;
  }

  async #enterUnlockCode(token: DeviceToken, code: string): Promise<UnlockAnswer> {
    this.#letGo();
    const outcome = await token.protocol.enterUnlockCode(code);
    if (outcome.kind !== 'must-set-pin') return outcome;
    const status = await token.protocol.status();
    if (status.kind !== 'locked' && status.kind !== 'closed') return { kind: 'refused', error: { code: 'VAULT_CLOSED' } };
    const { awaiting, failed } = outcome;
    this.#held = { kind: 'awaiting-pin', token, awaiting, failed, news: receiptOf(RECEIPT_KIND.unlock) };
    return { kind: 'must-set-pin', policy: status.policy };
  }

  async #beginActivation(by: ActivationWish): Promise<ActivationAnswer> {
    this.#letGo();
    // Loaded on demand: all this is needed once in the life of a token.
    const { activate } = await import('./activate.ts');
    const outcome = await activate(by, this.#surroundings);
    if (outcome.kind === 'not-activated') return outcome;
    const { token, awaiting, news, offer } = outcome;
    this.#tokens.set(token.key, token);
    this.#held = { kind: 'awaiting-pin', token, awaiting, news, failed: NOTHING_FAILED };
    return { kind: 'set-pin', offer: { ...offer, token: token.key } };
  }

  async #setPin(entries: { readonly pin: string; readonly repeated: string }): Promise<SetPinAnswer> {
    const held = this.#held;
    if (held.kind !== 'awaiting-pin') return { kind: 'refused', error: { code: 'VAULT_CLOSED' } };
    const outcome = await held.awaiting.setPin(entries);
    if (outcome.kind === 'refused') return outcome;
    const { token, news } = held;
    await this.#keepNews({ token, vault: outcome.vault, news });
    this.#surroundings.announceChange(token.key);
    return this.#open({ token, vault: outcome.vault, pin: entries.pin, failed: held.failed });
  }

  /** Refused, the token stays open as it was, unless another window has moved it on. */
  async #changePin(entries: { readonly pin: string; readonly repeated: string }): Promise<SetPinAnswer> {
    if (this.#held.kind !== 'open') return { kind: 'refused', error: { code: 'VAULT_CLOSED' } };
    const { token, vault } = this.#held;
    const outcome = await vault.changePin(entries);
    if (outcome.kind === 'refused') return outcome;
    await this.#keepNews({ token, vault: outcome.vault, news: receiptOf(RECEIPT_KIND.pinChange) });
    this.#surroundings.announceChange(token.key);
    return this.#open({ token, vault: outcome.vault, pin: undefined });
  }

  async #keepNews({ token, vault, news }: { token: DeviceToken; vault: OpenVault; news: NewsForServer }): Promise<void> {
    const message = await news(vault);
    if (message) await keepForServer(outboxOf(token), message);
  }

  async #open({
    failed = NOTHING_FAILED,
    ...opened
  }: Omit<Extract<Held, { kind: 'open' }>, 'kind'> & Partial<Came>): Promise<Opened | Refusal> {
    this.#letGo();
    this.#held = { kind: 'open', ...opened };
    return this.#whatOpens(opened, failed);
  }

  async #whatOpens(
    { token, vault }: { readonly token: DeviceToken; readonly vault: OpenVault },
    failed = NOTHING_FAILED,
  ): Promise<Opened | Refusal> {
    const isTimeBased = vault.otp.type === 'totp';
    const password = isTimeBased ? await vault.oneTimePassword() : undefined;
    if (password?.kind === 'refused') return password;
    const periodSeconds = isTimeBased ? vault.otp.period : undefined;
    const registrationCode = await registrationCodeIn(await token.storage.core.readPendingMessages(), vault);
    return {
      kind: 'open',
      token: token.key,
      failed,
      password,
      periodSeconds,
      challenge: tokenSuite(vault.otp)?.challenge,
      registrationCode,
      clock: vault.clock,
    };
  }

  async #forgetRegistration(token: DeviceToken): Promise<Answers['forget-registration']> {
    await forgetRegistration(outboxOf(token));
    return { kind: 'forgotten' };
  }

  async #showPassword(): Promise<Answers['show-password']> {
    if (this.#held.kind !== 'open') return { kind: 'refused', error: { code: 'VAULT_CLOSED' } };
    return this.#held.vault.oneTimePassword();
  }

  async #showFollowingPassword(): Promise<Answers['show-following-password']> {
    if (this.#held.kind !== 'open') return { kind: 'refused', error: { code: 'VAULT_CLOSED' } };
    const { vault } = this.#held;
    // Looking ahead along a counter would spend it.
    return vault.otp.type === 'totp' ? vault.oneTimePassword(1) : { kind: 'refused', error: { code: 'PARAM_RANGE' } };
  }

  async #answerChallenge(challenge: string): Promise<Answers['answer-challenge']> {
    if (this.#held.kind !== 'open') return { kind: 'refused', error: { code: 'VAULT_CLOSED' } };
    return this.#held.vault.answerChallenge(challenge);
  }

  async #deliver(): Promise<Delivery> {
    const told: TokenKey[] = [];
    const waiting: TokenKey[] = [];
    const news: TokenNews[] = [];
    for (const key of await tokensFound()) {
      const heard = await this.#contact(this.#token(key));
      if (heard.delivery === 'told') told.push(key);
      if (heard.delivery === 'waiting') waiting.push(key);
      news.push(...heard.news);
    }
    return { told, waiting, news };
  }

  /** One at a time for each token: who asks meanwhile hears the same. */
  #contact(token: DeviceToken): Promise<Heard> {
    const underWay = this.#contacts.get(token.key);
    if (underWay) return underWay;
    const begun = this.#hear(token).finally(() => this.#contacts.delete(token.key));
    this.#contacts.set(token.key, begun);
    return begun;
  }

  async #hear(token: DeviceToken): Promise<Heard> {
    if (await isRemoved(token)) return { delivery: await reportRemovalOf(token), news: [] };
    const held = this.#held;
    if (held.kind === 'open' && held.token === token) return this.#hearOpen(token, held.vault);
    const { delivery, isRevoked } = await contactClosed(token, this.#surroundings.inTurn);
    if (isRevoked) this.#surroundings.announceChange(token.key);
    return { delivery, news: isRevoked ? [{ kind: 'revoked', token: token.key }] : [] };
  }

  async #hearOpen(token: DeviceToken, vault: OpenVault): Promise<Heard> {
    const adopt = (renewed: OpenVault): void => {
      // Closed or replaced while the new keys were made: nobody wants the new vault either.
      if (this.#held.kind === 'open' && this.#held.vault === vault) this.#held = { ...this.#held, vault: renewed };
      else renewed.close();
    };
    const outcome = await contactOpen(token, vault, { inTurn: this.#surroundings.inTurn, adopt });
    // It has closed itself; only what was opened meanwhile is to stay.
    if (outcome.isRevoked && this.#held.kind === 'open' && this.#held.vault === vault) this.#letGo();
    if (outcome.isRevoked || outcome.keys === 'renewed') this.#surroundings.announceChange(token.key);
    return { delivery: outcome.told ? 'told' : 'waiting', news: await this.#newsOf(token, outcome) };
  }

  async #newsOf({ key }: DeviceToken, outcome: ContactOutcome): Promise<readonly TokenNews[]> {
    if (outcome.isRevoked) return [{ kind: 'revoked', token: key }];
    if (outcome.server === 'unknown') return [{ kind: 'unknown-keys', token: key }];
    const { clock } = outcome;
    const question: TokenNews[] = clock?.kind === 'ask' ? [{ kind: 'clock-question', token: key, offsetMs: clock.offsetMs }] : [];
    const isChanged = clock?.next !== undefined || outcome.keys === 'renewed';
    const opened = isChanged ? await this.#openedNow(key) : undefined;
    return opened ? [{ kind: 'opened-anew', token: key, opened }, ...question] : question;
  }

  async #openedNow(key: TokenKey): Promise<Opened | undefined> {
    const held = this.#held;
    if (held.kind !== 'open' || held.token.key !== key) return undefined;
    const opened = await this.#whatOpens(held);
    return opened.kind === 'open' ? opened : undefined;
  }

  async #agreeOnTime(offsetMs: number): Promise<Opened | Refusal> {
    const held = this.#held;
    if (held.kind !== 'open') return { kind: 'refused', error: { code: 'VAULT_CLOSED' } };
    const recorded = await held.vault.recordClock(agreedClock(held.vault.clock, offsetMs));
    return recorded.kind === 'refused' ? recorded : this.#whatOpens(held);
  }

  async #remove(token: DeviceToken): Promise<Answers['remove']> {
    this.#letGo();
    const isGone = await remove(token);
    this.#surroundings.announceChange(token.key);
    return { kind: isGone ? 'removed' : 'held-elsewhere' };
  }

  #abandon(): Answers['abandon'] {
    this.#letGo();
    return { kind: 'abandoned' };
  }

  #letGo(): void {
    const held = this.#held;
    this.#held = { kind: 'nothing' };
    if (held.kind === 'open') held.vault.close();
    if (held.kind === 'awaiting-pin') held.awaiting.abandon();
  }

  #token(key: TokenKey): DeviceToken {
    const known = this.#tokens.get(key) ?? deviceToken({ key, prf: this.#surroundings.authenticator });
    this.#tokens.set(key, known);
    return known;
  }
}
