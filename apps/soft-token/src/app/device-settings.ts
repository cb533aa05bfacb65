import { OPEN_TIME, type OpenTimePolicy } from './open-time.ts';
import type { TextStore } from './remembered-tokens.ts';

/** How this device treats its tokens while they are open. Nothing secret, so it is kept beside them (`localStorage`). */
export interface DeviceSettings {
  /** How long a token, or the personal vault, stays open unused. */
  readonly idleMinutes: (typeof IDLE_MINUTES)[number];
  readonly whenHidden: 'close' | 'stay';
  readonly codes: 'shown' | 'hidden';
  readonly size: 'large' | 'compact';
}

export const IDLE_MINUTES = [1, 2, 5, 10] as const;
export const FIRST_SETTINGS: DeviceSettings = { idleMinutes: 2, whenHidden: 'close', codes: 'shown', size: 'large' };

const KEY = 'st-settings';
/** Many times what we write. */
const LONGEST = 1000;

export class KeptSettings {
  readonly #store: TextStore | undefined;
  readonly #listeners = new Set<() => void>();
  #current: DeviceSettings;

  /** `store`: undefined where the browser has none; then a change lasts as long as the page. */
  constructor(store: TextStore | undefined) {
    this.#store = store;
    this.#current = parseSettings(store?.getItem(KEY) ?? '');
  }

  get current(): DeviceSettings {
    return this.#current;
  }

  change(change: Partial<DeviceSettings>): void {
    this.#current = { ...this.#current, ...change };
    try {
      this.#store?.setItem(KEY, JSON.stringify(this.#current));
    } catch {
      // Full or forbidden: the change lasts as long as the page.
    }
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Out of sight, a token that may stay still closes when it was unused for long enough. */
export function openTimeOf({ idleMinutes, whenHidden }: DeviceSettings): OpenTimePolicy {
  return { ...OPEN_TIME, idleMs: idleMinutes * 60_000, hiddenMs: whenHidden === 'close' ? OPEN_TIME.hiddenMs : Infinity };
}

/** Anybody who can run script here can write here, so it is read as if from outside: what is none of the choices is as it was first. */
export function parseSettings(text: string): DeviceSettings {
  const json = text.length > LONGEST ? undefined : parseJson(text);
  if (typeof json !== 'object' || json === null) return FIRST_SETTINGS;
  const { idleMinutes, whenHidden, codes, size } = json as Partial<Record<keyof DeviceSettings, unknown>>;
  return {
    idleMinutes: IDLE_MINUTES.find((minutes) => minutes === idleMinutes) ?? FIRST_SETTINGS.idleMinutes,
    whenHidden: whenHidden === 'stay' ? 'stay' : 'close',
    codes: codes === 'hidden' ? 'hidden' : 'shown',
    size: size === 'compact' ? 'compact' : 'large',
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
