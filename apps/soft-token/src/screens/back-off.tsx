import { formatDuration, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useSeconds } from './use-seconds.ts';

export interface BackOffProps {
  /** Unix milliseconds. */
  readonly until: number;
  /** With the time that is left, in words. */
  readonly sayWait: (time: string) => string;
  readonly over: string;
}

/** Counts the back-off down, and says when it is over. */
export function BackOff({ until, sayWait, over }: BackOffProps): VNode {
  const now = useSeconds();
  const seconds = Math.ceil((until - now) / 1000);
  if (seconds <= 0) {
    return (
      <p class="visually-hidden" role="status">
        {over}
      </p>
    );
  }
  return (
    <Notice kind="warning">
      <p role="timer">{sayWait(formatDuration(seconds, 'en'))}</p>
    </Notice>
  );
}
