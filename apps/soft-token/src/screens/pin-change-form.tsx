import { PasswordField } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { PinChange } from '../engine/engine-messages.ts';
import { NewPinForm, type NewPinFormProps } from './new-pin.tsx';

export interface PinChangeFormProps extends Omit<NewPinFormProps, 'onPin' | 'children'> {
  readonly label: string;
  readonly hint: string | undefined;
  /** Why the present PIN was not taken, in words. */
  readonly problem: string | undefined;
  /** Another one for each try. */
  readonly note: object | undefined;
  readonly onPin: (change: PinChange) => void;
}

/** The present PIN, and the new one twice. A present one that was not taken is typed anew; the new one stands as it was typed. */
export function PinChangeForm({ label, hint, problem, note, onPin, ...form }: PinChangeFormProps): VNode {
  const [present, setPresent] = useState('');
  // Before anybody can type into it, so not later.
  useLayoutEffect(() => {
    const field = document.getElementById('present');
    if (!(field instanceof HTMLInputElement) || note === undefined) return;
    field.value = '';
    field.focus();
    setPresent('');
  }, [note]);
  return (
    <NewPinForm
      {...form}
      onPin={(entries) => {
        onPin({ present, ...entries });
      }}
    >
      <PasswordField
        name="present"
        label={label}
        autoComplete="off"
        inputMode="numeric"
        width="medium"
        maxLength={40}
        autoFocus
        onInput={setPresent}
        {...(hint === undefined ? {} : { hint })}
        {...(problem === undefined ? {} : { error: problem })}
      />
    </NewPinForm>
  );
}
