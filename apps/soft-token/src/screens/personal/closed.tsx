import { Actions, Button, Details, Form, Heading, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PersonalScreen, RecoveryProblem } from '../../app/personal/personal-model.ts';
import type { PersonalView } from '../../engine/personal/personal-messages.ts';
import { sayPersonal } from '../../messages/personal-english.ts';
import { BackOff } from '../back-off.tsx';
import { GoBack } from '../going.tsx';
import { NewPinForm } from '../new-pin.tsx';
import { PinForm } from './pin-form.tsx';
import { RecoveryKeyField } from './recovery-key-field.tsx';
import { sayKeyRefusal } from './recovery-key-words.ts';

type At<Name extends PersonalScreen['at']> = Extract<PersonalScreen, { at: Name }>;
type Closed = Extract<PersonalView, { kind: 'closed' }>;
type Recoverable = Extract<PersonalView, { kind: 'closed' | 'locked' }>;

export interface PersonalClosedProps {
  readonly screen: At<'closed'>;
  readonly view: Closed;
  readonly isBusy: boolean;
  readonly onPin: (pin: string) => void;
  readonly onForgotPin: () => void;
}

/** The PIN, and the way out for who forgot it. */
export function PersonalClosedScreen({ screen, view, isBusy, onPin, onForgotPin }: PersonalClosedProps): VNode {
  const { note } = screen;
  return (
    <>
      <Heading caption={sayPersonal('closed-caption')}>{sayPersonal('closed-title')}</Heading>
      {note?.kind === 'closed' ? (
        <Notice live="polite">
          <p>{sayPersonal(`closed-${CLOSED_MESSAGE[note.because]}`)}</p>
        </Notice>
      ) : null}
      <PinForm
        policy={view.policy}
        attemptsLeft={view.attemptsLeft}
        note={note}
        label={sayPersonal('pin-label')}
        button={sayPersonal(isBusy ? 'open-working' : 'open-button')}
        isBusy={isBusy}
        onPin={onPin}
      >
        <Button type="button" kind="quiet" onClick={onForgotPin} disabled={isBusy}>
          {sayPersonal('forgot-pin')}
        </Button>
      </PinForm>
    </>
  );
}

const CLOSED_MESSAGE = { button: 'by-button', unused: 'unused', hidden: 'hidden', 'moved-on': 'moved-on' } as const;

export interface RecoverProps {
  readonly screen: At<'recover'>;
  readonly view: Recoverable;
  readonly isBusy: boolean;
  readonly onKey: (key: string) => void;
  readonly onBack: () => void;
  readonly onDestroy: () => void;
  /** Reads a QR code in a picture; undefined when there is none. */
  readonly readPicture: (file: File) => Promise<string | undefined>;
}

/** Locked, and "I forgot my PIN": the recovery key. Showing this changes nothing. */
export function RecoverScreen({ screen, view, isBusy, onKey, onBack, onDestroy, readPicture }: RecoverProps): VNode {
  const [key, setKey] = useState('');
  const [isUnreadable, setUnreadable] = useState(false);
  const { problem } = screen;
  const { serial } = view;
  return (
    <>
      {view.kind === 'closed' ? <GoBack onGo={onBack}>{sayPersonal('recover-back')}</GoBack> : null}
      <Heading caption={sayPersonal('closed-caption')} lead={leadOf(view)}>
        {sayPersonal(view.kind === 'locked' ? 'locked-title' : 'recover-title')}
      </Heading>
      {problem && problem.kind !== 'refused' ? (
        <BackOff until={problem.waitUntil} sayWait={(time) => sayPersonal('key-wait', { time })} over={sayPersonal('key-wait-over')} />
      ) : null}
      <Form
        onSubmit={() => {
          onKey(key);
        }}
      >
        <RecoveryKeyField label={sayPersonal('recover-label', { serial })} value={key} error={errorOf(problem, serial)} onInput={setKey} />
        <Actions>
          <Button disabled={isBusy}>{sayPersonal(isBusy ? 'recover-working' : 'recover-button')}</Button>
        </Actions>
      </Form>
      <div class={isUnreadable ? 'field has-error' : 'field'}>
        <label class="field-label" for="key-picture">
          {sayPersonal('recover-picture')}
        </label>
        <p class="field-hint" id="key-picture-hint">
          {sayPersonal('recover-picture-hint')}
        </p>
        {isUnreadable ? (
          <p class="field-error" role="alert">
            {sayPersonal('recover-picture-nothing')}
          </p>
        ) : null}
        <input
          class="input"
          id="key-picture"
          type="file"
          accept="image/*"
          aria-describedby="key-picture-hint"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            currentTarget.value = '';
            if (!file) return;
            void readPicture(file).then((text) => {
              setUnreadable(text === undefined);
              if (text !== undefined) setKey(text.match(/.{1,4}/g)?.join(' ') ?? '');
            });
          }}
        />
      </div>
      <Details summary={sayPersonal('no-key')}>
        <p>{sayPersonal('no-key-text')}</p>
        <Actions>
          <Button type="button" kind="secondary" onClick={onDestroy}>
            {sayPersonal('destroy-open')}
          </Button>
        </Actions>
      </Details>
    </>
  );
}

function leadOf(view: Recoverable): string {
  if (view.kind === 'closed') return sayPersonal('recover-lead');
  if (view.problem?.code === 'STORAGE_EVICTED') return sayPersonal('locked-evicted');
  if (view.problem?.code === 'STATE_MAC') return sayPersonal('locked-tampered');
  return sayPersonal('locked-lead', { attempts: view.policy.maxAttempts });
}

function errorOf(problem: RecoveryProblem | undefined, serial: string): string | undefined {
  if (problem?.kind === 'wrong-key') return sayPersonal('key-wrong', { serial });
  return problem?.kind === 'refused' ? (sayKeyRefusal(problem.error) ?? sayPersonal('unreadable-text')) : undefined;
}

export interface PersonalNewPinProps {
  readonly screen: At<'must-set-pin'>;
  readonly isBusy: boolean;
  readonly onPin: (entries: { readonly pin: string; readonly repeated: string }) => void;
  readonly onCancel: () => void;
}

/** The recovery key was right; nothing is durable before the new PIN is. */
export function PersonalNewPinScreen({ screen, isBusy, onPin, onCancel }: PersonalNewPinProps): VNode {
  return (
    <>
      <Heading caption={sayPersonal('closed-caption')} lead={sayPersonal('must-set-pin-lead')}>
        {sayPersonal('must-set-pin-title')}
      </Heading>
      <NewPinForm policy={screen.policy} refusal={screen.refusal} isBusy={isBusy} onPin={onPin} onCancel={onCancel} />
    </>
  );
}

export interface DestroyProps {
  readonly isBusy: boolean;
  readonly onDestroy: () => void;
  readonly onBack: () => void;
}

/** The one thing here that cannot be undone: asked on a page of its own. */
export function DestroyScreen({ isBusy, onDestroy, onBack }: DestroyProps): VNode {
  return (
    <>
      <GoBack onGo={onBack}>{sayPersonal('back')}</GoBack>
      <Heading lead={sayPersonal('destroy-lead')}>{sayPersonal('destroy-title')}</Heading>
      <Actions>
        <Button type="button" kind="danger" disabled={isBusy} onClick={onDestroy}>
          {sayPersonal('destroy-confirm')}
        </Button>
        <Button type="button" kind="secondary" onClick={onBack}>
          {sayPersonal('destroy-cancel')}
        </Button>
      </Actions>
    </>
  );
}
