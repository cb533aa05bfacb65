import { type AppEvent, type AppState, appStateOf, type DeviceError, nextAppState } from '@sallyport/protocol';
import type { TokenView, UnlockAnswer } from '../engine/engine-messages.ts';
import type { ClosedNote, LinkProblem, MustSetPinScreen, OpenScreen, ResetScreen, Screen, UnlockProblem } from './model.ts';

/** Which screen follows from what is stored or answered: decisions without a browser around them. */

/** Nothing here yet, the one token there is, or the choice between several, the personal vault among them. */
export function homeScreen(
  tokens: readonly TokenView[],
  wish: { readonly problem?: LinkProblem; readonly now: number; readonly hasPersonalVault: boolean },
): Screen {
  const [first, ...others] = tokens;
  if (first === undefined && !wish.hasPersonalVault) return { at: 'welcome', problem: wish.problem };
  if (wish.problem !== undefined) return { at: 'add', problem: wish.problem };
  const isAlone = first !== undefined && others.length === 0 && !wish.hasPersonalVault;
  return isAlone ? tokenScreen(first, { now: wish.now }) : { at: 'tokens' };
}

/** Where a stored token stands. `note`: what to say when it is closed. */
export function tokenScreen({ token, status }: TokenView, wish: { readonly note?: ClosedNote; readonly now: number }): Screen {
  if (status.kind === 'refused') return { at: 'UNREADABLE', token, error: status.error };
  const state = appStateOf(status);
  if (state === 'REVOKED') return { at: 'REVOKED', token };
  if (status.kind === 'locked') return resetScreen({ token, status }, { at: 'LOCKED', now: wish.now });
  return { at: 'CLOSED', token, note: wish.note };
}

/** The PIN Reset Code and the field for the unlock code, with the back-off that an earlier wrong code left behind. */
export function resetScreen({ token, status }: TokenView, wish: { readonly at: ResetScreen['at']; readonly now: number }): ResetScreen {
  const waitSeconds = status.kind === 'locked' || status.kind === 'closed' ? (status.reset?.waitSeconds ?? 0) : 0;
  const problem: UnlockProblem | undefined = waitSeconds > 0 ? { kind: 'wait', waitUntil: wish.now + waitSeconds * 1000 } : undefined;
  return { at: wish.at, token, problem, code: undefined };
}

/** What to say about an unlock code that did not unlock; undefined when only another look at the token can tell. */
export function unlockProblemOf(answer: Exclude<UnlockAnswer, { kind: 'must-set-pin' }>, now: number): UnlockProblem | undefined {
  switch (answer.kind) {
    case 'wrong-code':
      return { kind: 'wrong-code', waitUntil: now + answer.waitSeconds * 1000 };
    case 'revoked':
      return undefined;
    case 'refused':
      if (answer.error.code === 'BACKOFF') return { kind: 'wait', waitUntil: now + answer.error.seconds * 1000 };
      return answer.error.code === 'STORAGE_EVICTED' ? undefined : { kind: 'refused', error: answer.error };
  }
}

/** Refusals of a PIN after which the same screen is still the right one; after the others, what is stored has to be read again. */
export function staysClosed(error: DeviceError): boolean {
  return ['PIN_POLICY', 'LOCK_BUSY', 'SLOT_DAMAGED', 'PARAM_RANGE', 'PRF_CANCELLED', 'PRF_UNAVAILABLE', 'WRONG_SECRET'].includes(
    error.code,
  );
}

/** Where the protocol's table leads from a screen; undefined when the event cannot happen there. */
export function leadsTo(from: Screen['at'], event: AppEvent): AppState | undefined {
  const state = TABLE_STATE_OF[from];
  return state && nextAppState(state, event)?.to;
}

/** Screens that are states of the table; the others lie before it. */
const TABLE_STATE_OF: Readonly<Record<Screen['at'], AppState | undefined>> = {
  starting: undefined,
  trouble: undefined,
  welcome: 'EMPTY',
  tokens: undefined,
  add: 'EMPTY',
  scan: 'EMPTY',
  typed: 'EMPTY',
  activating: 'EMPTY',
  removing: undefined,
  removed: 'EMPTY',
  SET_PIN: 'SET_PIN',
  CLOSED: 'CLOSED',
  LOCKED: 'LOCKED',
  RESET_VIEW: 'RESET_VIEW',
  MUST_SET_PIN_WHILE_CLOSED: 'MUST_SET_PIN_WHILE_CLOSED',
  MUST_SET_PIN_WHILE_LOCKED: 'MUST_SET_PIN_WHILE_LOCKED',
  OPEN: 'OPEN',
  REVOKED: 'REVOKED',
  UNREADABLE: undefined,
};

export function isMustSetPin(screen: Screen): screen is MustSetPinScreen {
  return screen.at === 'MUST_SET_PIN_WHILE_CLOSED' || screen.at === 'MUST_SET_PIN_WHILE_LOCKED';
}

/** Once nobody has to carry the registration code any more. */
export function withoutRegistration(screen: OpenScreen): OpenScreen {
  const finishing = screen.finishing === 'registration' ? 'activation' : screen.finishing;
  return { ...screen, finishing, showing: 'password', opened: { ...screen.opened, registrationCode: undefined } };
}
