import type { TextStore } from './remembered-tokens.ts';

/** Where cookies are forbidden, even asking for `localStorage` throws. */
export function textStore(window: Window): TextStore | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}

/** Asks the browser not to clear our storage; undefined where it cannot be asked. */
export async function askToPersist(): Promise<boolean | undefined> {
  try {
    return await navigator.storage.persist();
  } catch {
    return undefined;
  }
}
