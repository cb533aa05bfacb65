import type {
  ChallengeResponse,
  DeviceError,
  FailedAttempts,
  OcraSuite,
  OneTimePassword,
  PinRefusal,
  Protection,
  TokenPolicy,
  TokenStatus,
  VaultClock,
} from '@sallyport/protocol';
import type { ActivationFailure, ActivationOffer as TokenOffer } from '@sallyport/token-client';
import type { ActivationWish } from '../app/activation-wish.ts';
import type { TokenKey } from '../storage/names.ts';
import type { PrfBrought, PrfWanted } from './authenticator-messages.ts';
import type { TokenNews } from './token-news.ts';

/**
 * Everything the page and the engine (a dedicated worker) ever say to each other: one closed union each way. A PIN and an unlock code go in;
 * one-time passwords, codes for people and states come out. The seed and the master key have no message that could carry them.
 */
export type Command =
  /** Starts every token found (repairing what a crash left behind) and tells where each stands. */
  | { readonly do: 'look-around' }
  | { readonly do: 'enter-pin'; readonly token: TokenKey; readonly pin: string }
  /** Without the PIN, where the token allows it. */
  | { readonly do: 'enter-by-authenticator'; readonly token: TokenKey }
  /** The PIN again, of a token that is open already and stays so; kept for the `change-protection` that follows. */
  | { readonly do: 'confirm-pin'; readonly token: TokenKey; readonly pin: string }
  /** Under the PIN that was just set or confirmed. */
  | { readonly do: 'change-protection'; readonly protection: Protection }
  /** No change after all: forgets the PIN that was kept for it. */
  | { readonly do: 'keep-protection' }
  /** "I forgot my PIN": the status it answers holds the PIN Reset Code. */
  | { readonly do: 'show-reset-code'; readonly token: TokenKey }
  | { readonly do: 'enter-unlock-code'; readonly token: TokenKey; readonly code: string }
  /** Asks the server what a link or a code activates. Nothing is kept on the device before the PIN is set. */
  | { readonly do: 'begin-activation'; readonly by: ActivationWish }
  /** Its owner says that the registration code has arrived: it can be shown no more. */
  | { readonly do: 'forget-registration'; readonly token: TokenKey }
  /** Of a PIN that is being typed: whether everybody guesses it. Nothing is tried, and nothing is kept. */
  | { readonly do: 'judge-pin'; readonly pin: string }
  /** After `begin-activation` or `enter-unlock-code`. */
  | { readonly do: 'set-pin'; readonly pin: string; readonly repeated: string }
  /** Of the open token: another PIN, everything else as it was. An attempt is spent on the present one, as where a token is opened. */
  | ({ readonly do: 'change-pin' } & PinChange)
  /** Forgets the keys that wait for a PIN. */
  | { readonly do: 'abandon' }
  /** Of the open token. */
  | { readonly do: 'show-password' }
  /** Of the open token, when it goes by time: the one after. */
  | { readonly do: 'show-following-password' }
  /** Of the open token, when it is one that answers challenges. */
  | { readonly do: 'answer-challenge'; readonly challenge: string }
  /** Tells the server what it has not been told yet, and hears from it what is new. */
  | { readonly do: 'deliver' }
  /** Of the open token: its one-time passwords follow the server's clock, which is this far away. */
  | { readonly do: 'agree-on-time'; readonly offsetMs: number }
  /** Destroys the token on this device, by its owner. */
  | { readonly do: 'remove'; readonly token: TokenKey };

export interface Answers {
  'look-around': readonly TokenView[];
  'enter-pin': PinAnswer;
  'enter-by-authenticator': AuthenticatorAnswer;
  'confirm-pin': PinAnswer;
  'change-protection': SetPinAnswer;
  'keep-protection': { readonly kind: 'kept' };
  'show-reset-code': TokenStatus | Refusal;
  'enter-unlock-code': UnlockAnswer;
  'begin-activation': ActivationAnswer;
  'forget-registration': { readonly kind: 'forgotten' };
  'judge-pin': { readonly kind: 'judged'; readonly weakness: PinRefusal | undefined };
  'set-pin': SetPinAnswer;
  'change-pin': ChangePinAnswer;
  abandon: { readonly kind: 'abandoned' };
  'show-password': OneTimePassword | Refusal;
  'show-following-password': OneTimePassword | Refusal;
  'answer-challenge': ChallengeResponse | Refusal;
  deliver: Delivery;
  'agree-on-time': Opened | Refusal;
  remove: { readonly kind: 'removed' } | { readonly kind: 'held-elsewhere' };
}

