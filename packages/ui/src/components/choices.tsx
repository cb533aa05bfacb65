import type { ComponentChildren, VNode } from 'preact';
import { FieldError, fieldAria } from './field-frame.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** A BCP 47 tag, when the label is in another language than the page. */
  readonly lang?: string;
  readonly hint?: string;
}

export interface RadioCardsProps {
  readonly name: string;
  /** The question the choices answer. */
  readonly legend: string;
  readonly choices: readonly Choice[];
  readonly hint?: ComponentChildren;
  readonly error?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

/** One of a few: each choice a card with a radio button. The first button has the `name` as its id, for `ErrorSummary`. */
export function RadioCards({ name, legend, choices, hint, error, value, onChange }: RadioCardsProps): VNode {
  return (
    <fieldset class={error ? 'field choices has-error' : 'field choices'} {...fieldAria({ id: name, hint, error })}>
      <legend class="field-label">{legend}</legend>
      {hint ? (
        <p class="field-hint" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? <FieldError id={name} error={error} /> : null}
      {choices.map((choice, index) => {
        const id = index === 0 ? name : `${name}-${choice.value}`;
        return (
          <div key={choice.value} class="choice">
            <input
              type="radio"
              id={id}
              name={name}
              value={choice.value}
              checked={choice.value === value}
              onChange={onChange && (() => onChange(choice.value))}
              {...(choice.hint ? { 'aria-describedby': `${id}-choice-hint` } : {})}
            />
            <label for={id} lang={choice.lang}>
              {choice.label}
            </label>
            {choice.hint ? (
              <p class="choice-hint" id={`${id}-choice-hint`}>
                {choice.hint}
              </p>
            ) : null}
          </div>
        );
      })}
    </fieldset>
  );
}

export interface ActionItem {
  readonly href: string;
  readonly title: string;
  readonly description?: string;
  /** What it takes; `unmet` stands out. */
  readonly note?: { readonly words: string; readonly kind: 'met' | 'unmet' };
}

export interface ActionListProps {
  /** The accessible name of the list. */
  readonly label: string;
  readonly items: readonly ActionItem[];
}

/** What one can do here, each a large link with a line that says what will happen. */
export function ActionList({ label, items }: ActionListProps): VNode {
  return (
    <ul class="action-list" aria-label={label}>
      {items.map((item) => (
        <li key={item.href}>
          <a href={item.href}>{item.title}</a>
          {item.description ? <p>{item.description}</p> : null}
          {item.note ? <p class={`action-note action-note-${item.note.kind}`}>{item.note.words}</p> : null}
        </li>
      ))}
    </ul>
  );
}
