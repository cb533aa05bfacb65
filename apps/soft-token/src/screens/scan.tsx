import { Actions, Button, Heading, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { LinkProblem } from '../app/model.ts';
import { sayOfActivation } from '../messages/activation-english.ts';
import { say } from '../messages/english.ts';
import { pictureOf, qrReader } from '../scan/read-qr-code.ts';
import { GoBack } from './going.tsx';
import { Viewfinder } from './viewfinder.tsx';
import { sayLinkProblem } from './activation-words.ts';

export interface ScanScreenProps {
  readonly problem: LinkProblem | undefined;
  readonly isBusy: boolean;
  readonly onText: (text: string) => void;
  readonly onNothingFound: () => void;
  readonly onBack: () => void;
}

type Camera = 'off' | 'looking' | 'unavailable';

/** A QR code by the camera or out of a picture. The camera is used here and nowhere else, and only after a tap. */
export function ScanScreen({ problem, isBusy, onText, onNothingFound, onBack }: ScanScreenProps): VNode {
  const [camera, setCamera] = useState<Camera>('off');
  return (
    <>
      <GoBack onGo={onBack}>{say('back')}</GoBack>
      <Heading lead={sayOfActivation('scan-lead')}>{sayOfActivation('scan-title')}</Heading>
      {problem === undefined ? null : (
        <Notice kind="warning" live="assertive">
          <p>{sayLinkProblem(problem)}</p>
        </Notice>
      )}
      {camera === 'looking' ? (
        <Viewfinder
          label={sayOfActivation('scan-camera-label')}
          looking={sayOfActivation('scan-looking')}
          reader={qrReader}
          onText={(text) => {
            setCamera('off');
            onText(text);
          }}
          onUnavailable={() => {
            setCamera('unavailable');
          }}
        />
      ) : null}
      {camera === 'unavailable' ? (
        <Notice kind="warning" live="assertive">
          <p>{sayOfActivation('scan-no-camera')}</p>
        </Notice>
      ) : null}
      <Actions>
        <Button
          type="button"
          kind={camera === 'looking' ? 'secondary' : 'primary'}
          disabled={isBusy}
          onClick={() => {
            setCamera(camera === 'looking' ? 'off' : 'looking');
          }}
        >
          {sayOfActivation(camera === 'looking' ? 'scan-stop' : 'scan-start')}
        </Button>
      </Actions>
      <PictureField onText={onText} onNothingFound={onNothingFound} />
    </>
  );
}

function PictureField({ onText, onNothingFound }: Pick<ScanScreenProps, 'onText' | 'onNothingFound'>): VNode {
  const read = async (file: File): Promise<void> => {
    try {
      const [reader, picture] = await Promise.all([qrReader(), pictureOf(file)]);
      const text = await reader(picture);
      if (text === undefined) onNothingFound();
      else onText(text);
    } catch {
      // Not a picture at all.
      onNothingFound();
    }
  };
  return (
    <div class="field">
      <label class="field-label" for="picture">
        {sayOfActivation('scan-image-label')}
      </label>
      <p class="field-hint" id="picture-hint">
        {sayOfActivation('scan-image-hint')}
      </p>
      <input
        class="input"
        id="picture"
        type="file"
        accept="image/*"
        aria-describedby="picture-hint"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = '';
          if (file) void read(file);
        }}
      />
    </div>
  );
}
