import type { ComponentChildren, VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';

export interface PageError {
  readonly message: string;
  /** The id of the field it is about (its `name` unless told otherwise); without it the error is about the whole page. */
  readonly field?: string;
}

export interface ErrorSummaryProps {
  readonly errors: readonly PageError[];
  /** "There is a problem" unless told. */
  readonly title?: string;
  /** The ways forward, below the list. */
  readonly children?: ComponentChildren;
}

/** Everything that is wrong, on top of the page, each line a link to its field; takes the focus when the page has loaded. Nothing when nothing is wrong. */
export function ErrorSummary({ errors, title, children }: ErrorSummaryProps): VNode | null {
  const { words } = useLanguage();
  if (errors.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabIndex={-1} data-error-summary>
      <h2>{title ?? words('there-is-a-problem')}</h2>
      <ul>
        {errors.map(({ message, field }) => (
          <li key={message}>{field === undefined ? message : <a href={`#${field}`}>{message}</a>}</li>
        ))}
      </ul>
      {children}
    </div>
  );
}
