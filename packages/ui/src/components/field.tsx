import type { ComponentChildren, VNode } from 'preact';
import { FieldFrame, fieldAria } from './field-frame.tsx';
import { given } from './given.ts';

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  /** The `name` unless told; an `ErrorSummary` links to it. */
  readonly id?: string;
  readonly hint?: ComponentChildren;
  readonly error?: string;
  /** What was typed before, kept after a mistake. Never a secret. */
  readonly value?: string;
  readonly type?: 'text' | 'email' | 'tel' | 'search' | 'url';
  readonly inputMode?: 'text' | 'numeric' | 'email' | 'tel' | 'search' | 'url';
  /** A token of the HTML standard; see `autocomplete` there. `off` unless told. */
  readonly autoComplete?: string;
  readonly optional?: boolean;
  readonly maxLength?: number;
  /** How much one is expected to type. */
  readonly width?: 'short' | 'medium' | 'full';
  /** Codes, serials and user names are shown in the mono face and are neither spell-checked nor capitalised. */
  readonly text?: 'prose' | 'code';
  /** The key of a `#key=value` fragment a script moves into this field (and out of the address bar). */
  readonly fragmentKey?: string;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  readonly onInput?: (value: string) => void;
}

export function Field(props: FieldProps): VNode {
  const { name, id = name, hint, error, type = 'text', autoComplete = 'off', width = 'full', text = 'prose', onInput } = props;
  // Preact's types tie a role to each type of input; ours have none, so to them they are one type.
  const oneType = type as 'text';
  const code = text === 'code' ? ({ spellcheck: false, autocapitalize: 'none', autocorrect: 'off' } as const) : {};
  return (
    <FieldFrame id={id} label={props.label} {...given({ hint, error, optional: props.optional })}>
      <input
        class={`input input-${width}${text === 'code' ? ' input-code' : ''}`}
        id={id}
        name={name}
        type={oneType}
        value={props.value}
        inputMode={props.inputMode}
        autoComplete={autoComplete}
        maxLength={props.maxLength}
        autoFocus={props.autoFocus}
        disabled={props.disabled}
        data-fragment={props.fragmentKey}
        onInput={onInput && ((event) => onInput(event.currentTarget.value))}
        {...code}
        {...fieldAria({ id, hint, error })}
      />
    </FieldFrame>
  );
}