/** A token on this device as the page draws it. */
export interface TokenView {
  readonly token: TokenKey;
  readonly status: PresentStatus;
  /** To Self-Administration with the PIN Reset Code, once that was shown; undefined when the issuer did not say where that is. */
  readonly resetLink?: string | undefined;
}
export type PresentStatus = Exclude<TokenStatus, { kind: 'empty' }> | Refusal;

export interface Refusal {
  readonly kind: 'refused';
  readonly error: DeviceError;
}

export interface Opened {
  readonly kind: 'open';
  readonly token: TokenKey;
  /** Wrong PINs and unlock codes that this opening cleared. */
  readonly failed: FailedAttempts;
  /** Undefined for counter-based ones: showing one spends it, so it is asked for by hand. */
  readonly password: OneTimePassword | undefined;
  /** Length of one time step; undefined for counter-based one-time passwords. */
  readonly periodSeconds: number | undefined;
  /** What the token knows about time. */
  readonly clock: VaultClock;
  /** What a challenge looks like that this token answers; undefined for tokens that show one-time passwords. */
  readonly challenge: OcraSuite['challenge'] | undefined;
  /** In groups, while its owner has still to carry it to Self-Administration. */
  readonly registrationCode: string | undefined;
}

export type PinAnswer =
  | Opened
  | { readonly kind: 'wrong-pin'; readonly attemptsLeft: number }
  | { readonly kind: 'locked' }
  | { readonly kind: 'revoked' }
  | Refusal;

export type AuthenticatorAnswer = Exclude<PinAnswer, { readonly kind: 'wrong-pin' }> | { readonly kind: 'pin-needed' };

export type UnlockAnswer =
  | { readonly kind: 'must-set-pin'; readonly policy: TokenPolicy }
  | { readonly kind: 'wrong-code'; readonly waitSeconds: number }
  | { readonly kind: 'revoked' }
  | Refusal;

export type ActivationAnswer =
  | { readonly kind: 'set-pin'; readonly offer: ActivationOffer }
  | { readonly kind: 'not-activated'; readonly because: ActivationFailure };

/** Who issues the token, and for whom: shown before a PIN is asked for. */
export type ActivationOffer = TokenOffer & { readonly token: TokenKey };

export type SetPinAnswer = Opened | Refusal;

/** The PIN that holds now, and the one that shall hold, twice. */
export interface PinChange {
  readonly present: string;
  readonly pin: string;
  readonly repeated: string;
}

/** `not-changed`: the present PIN was right, the new one was not taken. */
export type ChangePinAnswer = PinAnswer | { readonly kind: 'not-changed'; readonly error: DeviceError };

export interface Delivery {
  /** Tokens about which the server now knows everything. */
  readonly told: readonly TokenKey[];
  /** Tokens with something left to tell. */
  readonly waiting: readonly TokenKey[];
  readonly news: readonly TokenNews[];
}

/** What a page and its engine speak of. The personal vault has an engine, and a table, of its own. */
export interface Talk {
  readonly commands: { readonly do: string };
  /** By the name of the command. */
  readonly answers: object;
  /** What another window may have changed. */
  readonly changed: unknown;
}

export interface TokenTalk extends Talk {
  readonly commands: Command;
  readonly answers: Answers;
  readonly changed: TokenKey;
}

export type AnswerIn<Of extends Talk> = Of['answers'][keyof Of['answers']];

/** The page's side of the wire. */
export interface Ask<Of extends Talk = TokenTalk> {
  readonly id: number;
  readonly command: Of['commands'];
}

/** The engine's side of the wire. */
export type Said<Of extends Talk = TokenTalk> =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: AnswerIn<Of> }
  /** The device failed underneath us, or a bug: nothing is known to have changed; look around again. */
  | { readonly kind: 'trouble'; readonly id: number; readonly trouble: Trouble }
  /** Another window changed this token. */
  | { readonly kind: 'changed'; readonly token: Of['changed'] }
  /** The device's authenticator is wanted, which workers have not. */
  | PrfWanted;

/** All that the page says. */
export type Told<Of extends Talk = TokenTalk> = Ask<Of> | PrfBrought;

export type Trouble =
  /** Storage is full: `QuotaExceededError`. */
  | 'storage-full'
  /** IndexedDB or the private file system is missing or forbidden, as in some private modes. */
  | 'storage-unavailable'
  /** Something between the server and here forbids WebAssembly, without which no PIN can be looked at. */
  | 'wasm-blocked'
  /** A part of the app that comes on demand could not be loaded. */
  | 'part-missing'
  /** Anything else that failed. */
  | 'unexpected';
