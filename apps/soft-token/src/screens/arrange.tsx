import { Button } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { Arrangement } from '../app/arrange-tokens.ts';
import type { TokenView } from '../engine/engine-messages.ts';
import { sayAside } from '../messages/aside-english.ts';
import type { TokenKey } from '../storage/names.ts';
import { BETWEEN, TokenDescription } from './token-description.tsx';
import '../style/on-demand.css';

export interface ArrangeProps {
  readonly tokens: readonly (TokenView & { readonly issuer: string; readonly label: string })[];
  readonly pinned: readonly TokenKey[];
  readonly onArrange: (wish: Arrangement) => void;
}

/** Each token with what moves it; the buttons say of which token they are. */
export function Arrange({ tokens, pinned, onArrange }: ArrangeProps): VNode {
  const act = (kind: 'pin' | 'unpin' | 'up' | 'down', { token, issuer, label }: ArrangeProps['tokens'][number]): VNode => (
    <Button
      type="button"
      kind="quiet"
      onClick={() => {
        onArrange({ kind, token });
      }}
    >
      {sayAside(`arrange-${kind}`)}
      <span class="visually-hidden">
        {' '}
        {issuer}, {label}
      </span>
    </Button>
  );
  return (
    <>
      <ol class="token-arrange">
        {tokens.map((entry) => (
          <li key={entry.token}>
            <span>
              {entry.issuer}
              {BETWEEN}
              <TokenDescription status={entry.status} />
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
        {sayAside('arrange-by-name')}
      </Button>
    </>
  );
}
