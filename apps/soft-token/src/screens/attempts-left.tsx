import { Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { ClosedNote } from '../app/model.ts';
import { say } from '../messages/english.ts';

/** After a wrong PIN: how many attempts are left, and what comes after the last one. */
export function AttemptsLeft({ note }: { readonly note: ClosedNote | undefined }): VNode | null {
  if (note?.kind !== 'wrong-pin') return null;
  return (
    <Notice kind="warning" title={say('attempts-left-title', { left: note.attemptsLeft })} live="assertive">
      <p>{say('attempts-left')}</p>
    </Notice>
  );
}
