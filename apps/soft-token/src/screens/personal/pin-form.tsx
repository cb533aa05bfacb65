import { Actions, Button, Form, Notice, PasswordField } from '@sallyport/ui';
import type { ComponentChildren, VNode } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { PersonalNote } from '../../app/personal/personal-model.ts';
import type { PinPolicy } from '../../engine/personal/personal-messages.ts';
import { sayPersonal } from '../../messages/personal-english.ts';
import { textOf } from '../form-text.ts';

export interface PinFormProps {
  readonly policy: PinPolicy;
  /** Undefined where the vault is open: what is left was said when it was opened. */
  readonly attemptsLeft: number | undefined;
  readonly note: PersonalNote | undefined;
  readonly label: string;
  readonly hint?: string;
  readonly button: string;
  readonly isBusy: boolean;
  readonly onPin: (pin: string) => void;
  /** Further buttons. */
  readonly children?: ComponentChildren;
}

/** The PIN, how many attempts are left, and what was wrong with the last one. */
export function PinForm({ policy, attemptsLeft, note, label, hint, button, isBusy, onPin, children }: PinFormProps): VNode {
  const problem = sayPinProblem(note, policy);
  // What was typed is not kept, whatever became of it; the next try starts in an empty field. Before anybody can type into it, so not later.
  useLayoutEffect(() => {
    const field = document.getElementById('pin');
    if (!(field instanceof HTMLInputElement) || note === undefined) return;
    field.value = '';
    field.focus();
  }, [note]);
  return (
    <>
      <PersonalAttemptsLeft note={note} />
      {note?.kind !== 'wrong-pin' && attemptsLeft !== undefined && attemptsLeft < policy.maxAttempts ? (
        <Notice kind="warning">
          <p>{sayPersonal('attempts-left-before', { left: attemptsLeft })}</p>
        </Notice>
      ) : null}
      <Form
        onSubmit={(form) => {
          onPin(textOf(form, 'pin'));
        }}
      >
        <PasswordField
          name="pin"
          label={label}
          autoComplete="off"
          inputMode="numeric"
          width="medium"
          maxLength={40}
          autoFocus={attemptsLeft !== undefined}
          {...(hint === undefined ? {} : { hint })}
          {...(problem === undefined ? {} : { error: problem })}
        />
        <Actions>
          <Button disabled={isBusy}>{button}</Button>
          {children}
        </Actions>
      </Form>
    </>
  );
}

/** After a wrong PIN: how many attempts are left, and what comes after the last one. */
export function PersonalAttemptsLeft({ note }: { readonly note: PersonalNote | undefined }): VNode | null {
  if (note?.kind !== 'wrong-pin') return null;
  return (
    <Notice kind="warning" title={sayPersonal('attempts-left-title', { left: note.attemptsLeft })} live="assertive">
      <p>{sayPersonal('attempts-left')}</p>
    </Notice>
  );
}

/** Under the field, when the PIN that was typed there was not taken. */
export function sayPinProblem(note: PersonalNote | undefined, policy: PinPolicy): string | undefined {
  if (note?.kind === 'wrong-pin') return sayPersonal('wrong-pin');
  if (note?.kind !== 'refused') return undefined;
  const { code } = note.error;
  if (code === 'PIN_POLICY') return sayPersonal('pin-shape', { min: policy.minPinLength, max: policy.maxPinLength });
  if (code === 'LOCK_BUSY') return sayPersonal('lock-busy');
  return sayPersonal('slot-damaged');
}
