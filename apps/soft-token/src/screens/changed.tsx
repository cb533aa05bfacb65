import { Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { sayAside } from '../messages/aside-english.ts';

/** What was done just now with an open token, said once. */
export function Changed({ changed }: { readonly changed: 'pin' | 'added' | 'removed' }): VNode {
  return (
    <Notice kind="success" live="polite">
      <p>{sayAside(changed === 'pin' ? 'pin-changed' : `protection-${changed}`)}</p>
    </Notice>
  );
}
