import { found } from '@sallyport/token-client/personal';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { sayAside } from '../messages/aside-english.ts';
import { SearchField } from './search-field.tsx';
import type { TokenFilter } from './token-list.tsx';
import '../style/on-demand.css';

export interface TokenSearchProps {
  /** How many are found. */
  readonly count: number;
  readonly onFilter: (filter: TokenFilter) => void;
}

/** By what stands in the list; a serial also without its hyphens. */
export function TokenSearch({ count, onFilter }: TokenSearchProps): VNode {
  const [search, setSearch] = useState('');
  return (
    <SearchField
      search={search}
      label={sayAside('tokens-search')}
      found={sayAside('tokens-found', { count })}
      nothing={count > 0 ? undefined : { title: sayAside('tokens-search-nothing', { search }), clear: sayAside('tokens-search-clear') }}
      onSearch={(text) => {
        setSearch(text);
        onFilter((tokens) => {
          const searched = tokens.map((token) => ({
            token,
            issuer: token.issuer,
            label: `${token.label} ${token.label.replaceAll('-', '')}`,
          }));
          return found(searched, text).map(({ token }) => token);
        });
      }}
    />
  );
}
