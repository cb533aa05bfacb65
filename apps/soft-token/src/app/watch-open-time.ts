import type { Clock } from '@sallyport/protocol';
import { judgeOpenTime, type OpenTimePolicy } from './open-time.ts';
import type { CloseReason } from './model.ts';

/** What closes by itself when it is not used: a soft token, or the personal vault. */
export interface OpenForAWhile {
  readonly isOpen: boolean;
  warnOfClosing(seconds: number | undefined): void;
  close(because: CloseReason): Promise<void>;
}

/** How long after a hand was there a page that scrolls is scrolled by it. */
const BY_HAND_MS = 1000;

/** A press on one of these is meant for it, and not for the page. */
const CONTROLS = 'a, button, input, label, select, summary, textarea';

/** Watches how an open token is used, and closes it when it is not. Returns how to say "still here". */
export function watchOpenTime(input: {
  readonly app: OpenForAWhile;
  readonly window: Window;
  readonly clock: Clock;
  /** As chosen at this moment. */
  readonly policy: () => OpenTimePolicy;
}): { readonly stay: () => void } {
  const { app, window, clock, policy } = input;
  let lastUsedAt = clock.now();
  let hiddenSince: number | undefined;
  const stay = (): void => {
    lastUsedAt = clock.now();
    app.warnOfClosing(undefined);
  };
  const look = (): void => {
    if (!app.isOpen) {
      lastUsedAt = clock.now();
      return;
    }
    const judgement = judgeOpenTime({ lastUsedAt, hiddenSince }, clock.now(), policy());
    if (judgement.kind === 'close') void app.close(judgement.because);
    else app.warnOfClosing(judgement.kind === 'warn' ? judgement.secondsLeft : undefined);
  };
  // Not at the press already: the notice goes away then, and what was pressed would no longer be under the finger when it lifts.
  for (const use of ['click', 'keydown'] as const) window.addEventListener(use, stay);
  // A page also scrolls by itself, when something comes or goes above what is on the screen, as the notice does: that is nobody's use.
  let handAt = -Infinity;
  const hand = () => {
    handAt = clock.now();
  };
  for (const touch of ['wheel', 'touchmove'] as const) window.addEventListener(touch, hand, { passive: true });
  // A press may begin to drag the scroll bar, or a selection beyond the screen. One on a control scrolls nothing, and must find it under the finger when it lifts.
  window.addEventListener('pointerdown', ({ target }) => {
    if (!(target instanceof Element && target.closest(CONTROLS))) hand();
  });
  window.addEventListener('scroll', () => {
    if (clock.now() - handAt < BY_HAND_MS) stay();
  });
  window.document.addEventListener('visibilitychange', () => {
    // First look, with what was true until now: a window that comes back too late finds its token closed.
    look();
    hiddenSince = window.document.visibilityState === 'hidden' ? clock.now() : undefined;
  });
  window.setInterval(look, 1000);
  return { stay };
}
