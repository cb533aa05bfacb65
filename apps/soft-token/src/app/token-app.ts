import type { Clock } from '@sallyport/protocol';
import { type EngineClient, EngineTrouble } from '../engine/engine-client.ts';
import type { AuthenticatorAnswer, Opened, PinAnswer, PresentStatus, TokenView } from '../engine/engine-messages.ts';
import type { TokenNews } from '../engine/token-news.ts';
import type { ActivationWish } from './activation-wish.ts';
import type { UpdateNotice } from '../service-worker/installed-app.ts';
import type { TokenKey } from '../storage/names.ts';
import { codeOfUnlockLink, type Errand, serialOfUnlockLink } from './address.ts';
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
import {
  homeScreen,
  isMustSetPin,
  leadsTo,
  resetScreen,
  staysClosed,
  tokenScreen,
  unlockProblemOf,
  withoutRegistration,
} from './next-screen.ts';
import type { RememberedTokens } from './remembered-tokens.ts';
import type { DeskHost, TokenDesk } from './token-desk.ts';
import { inPlace } from './token-order.ts';

export interface TokenAppPorts {
  readonly engine: Pick<EngineClient, 'ask' | 'close'>;
  readonly remembered: RememberedTokens;
  readonly clock: Clock;
  /** Asks the browser not to clear our storage; undefined where it cannot be asked. */
  readonly askToPersist: () => Promise<boolean | undefined>;
  /** Whether this browser keeps a personal vault beside the tokens. */
  readonly hasPersonalVault: () => Promise<boolean>;
  readonly authenticator: DeskHost['authenticator'];
  readonly loadDesk: () => Promise<(host: DeskHost) => TokenDesk>;
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
  #desk: TokenDesk | undefined;
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

  /** What most people do once or never: who is at that desk comes on demand. */
  async atDesk(act: (desk: TokenDesk) => void | Promise<void>): Promise<void> {
    this.#set({ isPartMissing: false });
    const desk = await this.#callDesk();
    if (desk) await act(desk);
    else this.#set({ isPartMissing: true });
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
    const desk = await this.#callDesk();
    if (!desk) throw new EngineTrouble('part-missing');
    await desk.activate(wish);
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
    const { engine, remembered } = this.#ports;
    const [tokens, hasPersonalVault] = await Promise.all([engine.ask({ do: 'look-around' }), this.#ports.hasPersonalVault()]);
    const removed = remembered.all().filter(({ token }) => tokens.every((view) => view.token !== token));
    remembered.remember(
      tokens.flatMap(({ token, status }) => (status.kind === 'refused' ? [] : [{ token, serial: status.identity.serial }])),
    );
    this.#set({ ...this.#inPlace(tokens), removed, hasPersonalVault });
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
    const desk = await this.#callDesk();
    if (desk) return desk.protection.firstPage(before);
    await this.#ports.engine.ask({ do: 'keep-protection' });
    return undefined;
  }

  /** Undefined when it cannot be fetched: what is open is open all the same. */
  async #callDesk(): Promise<TokenDesk | undefined> {
    this.#desk ??= (await this.#ports.loadDesk().catch(() => undefined))?.(this.#deskHost());
    return this.#desk;
  }

  #deskHost(): DeskHost {
    return {
      ...this.#ports,
      model: () => this.#model,
      show: (screen) => {
        this.#show(screen);
      },
      showHome: (problem) => {
        this.#showHome(problem);
      },
      showToken: (token) => {
        this.#showToken(token);
      },
      viewOf: (token) => this.#viewOf(token),
      work: (work) => this.#work(work),
      quietly: (work) => this.#quietly(work),
      underWay: () => this.#underWay,
      lookAround: () => this.#lookAround(),
      lookAgain: (token) => this.#lookAgain(token, { kind: 'closed', because: 'moved-on' }),
      end: (token) => {
        this.#ports.engine.close();
        return this.#lookAgain(token);
      },
      renew: ({ token, opened, change }) => this.#renew(token, opened, change),
      putInPlace: () => {
        this.#set(this.#inPlace(this.#model.tokens));
      },
      goHome: () => this.goHome(),
      unlockByLink: (link) => this.#unlockByLink(link),
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
    this.#set({ screen, isPartMissing: false });
  }

  #set(change: Partial<Model>): void {
    this.#model = { ...this.#model, ...change };
    for (const listener of this.#listeners) listener();
  }
}
