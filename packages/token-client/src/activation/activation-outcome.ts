import type { AwaitingPin, CodeRefusal, TokenPolicy } from '@sallyport/protocol';
import type { NewsForServer } from '../news/news-for-server.ts';

/** How an activation ends, whichever way was used. */

/** Who issues the token, and for whom: shown before a PIN is asked for. */
export interface ActivationOffer {
  readonly tokenId: Uint8Array;
  readonly serial: string;
  readonly issuer: string;
  readonly label: string;
  readonly policy: TokenPolicy;
}

/** None of these costs the link or the code more than the server counted; each can be tried again or tells who can help. */
export type ActivationFailure =
  | { readonly code: 'link-malformed' }
  /** The link is for the app at another address. */
  | { readonly code: 'link-of-another-app'; readonly origin: string }
  /** What was typed cannot be a serial. */
  | { readonly code: 'serial-malformed' }
  /** Typing errors in the activation code; nothing was spent. */
  | { readonly code: 'code-malformed'; readonly because: CodeRefusal }
  /** The server does not know this code under this serial, any more or at all. It says no more than that. */
  | { readonly code: 'code-refused' }
  | { readonly code: 'offline' }
  /** No X25519: browsers before 2025. */
  | { readonly code: 'browser-too-old' }
  | { readonly code: 'expired' }
  | { readonly code: 'used' }
  /** The server and the link do not belong together, or somebody in between changed a message. */
  | { readonly code: 'mismatch' }
  | { readonly code: 'rate-limited'; readonly waitSeconds: number }
  | { readonly code: 'server-fault' }
  /** This device already holds the token: a second copy would fork it. */
  | { readonly code: 'already-here'; readonly serial: string };

/** Nothing is written to the device before the PIN is set. `news` is for the server, once it is. */
export type ActivationOutcome =
  | { readonly kind: 'set-pin'; readonly awaiting: AwaitingPin; readonly offer: ActivationOffer; readonly news: NewsForServer }
  | { readonly kind: 'not-activated'; readonly because: ActivationFailure };

export function failed(because: ActivationFailure): ActivationOutcome {
  return { kind: 'not-activated', because };
}
