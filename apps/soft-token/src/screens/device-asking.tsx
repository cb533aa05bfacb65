import { Actions, Button, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { say } from '../messages/english.ts';

/** While the device itself asks, in a window of its own that may hide behind others. */
export function DeviceAsking({ onCancel }: { readonly onCancel: () => void }): VNode {
  return (
    <Notice title={say('device-asks-title')} live="assertive">
      <p>{say('device-asks')}</p>
      <Actions>
        <Button type="button" kind="secondary" onClick={onCancel}>
          {say('device-cancel')}
        </Button>
      </Actions>
    </Notice>
  );
}
