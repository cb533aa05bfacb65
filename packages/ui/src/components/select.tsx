import type { ComponentChildren, VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';
import type { Choice } from './choices.tsx';
import { given } from './given.ts';
import { FieldError, FieldFrame, fieldAria } from './field-frame.tsx';

export interface SelectProps {
  readonly name: string;
  readonly label: string;
  readonly id?: string;
  readonly choices: readonly Choice[];
  /** The words for no choice; "Choose one" unless told. */
  readonly none?: string;
  readonly hint?: ComponentChildren;
  readonly error?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

/** One of many, or none. */
export function Select({ name, label, id = name, choices, none, hint, error, value, onChange }: SelectProps): VNode {
  const { words } = useLanguage();
  return (
    <FieldFrame id={id} label={label} {...given({ hint, error })}>
      <select
        class="input select"
        id={id}
        name={name}
        onChange={onChange && ((event) => onChange(event.currentTarget.value))}
        {...fieldAria({ id, hint, error })}
      >
        <option value="">{none ?? words('choose-one')}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} lang={choice.lang} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export interface CheckboxProps {
  readonly name: string;
  readonly label: string;
  readonly id?: string;
  /** What is sent when it is ticked; `yes` unless told. */
  readonly value?: string;
  readonly checked?: boolean;
  readonly hint?: ComponentChildren;
  readonly error?: string;
  readonly onChange?: (checked: boolean) => void;
}

export function Checkbox({ name, label, id = name, value = 'yes', checked, hint, error, onChange }: CheckboxProps): VNode {
  return (
    <div class={error ? 'field has-error' : 'field'}>
      {error ? <FieldError id={id} error={error} /> : null}
      <div class="checkbox">
        <input
          type="checkbox"
          id={id}
          name={name}
          value={value}
          checked={checked}
          onChange={onChange && ((event) => onChange(event.currentTarget.checked))}
          {...fieldAria({ id, hint, error })}
        />
        <label for={id}>{label}</label>
        {hint ? (
          <p class="field-hint" id={`${id}-hint`}>
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
