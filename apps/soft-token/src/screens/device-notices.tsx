import { Actions, Button, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { ClosedNote } from '../app/model.ts';
import { sayProtection } from '../messages/device-protection-english.ts';

/** What only tokens show that are protected by this device: around the PIN, and while the device asks. */

/** In place of the PIN, where the issuer allows it. */
export function OpenByDevice({ isBusy, onDevice }: { readonly isBusy: boolean; readonly onDevice: () => void }): VNode {
  return (
    <>
      <Actions>
        <Button type="button" onClick={onDevice} disabled={isBusy}>
          {sayProtection('open-by-device')}
        </Button>
      </Actions>
      <p class="aside">{sayProtection('or-pin')}</p>
    </>
  );
}

/** While the device itself asks, in a window of its own that may hide behind others. */
export function DeviceAsking({ onCancel }: { readonly onCancel: () => void }): VNode {
  return (
    <Notice title={sayProtection('device-asks-title')} live="assertive">
      <p>{sayProtection('device-asks')}</p>
      <Actions>
        <Button type="button" kind="secondary" onClick={onCancel}>
          {sayProtection('device-cancel')}
        </Button>
      </Actions>
    </Notice>
  );
}

/** What the device said to the last try. */
export function DeviceProblem({ note }: { readonly note: ClosedNote | undefined }): VNode | null {
  const problem = sayDeviceProblem(note);
  return problem === undefined ? null : (
    <Notice kind="warning" live="assertive">
      <p>{problem}</p>
    </Notice>
  );
}

function sayDeviceProblem(note: ClosedNote | undefined): string | undefined {
  if (note?.kind === 'pin-needed') return sayProtection('pin-needed');
  if (note?.kind !== 'refused') return undefined;
  const { code } = note.error;
  if (code === 'PRF_CANCELLED') return sayProtection('device-cancelled');
  if (code === 'PRF_UNAVAILABLE') return sayProtection('device-unavailable');
  // The PIN says `wrong-pin`: only the authenticator alone brings a wrong secret.
  return code === 'WRONG_SECRET' ? sayProtection('device-wrong') : undefined;
}
