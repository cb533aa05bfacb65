import type { DeviceError } from '@sallyport/protocol';
import type { EngineClient } from '../engine/engine-client.ts';
import type { Opened, PinAnswer, PinChange, TokenView } from '../engine/engine-messages.ts';
import type { TokenKey } from '../storage/names.ts';
import type { DeviceAuthenticator } from '../webauthn/device-authenticator.ts';
import type { ActivationWish, TypedActivation } from './activation-wish.ts';
import { type Arrangement, arranged } from './arrange-tokens.ts';
import { DeviceProtection, type RelyingParty } from './device-protection.ts';
import type { LinkProblem, Model, OpenScreen, Screen } from './model.ts';
import { leadsTo, withoutRegistration } from './next-screen.ts';
import { readPastedLink } from './pasted-link.ts';
import type { RememberedTokens } from './remembered-tokens.ts';

/** What the app lets the desk do with it. */
export interface DeskHost {
  readonly engine: Pick<EngineClient, 'ask' | 'close'>;
  readonly remembered: Pick<RememberedTokens, 'all' | 'keep' | 'forget'>;
  readonly authenticator: Pick<DeviceAuthenticator, 'isOffered' | 'register' | 'forget' | 'cancel'>;
  readonly model: () => Model;
  readonly show: (screen: Screen) => void;
  readonly showHome: (problem?: LinkProblem) => void;
  readonly showToken: (token: TokenKey) => void;
  readonly viewOf: (token: TokenKey) => TokenView | undefined;
  /** One thing at a time; the forms wait. */
  readonly work: (work: () => Promise<void>) => Promise<void>;
  /** Beside whatever is under way. */
  readonly quietly: (work: () => Promise<void>) => Promise<void>;
  readonly underWay: () => Promise<void>;
  readonly lookAround: () => Promise<void>;
  /** The token is not open any more: back to what storage says. */
  readonly lookAgain: (token: TokenKey) => Promise<void>;
  /** The token was locked or revoked meanwhile. */
  readonly end: (token: TokenKey) => Promise<void>;
  readonly renew: (renewal: { readonly token: TokenKey; readonly opened: Opened; readonly change: Partial<OpenScreen> }) => Promise<void>;
  /** The list, after its order has changed. */
  readonly putInPlace: () => void;
  readonly goHome: () => Promise<void>;
  readonly unlockByLink: (link: string) => Promise<void>;
  readonly deliver: () => void;
}

/** What is done with tokens besides opening, unlocking and reading codes. It comes on demand, with the pages it is done on. */
export class TokenDesk {
  /** Fingerprint, face or screen lock besides the PIN. */
  readonly protection: DeviceProtection;
  readonly #host: DeskHost;

  constructor(host: DeskHost, party: RelyingParty) {
    this.#host = host;
    this.protection = new DeviceProtection(
      {
        ...host,
        openScreen: () => {
          const { screen } = host.model();
          return screen.at === 'OPEN' ? screen : undefined;
        },
        viewOf: ({ token }) => host.viewOf(token),
        lookAgain: ({ token }) => host.lookAgain(token),
        pinNotTaken: (answer) => this.#pinNotTaken(answer),
      },
      party,
    );
  }

  arrange(wish: Arrangement): void {
    const { remembered } = this.#host;
    remembered.keep(arranged(remembered.all(), wish));
    this.#host.putInPlace();
  }

  // On the way to a token.

  /** A link that was scanned or pasted. */
  async follow(text: string): Promise<void> {
    const pasted = readPastedLink(text);
    switch (pasted.kind) {
      case 'activation':
        return this.#host.work(() => this.activate({ way: 'link', link: pasted.link }));
      case 'offline-activation':
        return this.#host.work(() => this.activate({ way: 'offline', text: pasted.link }));
      case 'unlock':
        return this.#host.work(() => this.#host.unlockByLink(pasted.link));
      case 'pin-reset':
        this.sayLinkProblem('pin-reset-link');
        return;
      case 'unknown':
        this.sayLinkProblem('no-link-of-ours');
    }
  }

  sayLinkProblem(problem: LinkProblem): void {
    const { screen } = this.#host.model();
    if (screen.at === 'welcome' || screen.at === 'add' || screen.at === 'scan') this.#host.show({ ...screen, problem });
    else this.#host.showHome(problem);
  }

  goTyped(): void {
    this.#host.show({ at: 'typed', typed: { serial: '', code: '' }, failure: undefined });
  }

  async activateByTypedCode(typed: TypedActivation): Promise<void> {
    await this.#host.work(() => this.activate({ way: 'typed', ...typed }));
  }

  async retryActivation(): Promise<void> {
    const { screen } = this.#host.model();
    if (screen.at === 'activating') await this.#host.work(() => this.activate(screen.wish));
  }

  /** Also while the server is being asked: whatever it answers then is heard by nobody. */
  async cancelActivation(): Promise<void> {
    this.#host.engine.close();
    await this.#host.underWay();
    await this.#host.goHome();
  }

  async activate(wish: ActivationWish): Promise<void> {
    this.#host.show({ at: 'activating', wish, failure: undefined });
    const answer = await this.#host.engine.ask({ do: 'begin-activation', by: wish });
    if (answer.kind === 'set-pin') {
      this.#host.show({ at: 'SET_PIN', token: answer.offer.token, offer: answer.offer, way: wish.way, refusal: undefined });
      return;
    }
    const failure = answer.because;
    // What was typed is there to be corrected.
    this.#host.show(wish.way === 'typed' ? { at: 'typed', typed: wish, failure } : { at: 'activating', wish, failure });
  }

