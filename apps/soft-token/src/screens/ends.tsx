import type { TokenIdentity } from '@sallyport/protocol';
import { Actions, Button, Heading, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { RememberedToken } from '../app/remembered-tokens.ts';
import type { Trouble } from '../engine/engine-messages.ts';
import { say } from '../messages/english.ts';
import { TokenFacts, tokenName } from './token-facts.tsx';

/** Screens with nothing left to do but to know why, and where to go. */

export function StartingScreen(): VNode {
  return (
    <p role="status" class="working">
      {say('one-moment')}
    </p>
  );
}

export function RevokedScreen({ identity }: { readonly identity: TokenIdentity }): VNode {
  return (
    <>
      <Heading caption={tokenName(identity)} lead={say('revoked-lead')}>
        {say('revoked-title')}
      </Heading>
      <p>{say('revoked-next')}</p>
      <TokenFacts {...identity} />
    </>
  );
}

export function UnreadableScreen(): VNode {
  return (
    <>
      <Heading>{say('unreadable-title')}</Heading>
      <p>{say('unreadable-text')}</p>
      <StartAgain />
    </>
  );
}

export function TroubleScreen({ trouble }: { readonly trouble: Trouble }): VNode {
  return (
    <>
      <Heading>{say(`trouble-${trouble}-title`)}</Heading>
      <Notice kind="warning" live="assertive">
        <p>{say(`trouble-${trouble}`)}</p>
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
        {say('trouble-again')}
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
        <Notice key={token.token} kind="danger" title={say('removed-title')} live="polite">
          <p>{say('removed-text', { serial: token.serial })}</p>
          <Actions>
            <Button
              type="button"
              kind="secondary"
              onClick={() => {
                onUnderstood(token);
              }}
            >
              {say('removed-understood')}
            </Button>
          </Actions>
        </Notice>
      ))}
    </>
  );
}
