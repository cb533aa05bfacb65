import type { ActivationReply } from '@sallyport/protocol';
import { type Refusal, refuse } from '../refusals.ts';
import type { StoredActivation } from './activation-store.ts';

/** An activation is answered once. The very same message again, because the answer was lost, gets the very same answer; any other is refused. */
export function answeredBefore(stored: StoredActivation | undefined, requestHash: string): ActivationReply | Refusal<'activation-used'> {
  const isRepeat = stored?.request_hash === requestHash && (stored.state === 'ANSWERED' || stored.state === 'CONFIRMED');
  return isRepeat && stored.reply !== null ? { ct2: stored.reply } : refuse('activation-used', stored?.state ?? 'gone');
}
