import { Actions, Button, Heading, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { RemovingScreen } from '../app/model.ts';
import { sayOfContact } from '../messages/contact-english.ts';

/** *Remove this token*: the question, and the end. */

export interface RemovingScreenProps {
  readonly screen: RemovingScreen;
  readonly isBusy: boolean;
  readonly onRemove: () => void;
  readonly onKeep: () => void;
}

export function RemovingTokenScreen({ screen, isBusy, onRemove, onKeep }: RemovingScreenProps): VNode {
  const { serial, isHeldElsewhere } = screen;
  return (
    <>
      <Heading lead={sayOfContact('remove-lead', { serial })}>{sayOfContact('remove-title')}</Heading>
      {isHeldElsewhere ? (
        <Notice kind="warning" live="assertive">
          <p>{sayOfContact('remove-busy')}</p>
        </Notice>
      ) : null}
      <p>{sayOfContact('remove-told')}</p>
      <p>{sayOfContact('remove-next')}</p>
      <Actions>
        <Button type="button" kind="danger" onClick={onRemove} disabled={isBusy}>
          {isBusy ? sayOfContact('remove-working') : sayOfContact('remove-yes', { serial })}
        </Button>
        <Button type="button" kind="secondary" onClick={onKeep} disabled={isBusy}>
          {sayOfContact('remove-no')}
        </Button>
      </Actions>
    </>
  );
}

export function RemovedTokenScreen({ serial, onGoOn }: { readonly serial: string; readonly onGoOn: () => void }): VNode {
  return (
    <>
      <Heading lead={sayOfContact('removed-text', { serial })}>{sayOfContact('removed-title')}</Heading>
      <p>{sayOfContact('remove-told')}</p>
      <Actions>
        <Button type="button" onClick={onGoOn}>
          {sayOfContact('removed-go-on')}
        </Button>
      </Actions>
    </>
  );
}
