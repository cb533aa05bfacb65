import type { VNode } from 'preact';
import { say } from '../messages/english.ts';

export interface CountdownRingProps {
  readonly secondsLeft: number;
  readonly periodSeconds: number;
}

/** A circle of circumference 100, so that the offset is a percentage. */
const RADIUS = 15.9155;

/** How long the one-time password still holds: a ring that empties, and the seconds in it. Drawn by attributes alone. */
export function CountdownRing({ secondsLeft, periodSeconds }: CountdownRingProps): VNode {
  return (
    <div class="ring" data-nearly-over={secondsLeft <= 5}>
      <Ring secondsLeft={secondsLeft} periodSeconds={periodSeconds} />
      <span class="visually-hidden" role="timer">
        {say('password-valid-for', { seconds: secondsLeft })}
      </span>
    </div>
  );
}

/** The drawing alone: the seconds are for the eye. */
export function Ring({ secondsLeft, periodSeconds }: CountdownRingProps): VNode {
  const gone = 100 * (1 - Math.min(1, secondsLeft / periodSeconds));
  return (
    <>
      <svg viewBox="0 0 36 36" aria-hidden="true" focusable="false">
        <circle class="ring-track" cx="18" cy="18" r={RADIUS} />
        <circle
          class="ring-left"
          cx="18"
          cy="18"
          r={RADIUS}
          stroke-dasharray="100"
          stroke-dashoffset={gone.toFixed(2)}
          transform="rotate(-90 18 18)"
        />
      </svg>
      <span class="ring-seconds" aria-hidden="true">
        {secondsLeft}
      </span>
    </>
  );
}
