import {
  type AwaitingPin,
  type FailedAttempts,
  type OpenVault,
  type PrfAuthenticator,
  type Protection,
  RECEIPT_KIND,
  weaknessOf,
} from '@sallyport/protocol';
import { keepForServer, type NewsForServer, receiptOf } from '@sallyport/token-client';
import type { ActivationWish } from '../app/activation-wish.ts';
import { loadPart } from '../app/part-missing.ts';
import { tokensFound } from '../storage/existing-databases.ts';
import type { TokenKey } from '../storage/names.ts';
import { demandWasm } from './argon2id.ts';
import { type DeviceToken, deviceToken } from './device-tokens.ts';
import type {
  ActivationAnswer,
  Answers,
  AuthenticatorAnswer,
  ChangePinAnswer,
  Command,
  Delivery,
  Opened,
  PinAnswer,
  PinChange,
  PresentStatus,
  Refusal,
  SetPinAnswer,
  TokenView,
  UnlockAnswer,
} from './engine-messages.ts';
import { outboxOf } from './outbox-of.ts';
import type { ServerDealings } from './server-dealings.ts';
import type { InTurn } from './token-contact.ts';

/** What the engine holds in memory: nothing, keys that wait for a PIN, or one open vault. Never two of them. */
type Held =
  | { readonly kind: 'nothing' }
  | ({ readonly kind: 'awaiting-pin'; readonly awaiting: AwaitingPin; readonly news: NewsForServer } & Came)
  /** `pin`: the one just set or confirmed, until it is known whether the protection changes under it. */
  | { readonly kind: 'open'; readonly token: DeviceToken; readonly vault: OpenVault; readonly pin: string | undefined };

/** A token on its way to being open, and what failed before. */
interface Came {
  readonly token: DeviceToken;
  readonly failed: FailedAttempts;
}

/** The short road to Self-Administration; without it the PIN Reset Code is carried by hand. */
async function resetLinkOf(status: PresentStatus): Promise<string | undefined> {
  const isShown = (status.kind === 'closed' || status.kind === 'locked') && status.reset !== undefined;
  const part = isShown ? await import('./reset-link.ts').catch(() => undefined) : undefined;
  return part?.resetLinkOf(status);
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
  #withServer: ServerDealings | undefined;
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
    'forget-registration': async ({ token }) => (await this.#dealings()).forgetRegistration(this.#token(token)),
    'judge-pin': ({ pin }) => Promise.resolve({ kind: 'judged', weakness: weaknessOf(pin) }),
    'set-pin': (entries) => this.#setPin(entries),
    'change-pin': (change) => this.#changePin(change),
    abandon: () => Promise.resolve(this.#abandon()),
    'show-password': () => this.#showPassword(),
    'show-following-password': () => this.#showFollowingPassword(),
    'answer-challenge': ({ challenge }) => this.#answerChallenge(challenge),
    deliver: () => this.#deliver(),
    'agree-on-time': async ({ offsetMs }) => (await this.#dealings()).agreeOnTime(offsetMs),
    remove: async ({ token }) => (await this.#dealings()).remove(this.#token(token)),
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

  /** What hashes comes from elsewhere than what is looked at: neither waits for the other. */
  async #lookAround(): Promise<readonly TokenView[]> {
    const [views] = await Promise.all([this.#look(), demandWasm()]);
    return views;
  }

  async #look(): Promise<readonly TokenView[]> {
    const views: TokenView[] = [];
    for (const key of await tokensFound()) {
      const token = this.#token(key);
      if (await this.#isRemoved(token)) continue;
      const status = await token.protocol.start();
      if (status.kind !== 'empty') views.push({ token: key, status, resetLink: await resetLinkOf(status) });
    }
    return views;
  }

  /** Whether the owner has removed this token and its server has yet to hear of it. What was begun is finished, now or at the next start. */
  async #isRemoved(token: DeviceToken): Promise<boolean> {
    if ((await token.storage.readRemoval()) === undefined) return false;
    const dealings = await this.#dealings().catch(() => undefined);
    await dealings?.finishRemoval(token);
    return true;
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
    const { activate } = await loadPart(() => import('./activate.ts'));
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

  /** Who finds the token open does not know its PIN. Refused, the token stays open as it was, unless another window has moved it on. */
  async #changePin({ present, ...entries }: PinChange): Promise<ChangePinAnswer> {
    const before = this.#held;
    if (before.kind !== 'open') return { kind: 'refused', error: { code: 'VAULT_CLOSED' } };
    const { token } = before;
    const entered = await this.#tryPin(token, present, undefined);
    if (entered.kind !== 'open' || this.#held.kind !== 'open') return entered;
    const outcome = await this.#held.vault.changePin(entries);
    if (outcome.kind === 'refused') return { kind: 'not-changed', error: outcome.error };
    await this.#keepNews({ token, vault: outcome.vault, news: receiptOf(RECEIPT_KIND.pinChange) });
    this.#surroundings.announceChange(token.key);
    return this.#open({ token, vault: outcome.vault, pin: undefined, failed: entered.failed });
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
    const pending = await token.storage.core.readPendingMessages();
    const isWaiting = pending.some(({ kind }) => kind === 'registration');
    const registrationCode = isWaiting ? await (await this.#dealings()).registrationCodeIn(pending, vault) : undefined;
    return {
      kind: 'open',
      token: token.key,
      failed,
      password,
      periodSeconds,
      challenge: await vault.challengeShape(),
      registrationCode,
      clock: vault.clock,
    };
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

  /** What cannot be loaded is as good as no network: there will be another contact, but no PIN is kept for it. */
  async #deliver(): Promise<Delivery> {
    const dealings = await this.#dealings().catch(() => undefined);
    if (dealings) return dealings.deliver(await tokensFound());
    if (this.#held.kind === 'open') this.#held.vault.forgetPin();
    return { told: [], waiting: [], news: [] };
  }

  /** Everything between the tokens and their server comes on demand: no PIN, code or unlock needs it. */
  async #dealings(): Promise<ServerDealings> {
    const { ServerDealings } = await loadPart(() => import('./server-dealings.ts'));
    return (this.#withServer ??= new ServerDealings({
      ...this.#surroundings,
      tokenOf: (key) => this.#token(key),
      openVaultOf: (token) => (this.#held.kind === 'open' && this.#held.token === token ? this.#held.vault : undefined),
      openToken: () => (this.#held.kind === 'open' ? this.#held : undefined),
      goOnWith: (renewed) => {
        if (this.#held.kind === 'open') this.#held = { ...this.#held, vault: renewed };
      },
      whatOpens: (opened) => this.#whatOpens(opened),
      letGo: () => {
        this.#letGo();
      },
    }));
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
