import type { VNode } from 'preact';
import { sayAside } from '../messages/aside-english.ts';
import '../style/on-demand.css';

export interface TokenSearchProps {
  readonly search: string;
  /** How many are found. */
  readonly count: number;
  readonly onSearch: (search: string) => void;
}

/** Above a list that is longer than the eye is quick. */
export function TokenSearch({ search, count, onSearch }: TokenSearchProps): VNode {
  return (
    <div class="token-search">
      <label class="field-label" for="search">
        {sayAside('tokens-search')}
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
      <p class="aside" role="status">
        {search === '' ? '' : sayAside('tokens-found', { count })}
      </p>
    </div>
  );
}
