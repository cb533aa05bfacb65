import { Actions, Button, Form, Heading, Notice, PasswordField } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ClosedNote } from '../app/model.ts';
import type { PresentStatus } from '../engine/engine-messages.ts';
import { say } from '../messages/english.ts';
import { textOf } from './form-text.ts';
import { TokenFacts, tokenName } from './token-facts.tsx';
import { sayClosedProblem } from './words.ts';

export interface ClosedScreenProps {
  readonly status: Extract<PresentStatus, { kind: 'closed' }>;
  readonly note: ClosedNote | undefined;
  readonly isBusy: boolean;
  readonly onPin: (pin: string) => void;
  readonly onForgotPin: () => void;
}

/** CLOSED: the PIN, how many attempts are left, and the way out for who forgot it. */
export function ClosedScreen({ status, note, isBusy, onPin, onForgotPin }: ClosedScreenProps): VNode {
  const { identity, policy, attemptsLeft } = status;
  const problem = sayClosedProblem(note, policy);
  // What was typed is not kept, whatever became of it; the next try starts in an empty field.
  useEffect(() => {
    const field = document.getElementById('pin');
    if (!(field instanceof HTMLInputElement)) return;
    field.value = '';
    field.focus();
  }, [note]);
  return (
    <>
      <Heading caption={tokenName(identity)}>{say('closed-title')}</Heading>
      {note?.kind === 'closed' ? (
        <Notice live="polite">
          <p>{say(`closed-${CLOSED_MESSAGE[note.because]}`)}</p>
        </Notice>
      ) : null}
      {note?.kind === 'wrong-pin' ? (
        <Notice kind="warning" title={say('attempts-left-title', { left: note.attemptsLeft })} live="assertive">
          <p>{say('attempts-left')}</p>
        </Notice>
      ) : attemptsLeft < policy.maxAttempts ? (
        <Notice kind="warning">
          <p>{say('attempts-left-before', { left: attemptsLeft })}</p>
        </Notice>
      ) : null}
      <Form
        onSubmit={(form) => {
          onPin(textOf(form, 'pin'));
        }}
      >
        <PasswordField
          name="pin"
          label={say('pin-label')}
          autoComplete="off"
          inputMode="numeric"
          width="medium"
          maxLength={40}
          autoFocus
          {...(problem === undefined ? {} : { error: problem })}
        />
        <Actions>
          <Button disabled={isBusy}>{isBusy ? say('open-working') : say('open-button')}</Button>
          <Button type="button" kind="quiet" onClick={onForgotPin} disabled={isBusy}>
            {say('forgot-pin')}
          </Button>
        </Actions>
      </Form>
      <TokenFacts {...identity} />
    </>
  );
}

const CLOSED_MESSAGE = { button: 'by-button', unused: 'unused', hidden: 'hidden', 'moved-on': 'moved-on' } as const;
