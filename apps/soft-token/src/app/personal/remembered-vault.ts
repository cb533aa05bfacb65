import type { TextStore } from '../remembered-tokens.ts';

/** Whether this browser should have a personal vault: nothing secret, kept apart from it, to tell "never made" from "removed by the browser". */
const KEY = 'st-remembered-personal-vault';

export class RememberedVault {
  readonly #store: TextStore | undefined;

  /** `store`: undefined where the browser has none; then nothing is remembered. */
  constructor(store: TextStore | undefined) {
    this.#store = store;
  }

  get isRemembered(): boolean {
    return this.#store?.getItem(KEY) === 'yes';
  }

  remember(): void {
    this.#write('yes');
  }

  forget(): void {
    this.#write('');
  }

  #write(text: string): void {
    try {
      this.#store?.setItem(KEY, text);
    } catch {
      // Full or forbidden: the app then cannot tell an evicted vault from none.
    }
  }
}
