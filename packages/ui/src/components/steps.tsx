import type { VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';
import { TwoDoors } from './two-doors.tsx';
import type { OpenDoors } from './two-doors.tsx';

export interface StepsProps {
  /** Counted from 1. */
  readonly current: number;
  readonly total: number;
  /** What comes after this page, in words: "enter your PIN Reset Code". Left out on the last step. */
  readonly next?: string;
  /** How many doors the journey has opened so far. */
  readonly doors?: OpenDoors;
}

/** Where one is in a journey: "Step 3 of 5", and what comes next. */
export function Steps({ current, total, next, doors = 0 }: StepsProps): VNode {
  const { words } = useLanguage();
  return (
    <div class="steps">
      <TwoDoors open={doors} size="medium" />
      <div>
        <p class="steps-count">{words('step-of', { current, total })}</p>
        <p class="steps-next">{next === undefined ? words('last-step') : words('next-step', { next })}</p>
      </div>
      <span class="steps-track" aria-hidden="true">
        {Array.from({ length: total }, (_, index) => (
          <span key={index} class={index < current - 1 ? 'is-done' : index === current - 1 ? 'is-current' : ''} />
        ))}
      </span>
    </div>
  );
}
