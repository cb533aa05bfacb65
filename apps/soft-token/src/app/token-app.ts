import type { Clock } from '@sallyport/protocol';
import { type EngineClient, EngineTrouble } from '../engine/engine-client.ts';
import type { AuthenticatorAnswer, Opened, PinAnswer, PresentStatus, TokenView } from '../engine/engine-messages.ts';
import type { TokenNews } from '../engine/token-news.ts';
import type { ActivationWish, TypedActivation } from './activation-wish.ts';
import type { UpdateNotice } from '../service-worker/installed-app.ts';
import type { TokenKey } from '../storage/names.ts';
import { codeOfUnlockLink, type Errand, serialOfUnlockLink } from './address.ts';
import type { DeviceProtection, ProtectionHost } from './device-protection.ts';
import {
  type CloseReason,
  type ClosedNote,
  type LinkProblem,
  type Model,
  type OpenPage,
  type OpenScreen,
  type ResetScreen,
  type Screen,
  STARTING,
} from './model.ts';
import { homeScreen, isMustSetPin, leadsTo, resetScreen, staysClosed, staysOpen, tokenScreen, unlockProblemOf } from './next-screen.ts';
import { readPastedLink } from './pasted-link.ts';
import type { RememberedTokens } from './remembered-tokens.ts';
import { type Arrangement, inPlace } from './token-order.ts';

export interface TokenAppPorts {
  readonly engine: Pick<EngineClient, 'ask' | 'close'>;
  readonly remembered: RememberedTokens;
  readonly clock: Clock;
  /** Asks the browser not to clear our storage; undefined where it cannot be asked. */
  readonly askToPersist: () => Promise<boolean | undefined>;
  /** Whether this browser keeps a personal vault beside the tokens. */
  readonly hasPersonalVault: () => Promise<boolean>;
  readonly authenticator: ProtectionHost['authenticator'];
  readonly loadProtection: () => Promise<(host: ProtectionHost) => DeviceProtection>;
}

/** How often a token that stays open asks its server what is new. */
const CONTACT_EVERY_MS = 60_000;

/**
 * The app without its pixels: what the person does goes in by name, a model to draw comes out. It follows the protocol's table of states,
 * and goes back to what storage says whenever it is not sure.
 */
export class TokenApp {
  readonly #ports: TokenAppPorts;
  readonly #listeners = new Set<() => void>();
  #model: Model = STARTING;
  #protection: DeviceProtection | undefined;
  #underWay: Promise<void> = Promise.resolve();
  #lastContactAt = 0;

  constructor(ports: TokenAppPorts) {
    this.#ports = ports;
  }

  get model(): Model {
    return this.#model;
  }

  get isOpen(): boolean {
    return this.#model.screen.at === 'OPEN';
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start(errand: Errand): Promise<void> {
    await this.#work(async () => {
      await this.#lookAround();
      await this.#run(errand);
      // Asked when there is something to keep; before that the answer would be no.
      if (this.#model.tokens.length > 0) this.#askToPersist();
    });
    void this.deliver();
  }

  // Going about.

