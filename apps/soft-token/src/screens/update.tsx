import { Actions, Button, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { sayAside } from '../messages/aside-english.ts';

/** A new version waits for the person's word. */
export function Update({ onAccept }: { readonly onAccept: () => void }): VNode {
  return (
    <Notice title={sayAside('update-title')} live="polite">
      <p>{sayAside('update-text')}</p>
      <Actions>
        <Button type="button" kind="secondary" onClick={onAccept}>
          {sayAside('update-button')}
        </Button>
      </Actions>
    </Notice>
  );
}
