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

/** The mark: two arched doors in line on one threshold. The same drawing is step indicator and assurance badge. */
export function TwoDoors({ open, label, size = 'small' }: TwoDoorsProps): VNode {
  const name = label === undefined ? { 'aria-hidden': 'true' as const } : { role: 'img' as const, 'aria-label': label };
  return (
    <svg class={`doors doors-${size}`} viewBox="0 0 48 34" focusable="false" {...name}>
      <path class="threshold" d="M0 30.5h48" />
      <Door at={3} isOpen={open > 0} />
      <Door at={27} isOpen={open > 1} />
    </svg>
  );
}

/** Closed: one solid leaf with its ring. Open: the light behind it, and the leaf swung towards whoever comes in. */
function Door({ at, isOpen }: { readonly at: number; readonly isOpen: boolean }): VNode {
  const arch = `M${at} 30.5v-19a9 9 0 0 1 18 0v19z`;
  if (!isOpen) {
    return (
      <g class="door">
        <path class="door-leaf" d={arch} />
        <circle class="door-ring" cx={at + 14} cy={19.5} r={1.5} />
      </g>
    );
  }
  return (
    <g class="door">
      <path class="door-light" d={arch} />
      <path class="door-leaf" d={`M${at} 30.5v-19c0 -4.5 1.2 -8.4 3 -9.6c2 1.6 3.6 5.6 3.6 10.4v21.2z`} />
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