  async goHome(): Promise<void> {
    await this.#work(async () => {
      await this.#ports.engine.ask({ do: 'abandon' });
      await this.#lookAround();
      this.#showHome();
    });
  }

  goAdd(): void {
    this.#show({ at: 'add', problem: undefined });
  }

  goToToken(token: TokenKey): void {
    this.#showToken(token);
  }

  async forgotPin(): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'CLOSED' || leadsTo('CLOSED', 'forgot-pin') !== 'RESET_VIEW') return;
    await this.#work(async () => {
      await this.#showReset(screen.token);
    });
  }

  backFromReset(): void {
    const { screen } = this.#model;
    if (screen.at === 'RESET_VIEW' && leadsTo('RESET_VIEW', 'back') === 'CLOSED') this.#showClosed(screen.token);
  }

  /** A link that was scanned or pasted. */
  async follow(text: string): Promise<void> {
    const pasted = readPastedLink(text);
    switch (pasted.kind) {
      case 'activation':
        return this.#work(() => this.#activate({ way: 'link', link: pasted.link }));
      case 'offline-activation':
        return this.#work(() => this.#activate({ way: 'offline', text: pasted.link }));
      case 'unlock':
        return this.#work(() => this.#unlockByLink(pasted.link));
      case 'pin-reset':
        this.sayLinkProblem('pin-reset-link');
        return;
      case 'unknown':
        this.sayLinkProblem('no-link-of-ours');
    }
  }

  sayLinkProblem(problem: LinkProblem): void {
    const { screen } = this.#model;
    if (screen.at === 'welcome' || screen.at === 'add' || screen.at === 'scan') this.#show({ ...screen, problem });
    else this.#showHome(problem);
  }

  goTyped(): void {
    this.#show({ at: 'typed', typed: { serial: '', code: '' }, failure: undefined });
  }

  async activateByTypedCode(typed: TypedActivation): Promise<void> {
    await this.#work(() => this.#activate({ way: 'typed', ...typed }));
  }

  async retryActivation(): Promise<void> {
    const { screen } = this.#model;
    if (screen.at === 'activating') await this.#work(() => this.#activate(screen.wish));
  }

  /** Also while the server is being asked: whatever it answers then is heard by nobody. */
  async cancelActivation(): Promise<void> {
    this.#ports.engine.close();
    await this.#underWay;
    await this.goHome();
  }

  arrange(wish: Arrangement): void {
    this.#ports.remembered.arrange(wish);
    this.#set(this.#inPlace(this.#model.tokens));
  }

  forgetRemoved(token: TokenKey): void {
    this.#ports.remembered.forget(token);
    this.#set({ removed: this.#model.removed.filter((removed) => removed.token !== token) });
  }

  offerUpdate(update: UpdateNotice): void {
    this.#set({ update });
  }

  // PIN, unlock code, new PIN.

  async enterPin(pin: string): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'CLOSED') return;
    const { token } = screen;
    await this.#work(async () => {
      await this.#hearEntry(token, 'pin-right', await this.#ports.engine.ask({ do: 'enter-pin', token, pin }));
    });
  }

  /** Without the PIN, where the token allows it. */
  async enterByAuthenticator(): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'CLOSED') return;
    const { token } = screen;
    await this.#work(async () => {
      await this.#hearEntry(token, 'authenticator-right', await this.#ports.engine.ask({ do: 'enter-by-authenticator', token }));
    });
  }

  /** Fingerprint, face or screen lock besides the PIN: comes on demand, as most people meet it once. */
  async protect(act: (protection: DeviceProtection) => Promise<void>): Promise<void> {
    const protection = await this.#deviceProtection();
    if (protection) await act(protection);
  }

  deviceIs(device: Model['device']): void {
    this.#set({ device });
  }

  /** "Cancel", while the device asks: whoever waits for the answer hears a no. */
  cancelDevice(): void {
    this.#ports.authenticator.cancel();
  }

  async #hearEntry(token: TokenKey, right: 'pin-right' | 'authenticator-right', answer: PinAnswer | AuthenticatorAnswer): Promise<void> {
    switch (answer.kind) {
      case 'open':
        if (leadsTo('CLOSED', right) === 'OPEN') this.#showOpen(answer, undefined);
        await this.#lookAround();
        void this.deliver();
        return;
      case 'wrong-pin':
        await this.#lookAround();
        this.#showClosed(token, { kind: 'wrong-pin', attemptsLeft: answer.attemptsLeft });
        return;
      case 'pin-needed':
        this.#showClosed(token, { kind: 'pin-needed' });
        return;
      case 'locked':
      case 'revoked':
        // Section 8, LOCK: zero memory, close the worker.
        this.#ports.engine.close();
        return this.#lookAgain(token);
      case 'refused':
        if (staysClosed(answer.error)) this.#showClosed(token, { kind: 'refused', error: answer.error });
        else await this.#lookAgain(token);
    }
  }

  async enterUnlockCode(code: string): Promise<void> {
    const { screen } = this.#model;
    if (screen.at === 'LOCKED' || screen.at === 'RESET_VIEW') await this.#work(() => this.#enterUnlockCode(screen, code));
  }

  async setPin(entries: { readonly pin: string; readonly repeated: string }): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'SET_PIN' && !isMustSetPin(screen)) return;
    const before = this.#viewOf(screen.token)?.status;
    await this.#work(async () => {
      const answer = await this.#ports.engine.ask({ do: 'set-pin', ...entries });
      if (answer.kind === 'open') {
        if (leadsTo(screen.at, 'pin-set') !== 'OPEN') return;
        await this.#lookAround();
        const page = await this.#firstPage(before);
        this.#showOpen(answer, screen.at === 'SET_PIN' ? 'activation' : 'unlock', page);
        this.#askToPersist();
        void this.deliver();
      } else if (answer.error.code === 'PIN_POLICY' || answer.error.code === 'LOCK_BUSY') {
        this.#show({ ...screen, refusal: answer.error });
      } else {
        await this.#lookAgain(screen.token, { kind: 'closed', because: 'moved-on' });
      }
    });
  }

  /** Leaves the choice of a PIN: nothing has changed, the same code or link works again. */
  async abandon(): Promise<void> {
    const { screen } = this.#model;
    if (screen.at === 'SET_PIN') await this.goHome();
    if (!isMustSetPin(screen)) return;
    await this.#work(async () => {
      await this.#ports.engine.ask({ do: 'abandon' });
      await this.#lookAgain(screen.token);
    });
  }

  // While a token is open.

  /** To another page of the open token. */
  turnTo(page: OpenPage): void {
    const { screen } = this.#model;
    if (screen.at === 'OPEN') this.#show({ ...screen, page });
  }

  async changePin(entries: { readonly pin: string; readonly repeated: string }): Promise<void> {
    await this.#work(async () => {
      const { screen } = this.#model;
      if (screen.at !== 'OPEN' || leadsTo('OPEN', 'pin-changed') !== 'OPEN') return;
      const answer = await this.#ports.engine.ask({ do: 'change-pin', ...entries });
      if (answer.kind === 'open') {
        await this.#lookAround();
        this.#show({ ...screen, opened: answer, page: { at: 'password', changed: 'pin' } });
        void this.deliver();
      } else if (staysOpen(answer.error)) this.turnTo({ at: 'change-pin', refusal: answer.error });
      else await this.#lookAgain(screen.token, { kind: 'closed', because: 'moved-on' });
    });
  }

  async close(because: CloseReason): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'OPEN') return;
    this.#ports.engine.close();
    // Off the screen first: storage may take a moment to answer.
    this.#showClosed(screen.token, { kind: 'closed', because });
    await this.#quietly(() => this.#lookAround());
  }

  warnOfClosing(seconds: number | undefined): void {
    const { screen } = this.#model;
    if (screen.at === 'OPEN' && screen.closesInSeconds !== seconds) this.#show({ ...screen, closesInSeconds: seconds });
  }

  /** At the end of a time step, or to spend the next counter value. */
  async refreshPassword(): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'OPEN') return;
    await this.#quietly(async () => {
      const password = await this.#ports.engine.ask({ do: 'show-password' });
      const { screen: now } = this.#model;
      if (now.at !== 'OPEN' || now.token !== screen.token) return;
      if (password.kind === 'refused') await this.#lookAgain(now.token, { kind: 'closed', because: 'moved-on' });
      else this.#show({ ...now, opened: { ...now.opened, password } });
    });
    if (screen.following !== undefined) await this.showFollowing();
    // A server that could not be reached before may be back; and it may have something to say.
    const isDue = this.#ports.clock.now() - this.#lastContactAt >= CONTACT_EVERY_MS;
    if (isDue || (screen.finishing !== undefined && !screen.isTold)) void this.deliver();
  }

  /** The one-time password that comes next, of a token that goes by time. */
  async showFollowing(): Promise<void> {
    await this.#quietly(async () => {
      const following = await this.#ports.engine.ask({ do: 'show-following-password' });
      const { screen } = this.#model;
      if (screen.at !== 'OPEN') return;
      if (following.kind === 'refused') await this.#lookAgain(screen.token, { kind: 'closed', because: 'moved-on' });
      else this.#show({ ...screen, following });
    });
  }

  /** For a token that answers challenges. */
  async answerChallenge(challenge: string): Promise<void> {
    await this.#work(async () => {
      const answered = await this.#ports.engine.ask({ do: 'answer-challenge', challenge });
      const { screen } = this.#model;
      if (screen.at !== 'OPEN') return;
      const isOver = answered.kind === 'refused' && answered.error.code !== 'CHALLENGE_FORM' && answered.error.code !== 'LOCK_BUSY';
      if (isOver) await this.#lookAgain(screen.token, { kind: 'closed', because: 'moved-on' });
      else this.#show({ ...screen, answered });
    });
  }

  async deliver(): Promise<void> {
    this.#lastContactAt = this.#ports.clock.now();
    await this.#quietly(async () => {
      const { told, news } = await this.#ports.engine.ask({ do: 'deliver' });
      const { screen } = this.#model;
      if (screen.at === 'OPEN' && told.includes(screen.token)) this.#show(withoutRegistration({ ...screen, isTold: true }));
      for (const one of news) await this.#hear(one);
    });
  }

  showInstead(showing: OpenScreen['showing']): void {
    const { screen } = this.#model;
    if (screen.at === 'OPEN') this.#show({ ...screen, showing });
  }

  /** The owner says that Self-Administration has taken the registration code. */
  async registrationArrived(): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'OPEN') return;
    await this.#quietly(async () => {
      await this.#ports.engine.ask({ do: 'forget-registration', token: screen.token });
      const { screen: now } = this.#model;
      if (now.at === 'OPEN' && now.token === screen.token) this.#show({ ...withoutRegistration(now), finishing: undefined });
    });
  }

  /** The person says that the server's clock is right. */
  async agreeOnTime(): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'OPEN' || screen.clockQuestionMs === undefined) return;
    const offsetMs = screen.clockQuestionMs;
    await this.#work(async () => {
      const opened = await this.#ports.engine.ask({ do: 'agree-on-time', offsetMs });
      if (opened.kind === 'refused') await this.#lookAgain(screen.token, { kind: 'closed', because: 'moved-on' });
      else await this.#renew(screen.token, opened, { clockQuestionMs: undefined });
    });
    void this.deliver();
  }

  /** The person trusts the device's clock; the same is not asked again before the next opening. */
  keepOwnTime(): void {
    const { screen } = this.#model;
    if (screen.at === 'OPEN') this.#show({ ...screen, clockQuestionMs: undefined });
  }

  // Removing a token.

  /** An open one is closed first: what is open closes by itself when nobody uses it, and this page does not. */
  askToRemove(): void {
    const { screen } = this.#model;
    if (!('token' in screen) || leadsTo(screen.at, 'removed') !== 'EMPTY') return;
    const { token } = screen;
    const status = this.#viewOf(token)?.status;
    if (screen.at === 'OPEN') this.#ports.engine.close();
    const serial = status === undefined || status.kind === 'refused' ? '' : status.identity.serial;
    this.#show({ at: 'removing', token, serial, isHeldElsewhere: false });
  }

  keepToken(): void {
    const { screen } = this.#model;
    if (screen.at === 'removing') this.#showToken(screen.token);
  }

  async removeToken(): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'removing') return;
    const { token, serial } = screen;
    await this.#work(async () => {
      // Not missed afterwards: its owner knows where it went.
      this.#ports.remembered.forget(token);
      const answer = await this.#ports.engine.ask({ do: 'remove', token });
      await this.#lookAround();
      if (answer.kind === 'removed') this.#show({ at: 'removed', serial });
      else this.#show({ ...screen, isHeldElsewhere: true });
    });
    void this.deliver();
  }

  /** Another window changed this token. What is being typed here stays unless the token stands elsewhere now. */
  async tokenChanged(token: TokenKey): Promise<void> {
    await this.#quietly(async () => {
      await this.#lookAround();
      const { screen } = this.#model;
      if (screen.at === 'welcome' || screen.at === 'tokens') {
        this.#showHome();
        return;
      }
      if (!('token' in screen) || screen.token !== token) return;
      // Only a password of time costs nothing to ask for: a counter would be spent unseen.
      if (screen.at === 'OPEN' && screen.opened.periodSeconds !== undefined) return this.refreshPassword();
      const kind = this.#viewOf(token)?.status.kind;
      const isElsewhere = screen.at === 'LOCKED' ? kind !== 'locked' : kind !== 'closed';
      const follows = screen.at === 'OPEN' || screen.at === 'CLOSED' || screen.at === 'LOCKED' || screen.at === 'RESET_VIEW';
      if (follows && isElsewhere) this.#showToken(token, { kind: 'closed', because: 'moved-on' });
    });
  }

  // How it is done.

  async #run(errand: Errand): Promise<void> {
    switch (errand.kind) {
      case 'none':
        this.#showHome();
        return;
      case 'scan':
        this.#show({ at: 'scan', problem: undefined });
        return;
      case 'activate':
        return this.#activate({ way: 'link', link: errand.link });
      case 'activate-offline':
        return this.#activate({ way: 'offline', text: errand.text });
      case 'unlock':
        return this.#unlockByLink(errand.link);
    }
  }

  async #activate(wish: ActivationWish): Promise<void> {
    this.#show({ at: 'activating', wish, failure: undefined });
    const answer = await this.#ports.engine.ask({ do: 'begin-activation', by: wish });
    if (answer.kind === 'set-pin') {
      this.#show({ at: 'SET_PIN', token: answer.offer.token, offer: answer.offer, way: wish.way, refusal: undefined });
      return;
    }
    const failure = answer.because;
    // What was typed is there to be corrected.
    this.#show(wish.way === 'typed' ? { at: 'typed', typed: wish, failure } : { at: 'activating', wish, failure });
  }

  /** The short road back: a locked token is unlocked at once; one that is not locked asks first, because nobody may reset it by a mere link. */
  async #unlockByLink(link: string): Promise<void> {
    const serial = serialOfUnlockLink(link);
    const view = this.#model.tokens.find(({ status }) => status.kind !== 'refused' && status.identity.serial === serial);
    const code = codeOfUnlockLink(link);
    if (view === undefined) {
      this.#showHome('no-such-token');
      return;
    }
    if (view.status.kind !== 'locked' && view.status.kind !== 'closed') {
      this.#showToken(view.token);
      return;
    }
    const screen = await this.#showReset(view.token, code);
    if (screen?.at === 'LOCKED') await this.#enterUnlockCode(screen, code ?? '');
  }

  /** LOCKED, or RESET_VIEW of one that is closed; undefined when the token turned out to stand elsewhere. `code`: one that came by link. */
  async #showReset(token: TokenKey, code?: string): Promise<ResetScreen | undefined> {
    const status = await this.#ports.engine.ask({ do: 'show-reset-code', token });
    await this.#lookAround();
    if (status.kind === 'refused' && staysClosed(status.error)) {
      this.#showClosed(token, { kind: 'refused', error: status.error });
      return undefined;
    }
    const view = this.#viewOf(token);
    if (view === undefined || (view.status.kind !== 'locked' && view.status.kind !== 'closed')) {
      this.#showToken(token);
      return undefined;
    }
    const at = view.status.kind === 'locked' ? 'LOCKED' : 'RESET_VIEW';
    const screen: ResetScreen = { ...resetScreen(view, { at, now: this.#ports.clock.now() }), code };
    this.#show(screen);
    return screen;
  }

  async #enterUnlockCode(screen: ResetScreen, code: string): Promise<void> {
    const answer = await this.#ports.engine.ask({ do: 'enter-unlock-code', token: screen.token, code });
    if (answer.kind === 'must-set-pin') {
      const next = leadsTo(screen.at, 'unlock-code-right');
      if (next !== 'MUST_SET_PIN_WHILE_CLOSED' && next !== 'MUST_SET_PIN_WHILE_LOCKED') return;
      this.#show({ at: next, token: screen.token, policy: answer.policy, refusal: undefined });
      return;
    }
    const problem = unlockProblemOf(answer, this.#ports.clock.now());
    if (problem) this.#show({ ...screen, problem });
    else await this.#lookAgain(screen.token);
  }

  async #hear(news: TokenNews): Promise<void> {
    switch (news.kind) {
      case 'revoked':
        await this.#lookAround();
        if ('token' in this.#model.screen && this.#model.screen.token === news.token) this.#showToken(news.token);
        return;
      case 'opened-anew':
        await this.#renew(news.token, news.opened);
        // The epoch may have risen: what is known of the token is read again.
        return this.#lookAround();
      case 'clock-question':
        this.#changeOpen(news.token, { clockQuestionMs: news.offsetMs });
        return;
      case 'unknown-keys':
        this.#changeOpen(news.token, { isUnknown: true });
    }
  }

  /** Other keys, or another clock: what was shown of the ones before goes. */
  async #renew(token: TokenKey, opened: Opened, change: Partial<OpenScreen> = {}): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'OPEN' || screen.token !== token) return;
    const { failed } = screen.opened;
    this.#show({ ...screen, ...change, opened: { ...opened, failed }, following: undefined });
    if (screen.following !== undefined) await this.showFollowing();
  }

  /** What the open token shows; nothing when it is not on screen any more. */
  #changeOpen(token: TokenKey, change: Partial<OpenScreen>): void {
    const { screen } = this.#model;
    if (screen.at === 'OPEN' && screen.token === token) this.#show({ ...screen, ...change });
  }

  async #lookAround(): Promise<void> {
    const tokens = await this.#ports.engine.ask({ do: 'look-around' });
    const { remembered } = this.#ports;
    const removed = remembered.all().filter(({ token }) => tokens.every((view) => view.token !== token));
    remembered.remember(
      tokens.flatMap(({ token, status }) => (status.kind === 'refused' ? [] : [{ token, serial: status.identity.serial }])),
    );
    this.#set({ ...this.#inPlace(tokens), removed, hasPersonalVault: await this.#ports.hasPersonalVault() });
  }

  #inPlace(tokens: readonly TokenView[]): Pick<Model, 'tokens' | 'pinned'> {
    const remembered = this.#ports.remembered.all();
    const pinned = remembered.filter(({ isPinned }) => isPinned === true).map(({ token }) => token);
    return { tokens: inPlace(tokens, remembered), pinned };
  }

  /** Back to what storage says. */
  async #lookAgain(token: TokenKey, note?: ClosedNote): Promise<void> {
    await this.#lookAround();
    this.#showToken(token, note);
  }

  #showHome(problem?: LinkProblem): void {
    this.#show(
      homeScreen(this.#model.tokens, {
        now: this.#ports.clock.now(),
        hasPersonalVault: this.#model.hasPersonalVault,
        ...(problem ? { problem } : {}),
      }),
    );
  }

  #showToken(token: TokenKey, note?: ClosedNote): void {
    const view = this.#viewOf(token);
    if (view) this.#show(tokenScreen(view, { now: this.#ports.clock.now(), ...(note ? { note } : {}) }));
    else this.#showHome();
  }

  #showClosed(token: TokenKey, note?: ClosedNote): void {
    this.#show({ at: 'CLOSED', token, note });
  }

  /** A registration code that was not carried yet is what there is to finish, however the token was opened; it is shown by itself once. */
  #showOpen(opened: Opened, finishing: OpenScreen['finishing'], page: OpenPage = { at: 'password', changed: undefined }): void {
    const isWaiting = opened.registrationCode !== undefined;
    const showing = isWaiting && finishing === 'activation' ? 'registration-code' : 'password';
    const nothingYet = { isTold: false, following: undefined, answered: undefined, closesInSeconds: undefined } as const;
    const toFinish = isWaiting ? 'registration' : finishing;
    const nothingHeard = { clockQuestionMs: undefined, isUnknown: false } as const;
    this.#show({ at: 'OPEN', token: opened.token, opened, finishing: toFinish, showing, page, ...nothingYet, ...nothingHeard });
  }

  /** Where a token whose PIN was just set begins; the engine keeps that PIN no longer than the question of device protection stands. */
  async #firstPage(before: PresentStatus | undefined): Promise<OpenPage | undefined> {
    const protection = await this.#deviceProtection();
    if (protection) return protection.firstPage(before);
    await this.#ports.engine.ask({ do: 'keep-protection' });
    return undefined;
  }

  /** Undefined when it cannot be fetched: the token is open all the same. */
  async #deviceProtection(): Promise<DeviceProtection | undefined> {
    this.#protection ??= (await this.#ports.loadProtection().catch(() => undefined))?.(this.#protectionHost());
    return this.#protection;
  }

  #protectionHost(): ProtectionHost {
    return {
      ...this.#ports,
      openScreen: () => (this.#model.screen.at === 'OPEN' ? this.#model.screen : undefined),
      show: (screen) => {
        this.#show(screen);
      },
      viewOf: ({ token }) => this.#viewOf(token),
      work: (work) => this.#work(work),
      lookAround: () => this.#lookAround(),
      lookAgain: ({ token }) => this.#lookAgain(token, { kind: 'closed', because: 'moved-on' }),
      end: ({ token }) => {
        this.#ports.engine.close();
        return this.#lookAgain(token);
      },
      deliver: () => void this.deliver(),
    };
  }

  #viewOf(token: TokenKey): TokenView | undefined {
    return this.#model.tokens.find((view) => view.token === token);
  }

  /** Behind what goes on: Firefox puts the question to the person, who may take their time, or never answer. */
  #askToPersist(): void {
    void this.#ports.askToPersist().then((isPersistent) => {
      this.#set({ isPersistent });
    });
  }

  /** One thing at a time; the forms wait. A device that fails underneath is told, never hidden. */
  async #work(work: () => Promise<void>): Promise<void> {
    if (this.#model.isBusy) return;
    this.#set({ isBusy: true });
    this.#underWay = this.#quietly(work);
    await this.#underWay;
    this.#set({ isBusy: false });
  }

  /** Closing the engine ends what was under way in it: that is no trouble. */
  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (failure) {
      if (!(failure instanceof EngineTrouble)) throw failure;
      if (failure.trouble !== 'closed') this.#show({ at: 'trouble', trouble: failure.trouble });
    }
  }

  #show(screen: Screen): void {
    this.#set({ screen });
  }

  #set(change: Partial<Model>): void {
    this.#model = { ...this.#model, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** Once nobody has to carry the registration code any more. */
function withoutRegistration(screen: OpenScreen): OpenScreen {
  const finishing = screen.finishing === 'registration' ? 'activation' : screen.finishing;
  return { ...screen, finishing, showing: 'password', opened: { ...screen.opened, registrationCode: undefined } };
}
