import type { VNode } from 'preact';
import type { ClosedNote } from '../app/model.ts';
import { AttemptsLeft } from './attempts-left.tsx';
import { OnDemand } from './on-demand.tsx';
import { loadDeviceProblem } from './parts.ts';
import { isDeviceProblem } from './words.ts';

/** What became of the last try to open the token, beyond what stands at the field: attempts that are left, and what the device said. */
export function EntryNotice({ note }: { readonly note: ClosedNote | undefined }): VNode | null {
  return isDeviceProblem(note) ? <OnDemand load={loadDeviceProblem} note={note} /> : <AttemptsLeft note={note} />;
}