  // Of a token that is open.

  async changePin(change: PinChange): Promise<void> {
    await this.#host.work(async () => {
      if (leadsTo(this.#host.model().screen.at, 'pin-changed') !== 'OPEN') return;
      const answer = await this.#host.engine.ask({ do: 'change-pin', ...change });
      await this.#host.lookAround();
      const { screen } = this.#host.model();
      if (screen.at !== 'OPEN') return;
      if (answer.kind === 'open') {
        this.#host.show({ ...screen, opened: answer, page: { at: 'password', changed: 'pin' } });
        this.#host.deliver();
      } else if (answer.kind !== 'not-changed') await this.#pinNotTaken(answer);
      else if (staysOpen(answer.error)) this.#host.show({ ...screen, page: { at: 'change-pin', note: undefined, refusal: answer.error } });
      else await this.#host.lookAgain(screen.token);
    });
  }

  /** A PIN, typed where the token is open already, that did not open it anew: the page says so, unless the token is open no more. */
  async #pinNotTaken(answer: Exclude<PinAnswer, { readonly kind: 'open' }>): Promise<void> {
    const { screen } = this.#host.model();
    if (screen.at !== 'OPEN') return;
    const { token, page } = screen;
    if (answer.kind === 'locked' || answer.kind === 'revoked') return this.#host.end(token);
    const isOver = answer.kind === 'refused' && answer.error.code === 'VAULT_CLOSED';
    if (isOver || !('note' in page)) return this.#host.lookAgain(token);
    this.#host.show({
      ...screen,
      page: page.at === 'change-pin' ? { ...page, note: answer, refusal: undefined } : { ...page, note: answer },
    });
  }

  /** For a token that answers challenges. */
  async answerChallenge(challenge: string): Promise<void> {
    await this.#host.work(async () => {
      const answered = await this.#host.engine.ask({ do: 'answer-challenge', challenge });
      const { screen } = this.#host.model();
      if (screen.at !== 'OPEN') return;
      const isOver = answered.kind === 'refused' && answered.error.code !== 'CHALLENGE_FORM' && answered.error.code !== 'LOCK_BUSY';
      if (isOver) await this.#host.lookAgain(screen.token);
      else this.#host.show({ ...screen, answered });
    });
  }

  /** The owner says that Self-Administration has taken the registration code. */
  async registrationArrived(): Promise<void> {
    const { screen } = this.#host.model();
    if (screen.at !== 'OPEN') return;
    await this.#host.quietly(async () => {
      await this.#host.engine.ask({ do: 'forget-registration', token: screen.token });
      const { screen: now } = this.#host.model();
      if (now.at === 'OPEN' && now.token === screen.token) this.#host.show({ ...withoutRegistration(now), finishing: undefined });
    });
  }

  /** The person says that the server's clock is right. */
  async agreeOnTime(): Promise<void> {
    const { screen } = this.#host.model();
    if (screen.at !== 'OPEN' || screen.clockQuestionMs === undefined) return;
    const offsetMs = screen.clockQuestionMs;
    await this.#host.work(async () => {
      const opened = await this.#host.engine.ask({ do: 'agree-on-time', offsetMs });
      if (opened.kind === 'refused') await this.#host.lookAgain(screen.token);
      else await this.#host.renew({ token: screen.token, opened, change: { clockQuestionMs: undefined } });
    });
    this.#host.deliver();
  }

  /** The person trusts the device's clock; the same is not asked again before the next opening. */
  keepOwnTime(): void {
    const { screen } = this.#host.model();
    if (screen.at === 'OPEN') this.#host.show({ ...screen, clockQuestionMs: undefined });
  }

  // Removing a token.

  /** An open one is closed first: what is open closes by itself when nobody uses it, and this page does not. */
  askToRemove(): void {
    const { screen } = this.#host.model();
    if (!('token' in screen) || leadsTo(screen.at, 'removed') !== 'EMPTY') return;
    const { token } = screen;
    const status = this.#host.viewOf(token)?.status;
    if (screen.at === 'OPEN') this.#host.engine.close();
    const serial = status === undefined || status.kind === 'refused' ? '' : status.identity.serial;
    this.#host.show({ at: 'removing', token, serial, isHeldElsewhere: false });
  }

  keepToken(): void {
    const { screen } = this.#host.model();
    if (screen.at === 'removing') this.#host.showToken(screen.token);
  }

  async removeToken(): Promise<void> {
    const { screen } = this.#host.model();
    if (screen.at !== 'removing') return;
    const { token, serial } = screen;
    await this.#host.work(async () => {
      // Not missed afterwards: its owner knows where it went.
      this.#host.remembered.forget(token);
      const answer = await this.#host.engine.ask({ do: 'remove', token });
      await this.#host.lookAround();
      if (answer.kind === 'removed') this.#host.show({ at: 'removed', serial });
      else this.#host.show({ ...screen, isHeldElsewhere: true });
    });
    this.#host.deliver();
  }
}

/** Refusals of a new PIN after which the token is still open, under the PIN it had; after the others, what is stored has to be read again. */
function staysOpen(error: DeviceError): boolean {
  return ['PIN_POLICY', 'LOCK_BUSY', 'PRF_CANCELLED', 'PRF_UNAVAILABLE'].includes(error.code);
}
