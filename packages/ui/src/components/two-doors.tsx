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

/** The mark: two doors in line. The same drawing is step indicator and assurance badge. */
export function TwoDoors({ open, label, size = 'small' }: TwoDoorsProps): VNode {
  const name = label === undefined ? { 'aria-hidden': 'true' as const } : { role: 'img' as const, 'aria-label': label };
  return (
    <svg class={`doors doors-${size}`} viewBox="0 0 40 32" focusable="false" {...name}>
      <Door at={2} isOpen={open > 0} />
      <Door at={22} isOpen={open > 1} />
    </svg>
  );
}

function Door({ at, isOpen }: { readonly at: number; readonly isOpen: boolean }): VNode {
  const leaf = isOpen ? `M${at} 2l8 4v24l-8 -2z` : `M${at} 2h16v26h-16z`;
  return (
    <g class={isOpen ? 'door door-open' : 'door'}>
      <path class="door-frame" d={`M${at} 28v-26h16v26`} />
      <path class="door-leaf" d={leaf} />
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
