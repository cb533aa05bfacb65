import { Actions, Button, Form, Heading, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { OfferProblem } from '../../app/personal/personal-model.ts';
import type { OfferSource } from '../../engine/personal/personal-messages.ts';
import { sayPersonal } from '../../messages/personal-english.ts';
import { textOf } from '../form-text.ts';
import { GoBack } from '../going.tsx';
import { Viewfinder } from '../viewfinder.tsx';

export interface AddProps {
  readonly problem: OfferProblem | undefined;
  readonly isBusy: boolean;
  readonly onOffer: (sources: readonly OfferSource[]) => void;
  /** A frame of the camera; whether to go on looking. */
  readonly onFrame: (picture: ImageBitmap) => Promise<'more' | 'done'>;
  readonly onByHand: () => void;
  readonly onBack: () => void;
}

/** The four ways in. Each leads to a look at what was read, before anything is saved. */
export function AddCodesScreen({ problem, isBusy, onOffer, onFrame, onByHand, onBack }: AddProps): VNode {
  return (
    <>
      <GoBack onGo={onBack}>{sayPersonal('back-to-list')}</GoBack>
      <Heading lead={sayPersonal('add-lead')}>{sayPersonal('add-title')}</Heading>
      {problem === undefined ? null : (
        <Notice kind="warning" live="assertive">
          <p>{sayPersonal(`problem-${problem}`)}</p>
        </Notice>
      )}
      <div class="ways">
        <section class="panel">
          <h2>{sayPersonal('add-scan-title')}</h2>
          <CameraScan onFrame={onFrame} kind="primary" />
        </section>
        <section class="panel">
          <h2>{sayPersonal('add-file-title')}</h2>
          <FileField label={sayPersonal('add-file-label')} onFiles={onOffer} />
        </section>
        <section class="panel">
          <h2>{sayPersonal('add-link-title')}</h2>
          <Form
            onSubmit={(form) => {
              const text = textOf(form, 'link').trim();
              if (text !== '') onOffer([{ kind: 'text', text }]);
            }}
          >
            <div class="field">
              <label class="field-label" for="link">
                {sayPersonal('add-link-label')}
              </label>
              <p class="field-hint" id="link-hint">
                {sayPersonal('add-link-hint')}
              </p>
              <textarea
                class="input input-code"
                id="link"
                name="link"
                rows={2}
                autoComplete="off"
                spellcheck={false}
                maxLength={1_000_000}
                aria-describedby="link-hint"
              />
            </div>
            <Actions>
              <Button kind="secondary" disabled={isBusy}>
                {sayPersonal('add-link-button')}
              </Button>
            </Actions>
          </Form>
        </section>
        <section class="panel">
          <h2>{sayPersonal('add-hand-title')}</h2>
          <p>{sayPersonal('add-hand-text')}</p>
          <Actions>
            <Button type="button" kind="secondary" onClick={onByHand}>
              {sayPersonal('add-hand-open')}
            </Button>
          </Actions>
        </section>
      </div>
    </>
  );
}

export interface CameraScanProps {
  readonly kind: 'primary' | 'secondary';
  readonly onFrame: AddProps['onFrame'];
}

/** The camera goes on after a tap, looks until it has found all there is, and goes off. The engine looks at the frames: the page sees no secret. */
export function CameraScan({ kind, onFrame }: CameraScanProps): VNode {
  const [camera, setCamera] = useState<'off' | 'looking' | 'unavailable'>('off');
  return (
    <div class="camera-scan">
      {camera === 'looking' ? (
        <Viewfinder
          label={sayPersonal('add-scan-camera')}
          looking={sayPersonal('add-scan-looking')}
          reader={() => Promise.resolve(async (frame: ImageBitmap) => ((await onFrame(frame)) === 'done' ? 'found' : undefined))}
          onText={() => {
            setCamera('off');
          }}
          onUnavailable={() => {
            setCamera('unavailable');
          }}
        />
      ) : null}
      {camera === 'unavailable' ? (
        <Notice kind="warning" live="assertive">
          <p>{sayPersonal('add-scan-none')}</p>
        </Notice>
      ) : null}
      <Actions>
        <Button
          type="button"
          kind={camera === 'looking' ? 'secondary' : kind}
          onClick={() => {
            setCamera(camera === 'looking' ? 'off' : 'looking');
          }}
        >
          {sayPersonal(camera === 'looking' ? 'add-scan-stop' : 'add-scan-start')}
        </Button>
      </Actions>
    </div>
  );
}

export interface FileFieldProps {
  readonly label: string;
  readonly onFiles: AddProps['onOffer'];
}

/** Several pictures at once are one offer. */
export function FileField({ label, onFiles }: FileFieldProps): VNode {
  return (
    <div class="field">
      <label class="field-label" for="files">
        {label}
      </label>
      <p class="field-hint" id="files-hint">
        {sayPersonal('add-file-hint')}
      </p>
      <input
        class="input"
        id="files"
        type="file"
        multiple
        aria-describedby="files-hint"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          if (files.length > 0) onFiles(files.map((file) => ({ kind: 'file', file })));
        }}
      />
    </div>
  );
}
