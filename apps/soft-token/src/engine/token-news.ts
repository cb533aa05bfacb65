import type { TokenKey } from '../storage/names.ts';
import type { Opened } from './engine-messages.ts';

/** What a contact brought that the person should see. */
export type TokenNews =
  | { readonly kind: 'revoked'; readonly token: TokenKey }
  /** Keys were renewed, or the clock is followed now: this is what the open token shows. */
  | { readonly kind: 'opened-anew'; readonly token: TokenKey; readonly opened: Opened }
  /** The server's clock is more than a day away from this device's: whose is right? */
  | { readonly kind: 'clock-question'; readonly token: TokenKey; readonly offsetMs: number }
  /** The server does not know the keys of this token: most likely a copy restored from before they were renewed. */
  | { readonly kind: 'unknown-keys'; readonly token: TokenKey };
