import { Actions, Button, CodeInput, Field, Form, Heading, Notice } from '@sallyport/ui';
import type { ActivationFailure } from '@sallyport/token-client';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { TypedActivation } from '../app/activation-wish.ts';
import type { TypedScreen } from '../app/model.ts';
import { sayOfActivation } from '../messages/activation-english.ts';
import { say } from '../messages/english.ts';
import { GoBack } from './going.tsx';
import { sayActivationFailure } from './activation-words.ts';

export interface TypedActivationScreenProps {
  readonly screen: TypedScreen;
  readonly isBusy: boolean;
  readonly onTyped: (typed: TypedActivation) => void;
  readonly onBack: () => void;
}

/** Serial and activation code, where there is no camera. They go to the server this app came from and to no other. */
export function TypedActivationScreen({ screen, isBusy, onTyped, onBack }: TypedActivationScreenProps): VNode {
  const { failure } = screen;
  const [serial, setSerial] = useState(screen.typed.serial);
  const [code, setCode] = useState(screen.typed.code);
  const badGroups = failure?.code === 'code-malformed' && failure.because.code === 'CODE_TYPO' ? failure.because.groups : [];
  return (
    <>
      <GoBack onGo={onBack}>{say('back')}</GoBack>
      <Heading lead={sayOfActivation('typed-lead')}>{sayOfActivation('typed-title')}</Heading>
      {failure && placeOf(failure) === 'page' ? (
        <Notice kind="warning" live="assertive">
          <p>{sayActivationFailure(failure)}</p>
        </Notice>
      ) : null}
      <Form
        onSubmit={() => {
          onTyped({ serial, code });
        }}
      >
        <Field
          name="serial"
          label={say('serial')}
          hint={sayOfActivation('typed-serial-hint')}
          text="code"
          width="medium"
          maxLength={64}
          value={serial}
          onInput={setSerial}
          autoFocus
          {...errorAt('serial', failure)}
        />
        <CodeInput
          kind="act"
          name="activation-code"
          label={sayOfActivation('activation-code')}
          hint={sayOfActivation('activation-code-hint')}
          value={code}
          onInput={setCode}
          badGroups={badGroups}
          otherKinds={{ prc: sayOfActivation('activation-code-not-prc'), reg: sayOfActivation('activation-code-not-reg') }}
          {...errorAt('code', failure)}
        />
        <Actions>
          <Button disabled={isBusy}>{sayOfActivation('typed-continue')}</Button>
        </Actions>
      </Form>
    </>
  );
}

function errorAt(place: 'serial' | 'code', failure: ActivationFailure | undefined): { readonly error?: string } {
  return failure && placeOf(failure) === place ? { error: sayActivationFailure(failure) } : {};
}

/** Where a failure is said: at the field it is about, or above both. */
function placeOf({ code }: ActivationFailure): 'serial' | 'code' | 'page' {
  if (code === 'serial-malformed') return 'serial';
  return code === 'code-malformed' || code === 'code-refused' ? 'code' : 'page';
}
