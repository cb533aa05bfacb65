import { Button, EmptyState } from '@sallyport/ui';
import type { VNode } from 'preact';

export interface SearchFieldProps {
  readonly search: string;
  readonly label: string;
  /** How many are found, in words. */
  readonly found: string;
  /** When there are none: what to say, and the way back to all. */
  readonly nothing: { readonly title: string; readonly clear: string } | undefined;
  readonly onSearch: (search: string) => void;
}

/** Above a list that is longer than the eye is quick. */
export function SearchField({ search, label, found, nothing, onSearch }: SearchFieldProps): VNode {
  return (
    <div class="list-search">
      <label class="field-label" for="search">
        {label}
      </label>
      <input
        class="input"
        id="search"
        type="search"
        autoComplete="off"
        spellcheck={false}
        value={search}
        onInput={({ currentTarget }) => {
          onSearch(currentTarget.value);
        }}
      />
      <p class={nothing === undefined ? 'aside' : 'visually-hidden'} role="status">
        {search === '' ? '' : found}
      </p>
      {nothing === undefined ? null : (
        <EmptyState
          title={nothing.title}
          action={
            <Button
              type="button"
              kind="secondary"
              onClick={() => {
                onSearch('');
                document.getElementById('search')?.focus();
              }}
            >
              {nothing.clear}
            </Button>
          }
        >
          {null}
        </EmptyState>
      )}
    </div>
  );
}
