import type { AccountRefusal, DeviceError } from '@sallyport/protocol';
import type { AccountFacts, AccountId, AccountPassword, ExportRefusal, ListView, TypedGroups } from '@sallyport/protocol/personal-vault';
import type { ImageBatch, ImportFormatName, ImportRefusal, LeftOut, NotKept } from '@sallyport/token-client/imports';
import type { PERSONAL } from '../../storage/names.ts';
import type { PinChange, Refusal, Talk } from '../engine-messages.ts';

/**
 * Everything the page and the engine of the personal vault ever say to each other. Files, pictures and what is typed go in; names, reasons
 * and one-time passwords come out. A secret comes out in two answers alone, which are there for it: the recovery key to be written down, and an export.
 */
export type PersonalCommand =
  /** Repairs what a crash left behind and tells where the vault stands. */
  | { readonly do: 'look' }
  | { readonly do: 'create'; readonly minPinLength: number }
  | { readonly do: 'enter-pin'; readonly pin: string }
  | { readonly do: 'enter-recovery-key'; readonly key: string }
  /** After `create` or `enter-recovery-key`. */
  | { readonly do: 'set-pin'; readonly pin: string; readonly repeated: string }
  /** Forgets the keys that wait for a PIN. */
  | { readonly do: 'abandon' }
  /** The list and the passwords of this moment. */
  | { readonly do: 'show' }
  /** Of a counter-based account: spends one. */
  | { readonly do: 'next-password'; readonly id: AccountId }
  | { readonly do: 'edit'; readonly edit: ListEdit }
  | { readonly do: 'add-typed'; readonly typed: TypedAccount }
  /** What is to be added: nothing is, before `save-offer`. */
  | { readonly do: 'offer'; readonly sources: readonly OfferSource[] }
  /** A frame of the camera. */
  | { readonly do: 'offer-frame'; readonly frame: ImageBitmap }
  /** The password or the recovery key the offered file is sealed with. */
  | { readonly do: 'unseal-offer'; readonly secret: string }
  /** Goes on without it. */
  | { readonly do: 'skip-sealed' }
  | { readonly do: 'save-offer' }
  | { readonly do: 'drop-offer' }
  /** To be written down. */
  | { readonly do: 'recovery-key' }
  | { readonly do: 'check-recovery-key'; readonly typed: TypedGroups }
  /** The PIN is entered once more, and an attempt spent, before any of these is done. */
  | ({ readonly do: 'change-pin' } & PinChange)
  | { readonly do: 'replace-recovery-key'; readonly pin: string }
  | { readonly do: 'export'; readonly pin: string; readonly form: ExportForm }
  | { readonly do: 'destroy' };

export interface PersonalAnswers {
  look: PersonalView;
  create: { readonly kind: 'set-pin' } | Refusal;
  'enter-pin': OpenedList | PinRefused;
  'enter-recovery-key': { readonly kind: 'must-set-pin' } | { readonly kind: 'wrong-key'; readonly waitSeconds: number } | Refusal;
  'set-pin': OpenedList | Refusal;
  abandon: Done;
  show: ShownList | Refusal;
  'next-password': { readonly kind: 'next-password'; readonly digits: string } | Refusal;
  edit: ShownList | Refusal;
  'add-typed': TypedOutcome;
  offer: OfferOutcome;
  'offer-frame': OfferOutcome;
  'unseal-offer': OfferOutcome;
  'skip-sealed': OfferOutcome;
  'save-offer': { readonly kind: 'saved'; readonly count: number; readonly list: ShownList } | Refusal;
  'drop-offer': Done;
  'recovery-key': KeyToWriteDown | Refusal;
  'check-recovery-key': { readonly kind: 'checked' } | { readonly kind: 'wrong-groups'; readonly groups: readonly number[] } | Refusal;
  'change-pin': OpenedList | PinRefused | { readonly kind: 'not-changed'; readonly error: DeviceError };
  'replace-recovery-key': OpenedList | PinRefused;
  export: { readonly kind: 'exported'; readonly text: string; readonly serial: string } | PinRefused;
  destroy: Done | Refusal;
}

export interface PersonalTalk extends Talk {
  readonly commands: PersonalCommand;
  readonly answers: PersonalAnswers;
  readonly changed: typeof PERSONAL;
}

