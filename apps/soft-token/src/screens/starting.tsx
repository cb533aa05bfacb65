import type { VNode } from 'preact';
import { say } from '../messages/english.ts';

/** While storage is read. */
export function StartingScreen(): VNode {
  return (
    <p role="status" class="working">
      {say('one-moment')}
    </p>
  );
}
