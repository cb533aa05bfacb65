import { Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { ClosedNote } from '../app/model.ts';
import { say } from '../messages/english.ts';
import { sayDeviceProblem } from './words.ts';

/** What became of the last try to open the token, beyond what stands at the field: attempts that are left, and what the device said. */
export function EntryNotice({ note }: { readonly note: ClosedNote | undefined }): VNode | null {
  const problem = sayDeviceProblem(note);
  if (problem !== undefined) {
    return (
      <Notice kind="warning" live="assertive">
        <p>{problem}</p>
      </Notice>
    );
  }
  if (note?.kind !== 'wrong-pin') return null;
  return (
    <Notice kind="warning" title={say('attempts-left-title', { left: note.attemptsLeft })} live="assertive">
      <p>{say('attempts-left')}</p>
    </Notice>
  );
}
