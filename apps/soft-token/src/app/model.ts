import type { DeviceError, OneTimePassword, TokenPolicy } from '@sallyport/protocol';
import type { ActivationFailure } from '@sallyport/token-client';
import type { ActivationOffer, Answers, Opened, TokenView, Trouble } from '../engine/engine-messages.ts';
import type { UpdateNotice } from '../service-worker/installed-app.ts';
import type { TokenKey } from '../storage/names.ts';
import type { DeviceState } from '../webauthn/device-authenticator.ts';
import type { ActivationWish, TypedActivation } from './activation-wish.ts';
import type { RememberedToken } from './remembered-tokens.ts';

/** Everything the screens are drawn from. The states of a token carry the names of the protocol's table (`APP_TRANSITIONS`). */
export interface Model {
  readonly screen: Screen;
  /** As last looked at; what may be opened is decided by storage, never by this. */
  readonly tokens: readonly TokenView[];
  /** On top of the list, as their owner wishes. */
  readonly pinned: readonly TokenKey[];
  /** Tokens that were here and that the browser has removed. */
  readonly removed: readonly RememberedToken[];
  /** Whether codes of other services are kept here too; they are drawn in a document of their own. */
  readonly hasPersonalVault: boolean;
  /** The engine is at work: forms wait. */
  readonly isBusy: boolean;
  /** Device protection was wished for and could not be loaded. */
  readonly isPartMissing: boolean;
  readonly update: UpdateNotice | undefined;
  /** Whether the browser promised not to clear our storage; undefined until it was asked. */
  readonly isPersistent: boolean | undefined;
  /** `asking`: it wants the person's finger, face or screen lock, in a window of its own. */
  readonly device: DeviceState;
}

export type Screen =
  | { readonly at: 'starting' }
  | { readonly at: 'trouble'; readonly trouble: Trouble }
  | { readonly at: 'welcome'; readonly problem: LinkProblem | undefined }
  | { readonly at: 'tokens' }
  | { readonly at: 'add'; readonly problem: LinkProblem | undefined }
  | { readonly at: 'scan'; readonly problem: LinkProblem | undefined }
  | TypedScreen
  | { readonly at: 'activating'; readonly wish: ActivationWish; readonly failure: ActivationFailure | undefined }
  /** *Remove this token*, waiting for the person's word. */
  | RemovingScreen
  | { readonly at: 'removed'; readonly serial: string }
  | TokenScreen;

export interface RemovingScreen {
  readonly at: 'removing';
  readonly token: TokenKey;
  readonly serial: string;
  readonly isHeldElsewhere: boolean;
}

/** Serial and activation code to be typed, or typed and not taken. */
export interface TypedScreen {
  readonly at: 'typed';
  readonly typed: TypedActivation;
  readonly failure: ActivationFailure | undefined;
}

export type TokenScreen =
  | SetPinScreen
  | { readonly at: 'CLOSED'; readonly token: TokenKey; readonly note: ClosedNote | undefined }
  | ResetScreen
  | MustSetPinScreen
  | OpenScreen
  | { readonly at: 'REVOKED'; readonly token: TokenKey }
  /** Something is stored that cannot be read, or could not be read now. */
  | { readonly at: 'UNREADABLE'; readonly token: TokenKey; readonly error: DeviceError };

export interface SetPinScreen {
  readonly at: 'SET_PIN';
  readonly token: TokenKey;
  readonly offer: ActivationOffer;
  readonly way: ActivationWish['way'];
  readonly refusal: DeviceError | undefined;
}

export interface ResetScreen {
  readonly at: 'LOCKED' | 'RESET_VIEW';
  readonly token: TokenKey;
  readonly problem: UnlockProblem | undefined;
  /** An unlock code that came by link and waits for the person's tap. */
  readonly code: string | undefined;
}

export interface MustSetPinScreen {
  readonly at: 'MUST_SET_PIN_WHILE_CLOSED' | 'MUST_SET_PIN_WHILE_LOCKED';
  readonly token: TokenKey;
  readonly policy: TokenPolicy;
  readonly refusal: DeviceError | undefined;
}

export interface OpenScreen {
  readonly at: 'OPEN';
  readonly token: TokenKey;
  readonly opened: Opened;
  /** What the one-time password still has to finish on the page that waits for it. */
  readonly finishing: 'activation' | 'registration' | 'unlock' | undefined;
  /** After an activation without a network there is a registration code to carry first. */
  readonly showing: 'password' | 'registration-code';
  /** The server has heard of it from the token itself. */
  readonly isTold: boolean;
  /** The one-time password after this one, once it was wished for. */
  readonly following: OneTimePassword | undefined;
  /** What came of the last challenge; undefined before the first one. */
  readonly answered: Answers['answer-challenge'] | undefined;
  /** Set in the last seconds before the token closes by itself. */
  readonly closesInSeconds: number | undefined;
  /** How far the server's clock is away, while the person has not said whose is right. */
  readonly clockQuestionMs: number | undefined;
  /** The server does not know this copy of the token. */
  readonly isUnknown: boolean;
  readonly page: OpenPage;
}

/** What an open token shows: what it is opened for, or a page beside it. */
export type OpenPage =
  /** `changed`: what was done just now, to be said once. */
  | { readonly at: 'password'; readonly changed: 'pin' | 'added' | 'removed' | undefined }
  | { readonly at: 'settings' }
  /** `note`: what became of the present PIN; `refusal`: of the new one. */
  | { readonly at: 'change-pin'; readonly note: ClosedNote | undefined; readonly refusal: DeviceError | undefined }
  /** "Protect this token with this device too?" The PIN has just been set or confirmed. */
  | { readonly at: 'offer'; readonly problem: ProtectionProblem | undefined }
  /** Where it is added or removed later, behind the PIN. */
  | { readonly at: 'protection'; readonly canProtect: boolean; readonly note: ClosedNote | undefined };

export type ProtectionProblem = 'cancelled' | 'unavailable' | 'busy';

export type ClosedNote =
  | { readonly kind: 'wrong-pin'; readonly attemptsLeft: number }
  | { readonly kind: 'refused'; readonly error: DeviceError }
  | { readonly kind: 'closed'; readonly because: CloseReason }
  /** The PIN Reset Code was shown, so that the authenticator alone opens the token no more. */
  | { readonly kind: 'pin-needed' };

/** `moved-on`: another window changed the PIN, locked or unlocked the token. */
export type CloseReason = 'button' | 'unused' | 'hidden' | 'moved-on';

export type UnlockProblem =
  | { readonly kind: 'wrong-code'; readonly waitUntil: number }
  | { readonly kind: 'refused'; readonly error: DeviceError }
  /** Back-off: well typed, but too soon after the last wrong one. */
  | { readonly kind: 'wait'; readonly waitUntil: number };

/** A pasted or scanned text that leads nowhere. */
export type LinkProblem = 'no-link-of-ours' | 'pin-reset-link' | 'no-such-token' | 'no-qr-in-image';

export const STARTING: Model = {
  screen: { at: 'starting' },
  tokens: [],
  pinned: [],
  removed: [],
  hasPersonalVault: false,
  isBusy: false,
  isPartMissing: false,
  update: undefined,
  isPersistent: undefined,
  device: 'idle',
};
