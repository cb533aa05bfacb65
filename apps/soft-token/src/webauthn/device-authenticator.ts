import type { PrfAnswer, PrfAuthenticator, PrfQuestion } from '@sallyport/protocol';
import type { NewCredential, Registration } from './ceremonies.ts';

type Ceremonies = typeof import('./ceremonies.ts');

/** `asking`: it wants the person's finger, face or screen lock. */
export type DeviceState = 'asking' | 'idle';

/**
 * The authenticator of this device as the page reaches it: one question at a time, each of which the person can end. Workers have no
 * WebAuthn, so the engine asks through the page. Nothing here throws: whatever fails, the code of the ceremonies that cannot be
 * fetched included, is no authenticator.
 */
export class DeviceAuthenticator implements PrfAuthenticator {
  readonly #load: () => Promise<Ceremonies>;
  readonly #onState: (state: DeviceState) => void;
  #underWay: AbortController | undefined;

  /** `load`: most tokens never need it. */
  constructor(input: { load: () => Promise<Ceremonies>; onState: (state: DeviceState) => void }) {
    this.#load = input.load;
    this.#onState = input.onState;
  }

  async isOffered(): Promise<boolean> {
    try {
      return await (await this.#load()).isOffered();
    } catch {
      return false;
    }
  }

  async register(credential: NewCredential): Promise<Registration> {
    return this.#ask(({ register }, signal) => register(credential, signal));
  }

  async evaluate(question: PrfQuestion): Promise<PrfAnswer> {
    return this.#ask(({ evaluate }, signal) => evaluate(question, signal));
  }

  async forget(credential: Pick<PrfQuestion, 'credentialId' | 'relyingPartyId'>): Promise<void> {
    try {
      await (await this.#load()).forget(credential);
    } catch {
      // A courtesy: the credential stays in its owner's list, and does nothing there.
    }
  }

  /** Whoever asked hears `cancelled`. */
  cancel(): void {
    this.#underWay?.abort();
  }

  async #ask<Answer>(
    ceremony: (ceremonies: Ceremonies, signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer | { readonly kind: 'unavailable' }> {
    this.cancel();
    const underWay = new AbortController();
    this.#underWay = underWay;
    this.#onState('asking');
    try {
      return await ceremony(await this.#load(), underWay.signal);
    } catch {
      return { kind: 'unavailable' };
    } finally {
      if (this.#underWay === underWay) {
        this.#underWay = undefined;
        this.#onState('idle');
      }
    }
  }
}
