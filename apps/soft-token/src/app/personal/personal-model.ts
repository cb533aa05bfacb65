import type { AccountRefusal, DeviceError } from '@sallyport/protocol';
import type { AccountId } from '@sallyport/protocol/personal-vault';
import type { Trouble } from '../../engine/engine-messages.ts';
import type {
  AccountNamed,
  ExportForm,
  KeyToWriteDown,
  Offer,
  OfferOutcome,
  PersonalView,
  PinPolicy,
  ShownList,
  UnreadSource,
} from '../../engine/personal/personal-messages.ts';
import type { UpdateNotice } from '../../service-worker/installed-app.ts';
import type { CloseReason } from '../model.ts';

/** Everything the screens of the personal vault are drawn from. */
export interface PersonalModel {
  readonly screen: PersonalScreen;
  /** As last looked at; what may be opened is decided by storage, never by this. */
  readonly view: PersonalView | undefined;
  /** While the vault is open; the screens of an open vault are drawn only then. */
  readonly list: ShownList | undefined;
  /** Passwords of counter-based accounts, as last asked for. */
  readonly asked: ReadonlyMap<AccountId, string>;
  /** What was done just now, to be said once. */
  readonly news: News | undefined;
  readonly isBusy: boolean;
  /** There was a vault in this browser, and the browser has removed it. */
  readonly wasRemoved: boolean;
  readonly update: UpdateNotice | undefined;
  readonly isPersistent: boolean | undefined;
  /** Set in the last seconds before the vault closes by itself. */
  readonly closesInSeconds: number | undefined;
}

export type PersonalScreen =
  | { readonly at: 'starting' }
  | { readonly at: 'trouble'; readonly trouble: Trouble }
  | { readonly at: 'unreadable' }
  /** Step 1 of the set-up. */
  | { readonly at: 'set-up'; readonly refusal: DeviceError | undefined }
  | { readonly at: 'closed'; readonly note: PersonalNote | undefined }
  | { readonly at: 'recover'; readonly problem: RecoveryProblem | undefined }
  | { readonly at: 'must-set-pin'; readonly policy: PinPolicy; readonly refusal: DeviceError | undefined }
  | { readonly at: 'destroy' }
  | OpenPersonalScreen;

export type OpenPersonalScreen =
  /** Steps 2 and 3 of the set-up, and of a new recovery key. */
  | { readonly at: 'write-down'; readonly key: KeyToWriteDown }
  | { readonly at: 'check-key'; readonly key: KeyToWriteDown; readonly wrong: readonly number[] }
  | { readonly at: 'list' }
  | { readonly at: 'account'; readonly id: AccountId }
  | { readonly at: 'add'; readonly problem: OfferProblem | undefined }
  | { readonly at: 'by-hand'; readonly problem: TypedProblem | undefined }
  | { readonly at: 'offer'; readonly offer: Offer; readonly problem: OfferProblem | undefined }
  | { readonly at: 'unseal'; readonly sealed: Extract<OfferOutcome, { kind: 'sealed' }> }
  | { readonly at: 'settings' }
  | { readonly at: 'export'; readonly form: ExportForm; readonly note: PersonalNote | undefined }
  /** `note`: what became of the present PIN; `refusal`: of the new one. */
  | { readonly at: 'change-pin'; readonly note: PersonalNote | undefined; readonly refusal: DeviceError | undefined }
  | { readonly at: 'replace-key'; readonly note: PersonalNote | undefined };

export type PersonalNote =
  | { readonly kind: 'wrong-pin'; readonly attemptsLeft: number }
  | { readonly kind: 'refused'; readonly error: DeviceError }
  | { readonly kind: 'closed'; readonly because: CloseReason };

export type RecoveryProblem =
  | { readonly kind: 'wrong-key'; readonly waitUntil: number }
  | { readonly kind: 'wait'; readonly waitUntil: number }
  | { readonly kind: 'refused'; readonly error: DeviceError };

export type OfferProblem = 'full' | UnreadSource['because'];

export type TypedProblem =
  | { readonly kind: 'unlawful'; readonly problem: AccountRefusal }
  | { readonly kind: 'duplicate'; readonly of: AccountNamed }
  | { readonly kind: 'full' };

export type News =
  | { readonly kind: 'saved'; readonly count: number }
  | { readonly kind: 'deleted'; readonly id: AccountId; readonly name: string }
  | { readonly kind: 'restored'; readonly name: string }
  | { readonly kind: 'moved'; readonly name: string; readonly place: number }
  | { readonly kind: 'exported' | 'pin-changed' | 'key-checked' };

export const STARTING: PersonalModel = {
  screen: { at: 'starting' },
  view: undefined,
  list: undefined,
  asked: new Map(),
  news: undefined,
  isBusy: false,
  wasRemoved: false,
  update: undefined,
  isPersistent: undefined,
  closesInSeconds: undefined,
};
