import type { TokenIdentity } from '@sallyport/protocol';
import { Actions, Button, Heading, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { Screen } from '../app/model.ts';
import type { RememberedToken } from '../app/remembered-tokens.ts';
import type { Trouble } from '../engine/engine-messages.ts';
import { sayAside } from '../messages/aside-english.ts';
import { say } from '../messages/english.ts';
import { StartingScreen } from './starting.tsx';
import { TokenFacts, tokenName } from './token-facts.tsx';
import { useArrival } from './use-arrival.ts';

/** Screens with nothing left to do but to know why, and where to go: a part of their own. */

export type EndScreen = Extract<Screen, { at: 'trouble' | 'REVOKED' | 'UNREADABLE' }>;

export interface EndScreensProps {
  readonly screen: EndScreen;
  /** Of the token that was revoked. */
  readonly identity: TokenIdentity | undefined;
}

export function EndScreens({ screen, identity }: EndScreensProps): VNode {
  // Loaded on demand, it arrives later than the screen that asked for it.
  useArrival(screen.at);
  switch (screen.at) {
    case 'trouble':
      return <TroubleScreen trouble={screen.trouble} />;
    case 'REVOKED':
      return identity ? <RevokedScreen identity={identity} /> : <StartingScreen />;
    case 'UNREADABLE':
      return <UnreadableScreen />;
  }
}

function RevokedScreen({ identity }: { readonly identity: TokenIdentity }): VNode {
  return (
    <>
      <Heading caption={tokenName(identity)} lead={sayAside('revoked-lead')}>
        {sayAside('revoked-title')}
      </Heading>
      <p>{sayAside('revoked-next')}</p>
      <TokenFacts {...identity} />
    </>
  );
}

function UnreadableScreen(): VNode {
  return (
    <>
      <Heading>{sayAside('unreadable-title')}</Heading>
      <p>{say('unreadable-text')}</p>
      <StartAgain />
    </>
  );
}

export function TroubleScreen({ trouble }: { readonly trouble: Trouble }): VNode {
  return (
    <>
      <Heading>{sayAside(`trouble-${trouble}-title`)}</Heading>
      <Notice kind="warning" live="assertive">
        <p>{sayAside(`trouble-${trouble}`)}</p>
      </Notice>
      <StartAgain />
    </>
  );
}

function StartAgain(): VNode {
  return (
    <Actions>
      <Button
        type="button"
        onClick={() => {
          location.assign('/');
        }}
      >
        {sayAside('trouble-again')}
      </Button>
    </Actions>
  );
}

export interface RemovedNoticeProps {
  readonly removed: readonly RememberedToken[];
  readonly onUnderstood: (token: RememberedToken) => void;
}

/** Storage missing: the browser has removed a token that was here. */
export function RemovedNotices({ removed, onUnderstood }: RemovedNoticeProps): VNode {
  return (
    <>
      {removed.map((token) => (
        <Notice key={token.token} kind="danger" title={sayAside('removed-title')} live="polite">
          <p>{sayAside('removed-text', { serial: token.serial })}</p>
          <Actions>
            <Button
              type="button"
              kind="secondary"
              onClick={() => {
                onUnderstood(token);
              }}
            >
              {sayAside('removed-understood')}
            </Button>
          </Actions>
        </Notice>
      ))}
    </>
  );
}
