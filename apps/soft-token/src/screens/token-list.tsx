import { Actions, Button, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { PresentStatus, TokenView } from '../engine/engine-messages.ts';
import { say } from '../messages/english.ts';
import type { TokenKey } from '../storage/names.ts';
import { tokenName } from './token-facts.tsx';

export interface TokenListProps {
  readonly tokens: readonly TokenView[];
  readonly hasPersonalVault: boolean;
  readonly onToken: (token: TokenKey) => void;
  readonly onAdd: () => void;
}

/** Several tokens: which one? */
export function TokenListScreen({ tokens, hasPersonalVault, onToken, onAdd }: TokenListProps): VNode {
  return (
    <>
      <Heading>{say('tokens-title')}</Heading>
      <ul class="action-list" aria-label={say('tokens-label')}>
        {tokens.map(({ token, status }) => (
          <li key={token}>
            <a
              href="/"
              onClick={(event) => {
                event.preventDefault();
                onToken(token);
              }}
            >
              {status.kind === 'refused' ? say('token-unnamed') : tokenName(status.identity)}
            </a>
            <p>{descriptionOf(status)}</p>
          </li>
        ))}
        {hasPersonalVault ? (
          <li>
            <a href="/codes">{say('personal-vault')}</a>
            <p>{say('personal-vault-text')}</p>
          </li>
        ) : null}
      </ul>
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

function descriptionOf(status: PresentStatus): string {
  if (status.kind === 'refused') return say('token-unreadable');
  const { label, serial } = status.identity;
  return [label, serial, say(`token-${status.kind}`)].filter((part) => part !== '').join(' · ');
}
