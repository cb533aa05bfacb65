import type { ComponentChildren, VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';

/** What every kind of field has: a label, perhaps a hint, perhaps an error, and one input they belong to. */
export interface FieldFrameProps {
  readonly id: string;
  readonly label: string;
  /** A BCP 47 tag, when the label is in another language than the page. */
  readonly labelLang?: string;
  readonly hint?: ComponentChildren;
  readonly error?: string;
  readonly optional?: boolean;
  readonly children: ComponentChildren;
}

export function FieldFrame({ id, label, labelLang, hint, error, optional = false, children }: FieldFrameProps): VNode {
  const { words } = useLanguage();
  return (
    <div class={error ? 'field has-error' : 'field'}>
      <label class="field-label" for={id}>
        {labelLang === undefined ? label : <span lang={labelLang}>{label}</span>}
        {optional ? <span class="field-optional"> {words('optional')}</span> : null}
      </label>
      {hint ? (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? <FieldError id={id} error={error} /> : null}
      {children}
    </div>
  );
}

export function FieldError({ id, error }: { readonly id: string; readonly error: string }): VNode {
  const { words } = useLanguage();
  return (
    <p class="field-error" id={`${id}-error`}>
      <span class="visually-hidden">{words('error')} </span>
      {error}
    </p>
  );
}

/** The `aria-*` attributes that tie an input to its hint and its error. */
export function fieldAria({
  id,
  hint,
  error,
}: {
  readonly id: string;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
}): { 'aria-describedby'?: string; 'aria-invalid'?: 'true' } {
  const describedBy = [...(hint ? [`${id}-hint`] : []), ...(error ? [`${id}-error`] : [])];
  return {
    ...(describedBy.length ? { 'aria-describedby': describedBy.join(' ') } : {}),
    ...(error ? { 'aria-invalid': 'true' as const } : {}),
  };
}
