import type { VNode } from 'preact';
import type { FieldProps } from './field.tsx';
import { given } from './given.ts';
import { FieldFrame, fieldAria } from './field-frame.tsx';

export interface TextAreaProps
  extends Pick<FieldProps, 'name' | 'label' | 'id' | 'hint' | 'error' | 'value' | 'optional' | 'maxLength' | 'text'> {
  /** How many lines are seen at once; what is longer scrolls. */
  readonly rows: number;
}

/** Several lines of text, or of something pasted. */
export function TextArea({ name, label, id = name, hint, error, value, optional, maxLength, text = 'prose', rows }: TextAreaProps): VNode {
  const code = text === 'code' ? ({ spellcheck: false, autocapitalize: 'none', autocorrect: 'off', wrap: 'off' } as const) : {};
  return (
    <FieldFrame id={id} label={label} {...given({ hint, error, optional })}>
      <textarea
        class={`input text-area${text === 'code' ? ' input-code' : ''}`}
        id={id}
        name={name}
        rows={rows}
        maxLength={maxLength}
        autoComplete="off"
        {...code}
        {...fieldAria({ id, hint, error })}
      >
        {value}
      </textarea>
    </FieldFrame>
  );
}
