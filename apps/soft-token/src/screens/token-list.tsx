import { Actions, Button, Details, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Arrangement } from '../app/arrange-tokens.ts';
import type { PresentStatus, TokenView } from '../engine/engine-messages.ts';
import { say } from '../messages/english.ts';
import type { TokenKey } from '../storage/names.ts';
import { IssuerMark } from './issuer-mark.tsx';
import { OnDemand } from './on-demand.tsx';
import { loadArrange, loadSearch } from './parts.ts';
import { BETWEEN, descriptionOf, TokenDescription } from './token-description.tsx';
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

interface NamedToken extends TokenView {
  readonly issuer: string;
  readonly label: string;
}

export type TokenFilter = (tokens: readonly NamedToken[]) => readonly NamedToken[];

/** With fewer the eye is faster than the hand. */
const MOST_WITHOUT_SEARCH = 6;

/** Several tokens: which one? */
export function TokenListScreen({ tokens, pinned, hasPersonalVault, onToken, onArrange, onAdd }: TokenListProps): VNode {
  const [{ filter }, setFilter] = useState<{ readonly filter: TokenFilter }>({ filter: (all) => all });
  const named = tokens.map((view) => ({ ...view, issuer: nameOf(view.status), label: descriptionOf(view.status) }));
  const isSearched = named.length > MOST_WITHOUT_SEARCH;
  const seen = isSearched ? filter(named) : named;
  return (
    <>
      <Heading>{say('tokens-title')}</Heading>
      {isSearched ? (
        <OnDemand
          load={loadSearch}
          count={seen.length}
          onFilter={(filter) => {
            setFilter({ filter });
          }}
        />
      ) : null}
      <ul class="action-list" aria-label={say('tokens-label')}>
        {seen.map(({ token, status, issuer }) => (
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
              <p>
                <TokenDescription status={status} />
                {pinned.includes(token) ? `${BETWEEN}${say('token-pinned')}` : null}
              </p>
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
      {tokens.length > 1 ? (
        <Details summary={say('arrange-title')}>
          <OnDemand load={loadArrange} tokens={named} pinned={pinned} onArrange={onArrange} />
        </Details>
      ) : null}
      <Actions>
        <Button type="button" kind="secondary" onClick={onAdd}>
          {say('tokens-add')}
        </Button>
        {hasPersonalVault ? null : <PersonalVaultLink />}
      </Actions>
    </>
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