export interface Done {
  readonly kind: 'done';
}

/** Where the vault stands while it is not open. */
export type PersonalView =
  | { readonly kind: 'empty' }
  | { readonly kind: 'closed'; readonly serial: string; readonly attemptsLeft: number; readonly policy: PinPolicy }
  | {
      readonly kind: 'locked';
      readonly serial: string;
      readonly policy: PinPolicy;
      readonly waitSeconds: number;
      readonly problem: DeviceError | undefined;
    }
  | Refusal;

export interface PinPolicy {
  readonly maxAttempts: number;
  readonly minPinLength: number;
  readonly maxPinLength: number;
}

export type PinRefused = { readonly kind: 'wrong-pin'; readonly attemptsLeft: number } | { readonly kind: 'locked' } | Refusal;

/** The vault has opened. */
export interface OpenedList {
  readonly kind: 'open';
  readonly list: ShownList;
}

export interface ShownList {
  readonly kind: 'list';
  readonly accounts: readonly AccountFacts[];
  /** Of the time-based accounts. */
  readonly passwords: readonly AccountPassword[];
  readonly view: ListView;
  readonly isRecoveryKeyChecked: boolean;
}

export type ListEdit =
  | { readonly edit: 'rename'; readonly id: AccountId; readonly issuer: string; readonly label: string }
  | { readonly edit: 'pin' | 'unpin' | 'delete' | 'restore' | 'note-use'; readonly id: AccountId }
  | { readonly edit: 'move'; readonly id: AccountId; readonly direction: 'up' | 'down' }
  | { readonly edit: 'view'; readonly view: Partial<ListView> };

/** An account as typed into the form; numbers are still text. */
export interface TypedAccount {
  readonly issuer: string;
  readonly label: string;
  readonly secret: string;
  readonly type: string;
  readonly algorithm: string;
  readonly digits: string;
  readonly period: string;
  readonly counter: string;
}

export type TypedOutcome =
  | { readonly kind: 'added'; readonly id: AccountId; readonly list: ShownList }
  | { readonly kind: 'duplicate'; readonly of: AccountNamed }
  | { readonly kind: 'unlawful'; readonly problem: AccountRefusal }
  | Refusal;

export type OfferSource =
  /** `otpauth://…`, several of them, or Google's export, as pasted, dropped or scanned. */
  | { readonly kind: 'text'; readonly text: string }
  /** A picture of a QR code, or the export of an authenticator. */
  | { readonly kind: 'file'; readonly file: File };

export interface AccountNamed {
  readonly issuer: string;
  readonly label: string;
}

export type OfferOutcome =
  | { readonly kind: 'offer'; readonly offer: Offer }
  /** There is no QR code in this frame of the camera. */
  | { readonly kind: 'nothing-found' }
  | {
      readonly kind: 'sealed';
      readonly by: 'password';
      readonly name: string;
      readonly format: ImportFormatName;
      readonly isWrong: boolean;
    }
  | { readonly kind: 'sealed'; readonly by: 'recovery-key'; readonly serial: string; readonly problem: DeviceError | undefined }
  /** Nothing of what was brought. */
  | { readonly kind: 'unreadable'; readonly because: UnreadSource['because'] }
  | Refusal;

/** What would be saved, and every entry that would not, with its reason. */
export interface Offer {
  readonly formats: readonly (ImportFormatName | 'sallyport')[];
  readonly fresh: readonly AccountNamed[];
  readonly duplicates: readonly AccountNamed[];
  readonly leftOut: readonly LeftOut[];
  readonly notKept: readonly NotKept[];
  readonly batches: readonly ImageBatch[];
  /** Files and pictures out of which nothing could be read. */
  readonly unread: readonly UnreadSource[];
}

export interface UnreadSource {
  /** As the device calls it; '' for what was pasted or scanned. */
  readonly name: string;
  readonly because: 'nothing-found' | 'left-sealed' | ImportRefusal | ExportRefusal['code'];
}

export interface KeyToWriteDown {
  readonly kind: 'recovery-key';
  readonly text: string;
  readonly serial: string;
  /** Which two groups will be asked for. */
  readonly toCheck: readonly [number, number];
}

/** `sealed`: under the recovery key. `plain`: addresses that every authenticator reads, and everybody else. */
export type ExportForm = 'sealed' | 'plain';
