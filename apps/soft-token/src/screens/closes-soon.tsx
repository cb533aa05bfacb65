import { Actions, Button, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { say } from '../messages/english.ts';

export interface ClosesSoonProps {
  /** Undefined while there is time. */
  readonly seconds: number | undefined;
  readonly onStay: () => void;
}

/** On every page of an open token, in the last seconds before it closes by itself: that it will, and how to stay. */
export function ClosesSoon({ seconds, onStay }: ClosesSoonProps): VNode | null {
  if (seconds === undefined) return null;
  return (
    <Notice kind="warning">
      <p role="timer" aria-live="off">
        {say('closes-soon', { seconds })}
      </p>
      {/* Announced once, not every second. */}
      <p class="visually-hidden" role="status">
        {say('closes-soon', { seconds: 30 })}
      </p>
      <Actions>
        <Button type="button" kind="secondary" onClick={onStay}>
          {say('stay-open')}
        </Button>
      </Actions>
    </Notice>
  );
}
