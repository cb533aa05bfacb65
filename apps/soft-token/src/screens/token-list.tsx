import { found } from '@sallyport/token-client/personal';
import { Actions, Button, Details, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Arrangement } from '../app/token-order.ts';
import type { PresentStatus, TokenView } from '../engine/engine-messages.ts';
import { say } from '../messages/english.ts';
import type { TokenKey } from '../storage/names.ts';
import { IssuerMark } from './issuer-mark.tsx';
import { tokenName } from './token-facts.tsx';

export interface TokenListProps {
  /** In the order they are shown. */
  readonly tokens: readonly TokenView[];
  readonly pinned: readonly TokenKey[];
  readonly hasPersonalVault: boolean;
  readonly onToken: (token: TokenKey) => void;
  readonly onArrange: (wish: Arrangement) => void;
  readonly onAdd: () => void;
}

/** With fewer the eye is faster than the hand. */
const MOST_WITHOUT_SEARCH = 6;

/** Several tokens: which one? */
export function TokenListScreen({ tokens, pinned, hasPersonalVault, onToken, onArrange, onAdd }: TokenListProps): VNode {
  const [search, setSearch] = useState('');
  const named = tokens.map(({ token, status }) => ({ token, status, issuer: nameOf(status), label: descriptionOf(status) }));
  const seen = found(named, search);
  return (
    <>
      <Heading>{say('tokens-title')}</Heading>
      {tokens.length > MOST_WITHOUT_SEARCH ? <Search search={search} count={seen.length} onSearch={setSearch} /> : null}
      <ul class="action-list" aria-label={say('tokens-label')}>
        {seen.map(({ token, status, issuer, label }) => (
          <li key={token} class="token-entry">
            {status.kind === 'refused' ? null : <IssuerMark identity={status.identity} />}
            <div class="token-entry-text">
              <a
                href="/"
                onClick={(event) => {
                  event.preventDefault();
                  onToken(token);
                }}
              >
                {issuer}
              </a>
              <p>{pinned.includes(token) ? `${label} · ${say('token-pinned')}` : label}</p>
            </div>
          </li>
        ))}
        {hasPersonalVault ? (
          <li>
            <a href="/codes">{say('personal-vault')}</a>
            <p>{say('personal-vault-text')}</p>
          </li>
        ) : null}
      </ul>
      {tokens.length > 1 ? <Arrange tokens={named} pinned={pinned} onArrange={onArrange} /> : null}
      <Actions>
        <Button type="button" kind="secondary" onClick={onAdd}>
          {say('tokens-add')}
        </Button>
        {hasPersonalVault ? null : <PersonalVaultLink />}
      </Actions>
    </>
  );
}

function Search(props: { readonly search: string; readonly count: number; readonly onSearch: (search: string) => void }): VNode {
  const { search, count, onSearch } = props;
  return (
    <div class="token-search">
      <label class="field-label" for="search">
        {say('tokens-search')}
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
        {search === '' ? '' : say('tokens-found', { count })}
      </p>
    </div>
  );
}

interface ArrangeProps {
  readonly tokens: readonly { readonly token: TokenKey; readonly issuer: string; readonly label: string }[];
  readonly pinned: readonly TokenKey[];
  readonly onArrange: (wish: Arrangement) => void;
}

/** Each token with what moves it; the buttons say of which token they are. */
function Arrange({ tokens, pinned, onArrange }: ArrangeProps): VNode {
  const act = (kind: 'pin' | 'unpin' | 'up' | 'down', { token, issuer, label }: ArrangeProps['tokens'][number]): VNode => (
    <Button
      type="button"
      kind="quiet"
      onClick={() => {
        onArrange({ kind, token });
      }}
    >
      {say(`arrange-${kind}`)}
      <span class="visually-hidden">
        {' '}
        {issuer}, {label}
      </span>
    </Button>
  );
  return (
    <Details summary={say('arrange-title')}>
      <ol class="token-arrange">
        {tokens.map((entry) => (
          <li key={entry.token}>
            <span>
              {entry.issuer} · {entry.label}
            </span>
            <span class="token-arrange-acts">
              {act(pinned.includes(entry.token) ? 'unpin' : 'pin', entry)}
              {act('up', entry)}
              {act('down', entry)}
            </span>
          </li>
        ))}
      </ol>
      <Button
        type="button"
        kind="secondary"
        onClick={() => {
          onArrange({ kind: 'by-name', names: new Map(tokens.map(({ token, issuer, label }) => [token, `${issuer} ${label}`])) });
        }}
      >
        {say('arrange-by-name')}
      </Button>
    </Details>
  );
}

/** For who has none yet. */
export function PersonalVaultLink(): VNode {
  return (
    <a class="button button-quiet" href="/codes">
      {say('personal-vault-offer')}
    </a>
  );
}

function nameOf(status: PresentStatus): string {
  return status.kind === 'refused' ? say('token-unnamed') : tokenName(status.identity);
}

function descriptionOf(status: PresentStatus): string {
  if (status.kind === 'refused') return say('token-unreadable');
  const { label, serial } = status.identity;
  return [label, serial, say(`token-${status.kind}`)].filter((part) => part !== '').join(' · ');
}
