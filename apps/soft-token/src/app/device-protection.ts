import type { AuthenticatorProtection, Protection } from '@sallyport/protocol';
import type { EngineClient } from '../engine/engine-client.ts';
import type { PinAnswer, PresentStatus, TokenView } from '../engine/engine-messages.ts';
import type { DeviceAuthenticator } from '../webauthn/device-authenticator.ts';
import type { OpenPage, OpenScreen, ProtectionProblem } from './model.ts';

/** What the app lets device protection do with it. */
export interface ProtectionHost {
  readonly engine: Pick<EngineClient, 'ask'>;
  readonly authenticator: Pick<DeviceAuthenticator, 'isOffered' | 'register' | 'forget' | 'cancel'>;
  /** Undefined when no token is open. */
  readonly openScreen: () => OpenScreen | undefined;
  readonly show: (screen: OpenScreen) => void;
  readonly viewOf: (screen: OpenScreen) => TokenView | undefined;
  /** One thing at a time; the forms wait. */
  readonly work: (work: () => Promise<void>) => Promise<void>;
  readonly lookAround: () => Promise<void>;
  /** The token is not open any more: back to what storage says. */
  readonly lookAgain: (screen: OpenScreen) => Promise<void>;
  /** The page says it, unless the token is open no more. */
  readonly pinNotTaken: (answer: Exclude<PinAnswer, { readonly kind: 'open' }>) => Promise<void>;
  readonly deliver: () => void;
}

/** What the relying party is called in the device's own dialogues; its id is the host of the app. */
export interface RelyingParty {
  readonly id: string;
  readonly name: string;
}

/**
 * Adding and removing the authenticator of this device (profile P1), always while the token is open: offered once a PIN was set, and
 * later on a page of its own behind the PIN. Nothing here opens anything; what is asked of the authenticator is asked by the engine.
 */
export class DeviceProtection {
  readonly #host: ProtectionHost;
  readonly #party: RelyingParty;
  /** Made, but not yet in any token: the next try uses it instead of leaving one more in the device's list. */
  #spare: AuthenticatorProtection | undefined;

  constructor(host: ProtectionHost, party: RelyingParty) {
    this.#host = host;
    this.#party = party;
  }

  /** Where a token whose PIN has just been set begins. `before`: how it stood until then; the new PIN has ended its protection. */
  async firstPage(before: PresentStatus | undefined): Promise<OpenPage> {
    const ended = protectionOf(before);
    if (ended.kind === 'pin-and-authenticator') void this.#host.authenticator.forget(ended);
    if (await this.#host.authenticator.isOffered()) return { at: 'offer', problem: undefined };
    await this.#host.engine.ask({ do: 'keep-protection' });
    return { at: 'password', changed: undefined };
  }

  /** The page behind the PIN. */
  async open(): Promise<void> {
    const canProtect = await this.#host.authenticator.isOffered();
    this.#turnTo({ at: 'protection', canProtect, note: undefined });
  }

  /** Back to the one-time password, nothing changed. */
  async leave(): Promise<void> {
    this.#dropSpare();
    await this.#host.work(async () => {
      await this.#host.engine.ask({ do: 'keep-protection' });
      this.#turnTo({ at: 'password', changed: undefined });
    });
  }

  /** "Yes": a credential of this device, then the COMMIT that asks it. `opensAlone`: the box was ticked, where the issuer allows it. */
  async accept(wish: { readonly opensAlone: boolean }): Promise<void> {
    await this.#host.work(async () => {
      const screen = this.#host.openScreen();
      if (screen?.page.at !== 'offer') return;
      const credential = await this.#credential(screen);
      if ('problem' in credential) this.#turnTo({ at: 'offer', problem: credential.problem });
      else await this.#change(screen, { ...credential, ...wish });
    });
  }

  /** The PIN, typed to add or to remove the protection; which of them, says how the token stands. */
  async confirmPin(pin: string): Promise<void> {
    await this.#host.work(async () => {
      const screen = this.#host.openScreen();
      if (screen?.page.at !== 'protection') return;
      const before = protectionOf(this.#host.viewOf(screen)?.status);
      const answer = await this.#host.engine.ask({ do: 'confirm-pin', token: screen.token, pin });
      await this.#host.lookAround();
      if (answer.kind !== 'open') return this.#host.pinNotTaken(answer);
      if (before.kind === 'pin') {
        this.#host.show({ ...screen, opened: answer, page: { at: 'offer', problem: undefined } });
        return;
      }
      if (await this.#change({ ...screen, opened: answer }, { kind: 'pin' })) void this.#host.authenticator.forget(before);
    });
  }

  async #change(screen: OpenScreen, protection: Protection): Promise<boolean> {
    const answer = await this.#host.engine.ask({ do: 'change-protection', protection });
    if (answer.kind === 'open') {
      this.#spare = undefined;
      await this.#host.lookAround();
      const changed = protection.kind === 'pin' ? 'removed' : 'added';
      this.#host.show({ ...screen, opened: answer, page: { at: 'password', changed } });
      this.#host.deliver();
      return true;
    }
    const problem = protection.kind === 'pin' ? undefined : PROBLEMS[answer.error.code];
    if (problem === undefined) await this.#host.lookAgain(screen);
    else this.#turnTo({ at: 'offer', problem });
    return false;
  }

  async #credential(screen: OpenScreen): Promise<AuthenticatorProtection | { readonly problem: ProtectionProblem }> {
    if (this.#spare) return this.#spare;
    const view = this.#host.viewOf(screen);
    const identity = view === undefined || view.status.kind === 'refused' ? undefined : view.status.identity;
    const registration = await this.#host.authenticator.register({
      relyingPartyId: this.#party.id,
      relyingPartyName: this.#party.name,
      userName: [identity?.label, identity?.serial].filter((part) => part !== undefined && part !== '').join(', '),
    });
    if (registration.kind !== 'registered') return { problem: registration.kind };
    const { credentialId } = registration;
    this.#spare = { kind: 'pin-and-authenticator', credentialId, relyingPartyId: this.#party.id, opensAlone: false };
    return this.#spare;
  }

  #dropSpare(): void {
    if (this.#spare) void this.#host.authenticator.forget(this.#spare);
    this.#spare = undefined;
  }

  #turnTo(page: OpenPage): void {
    const screen = this.#host.openScreen();
    if (screen) this.#host.show({ ...screen, page });
  }
}

function protectionOf(status: PresentStatus | undefined): Protection {
  return status?.kind === 'closed' || status?.kind === 'locked' ? status.protection : { kind: 'pin' };
}

/** Refusals after which the same page is still the right one. */
const PROBLEMS: Readonly<Record<string, ProtectionProblem | undefined>> = {
  PRF_CANCELLED: 'cancelled',
  PRF_UNAVAILABLE: 'unavailable',
  // A credential whose id does not fit into the header beside the issuer's words.
  PARAM_RANGE: 'unavailable',
  LOCK_BUSY: 'busy',
};
