import type { ComponentChildren, VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';
import { given } from './given.ts';
import { FieldFrame, fieldAria } from './field-frame.tsx';

export interface PasswordFieldProps {
  readonly name: string;
  readonly label: string;
  /** A BCP 47 tag, when the label is in another language than the page. */
  readonly labelLang?: string;
  readonly id?: string;
  readonly hint?: ComponentChildren;
  readonly error?: string;
  /** `off` for PINs and answers, which no password manager should keep. */
  readonly autoComplete: 'current-password' | 'new-password' | 'off';
  /** `numeric` for a PIN. */
  readonly inputMode?: 'text' | 'numeric';
  readonly maxLength?: number;
  readonly width?: 'short' | 'medium' | 'full';
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  /** For apps that draw in the browser. */
  readonly onInput?: (value: string) => void;
}

/** A secret to type: password, PIN, answer. It has no `value`: what was typed is never sent back. A script adds Show / Hide. */
export function PasswordField(props: PasswordFieldProps): VNode {
  const { words } = useLanguage();
  const { name, id = name, label, labelLang, hint, error, width = 'full', onInput } = props;
  return (
    <FieldFrame id={id} label={label} {...given({ hint, error, labelLang })}>
      <div class={`password input-${width}`}>
        <input
          class="input"
          id={id}
          name={name}
          type="password"
          autoComplete={props.autoComplete}
          inputMode={props.inputMode}
          maxLength={props.maxLength}
          autoFocus={props.autoFocus}
          disabled={props.disabled}
          spellcheck={false}
          autocapitalize="none"
          onInput={onInput && ((event) => onInput(event.currentTarget.value))}
          {...fieldAria({ id, hint, error })}
        />
        <button
          class="button button-quiet password-toggle needs-script"
          type="button"
          data-show-password={id}
          data-show={words('show')}
          data-hide={words('hide')}
          data-show-label={words('show-secret', { label })}
          data-hide-label={words('hide-secret', { label })}
          aria-label={words('show-secret', { label })}
          aria-controls={id}
        >
          {words('show')}
        </button>
      </div>
    </FieldFrame>
  );
}
