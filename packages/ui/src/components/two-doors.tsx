import type { VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';

/** How many of the two doors stand open: none, the first factor's, or both. */
export type OpenDoors = 0 | 1 | 2;

export interface TwoDoorsProps {
  readonly open: OpenDoors;
  /** The accessible name. Without it the mark is decoration and hidden from assistive technology. */
  readonly label?: string;
  readonly size?: 'small' | 'medium' | 'large';
}

/** The mark: two doors in line on one threshold. The same drawing is step indicator and assurance badge. */
export function TwoDoors({ open, label, size = 'small' }: TwoDoorsProps): VNode {
  const name = label === undefined ? { 'aria-hidden': 'true' as const } : { role: 'img' as const, 'aria-label': label };
  return (
    <svg class={`doors doors-${size}`} viewBox="0 0 48 36" focusable="false" {...name}>
      <path class="threshold" d="M0 32h48" />
      <Door at={4} isOpen={open > 0} />
      <Door at={27} isOpen={open > 1} />
    </svg>
  );
}

/** Closed: a solid leaf in its frame. Open: light in the frame, and the leaf swung out towards whoever comes in. */
function Door({ at, isOpen }: { readonly at: number; readonly isOpen: boolean }): VNode {
  const frame = `M${at} 32v-27a2 2 0 0 1 2 -2h13a2 2 0 0 1 2 2v27`;
  return (
    <g>
      {isOpen ? <path class="door-light" d={`${frame}z`} /> : null}
      <path class="door-frame" d={frame} />
      {isOpen ? (
        <path class="door-leaf" d={`M${at - 1} 3.5l8.5 4v28.5l-8.5 -4z`} />
      ) : (
        <>
          <path class="door-leaf" d={`M${at + 3} 32v-26h11v26z`} />
          <circle class="door-knob" cx={at + 11} cy={19.5} r={1.3} />
        </>
      )}
    </g>
  );
}

export interface AssuranceBadgeProps {
  /** The assurance level of the session: the number of open doors. */
  readonly level: OpenDoors;
}

/** The two doors with their meaning in words: not signed in, first factor, both factors. */
export function AssuranceBadge({ level }: AssuranceBadgeProps): VNode {
  const { words } = useLanguage();
  const meaning = words(({ 0: 'assurance-none', 1: 'assurance-one', 2: 'assurance-both' } as const)[level]);
  return (
    <span class="assurance">
      <TwoDoors open={level} />
      <span>{meaning}</span>
    </span>
  );
}
