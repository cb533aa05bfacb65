import type { FailedAttempts } from '@sallyport/protocol';
import { Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { say } from '../messages/english.ts';

/** "n failed attempts since you last opened it", and what to do if they were somebody else's. Nothing when there were none. */
export function FailedAttemptsNotice({ failed }: { readonly failed: FailedAttempts }): VNode | null {
  const { pins, unlockCodes } = failed;
  if (pins + unlockCodes === 0) return null;
  return (
    <Notice title={say('failed-title', { count: pins + unlockCodes })} live="polite">
      <p>
        {pins === 0 ? null : say('failed-pins', { count: pins })}{' '}
        {unlockCodes === 0 ? null : say('failed-unlock-codes', { count: unlockCodes })}
      </p>
      <p>{say('failed-what-to-do')}</p>
    </Notice>
  );
}
