import { Button } from '@sallyport/ui';
import type { VNode } from 'preact';
import { say } from '../messages/english.ts';

/** The way to *Remove this token*, at the foot of the page. */
export function RemoveLink({ onRemove }: { readonly onRemove: () => void }): VNode {
  return (
    <p class="aside">
      <Button type="button" kind="quiet" onClick={onRemove}>
        {say('remove-link')}
      </Button>
    </p>
  );
}
