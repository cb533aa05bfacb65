import type { OneTimePassword, TokenIdentity } from '@sallyport/protocol';
import { Actions, Button, CopyButton, Heading, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { OpenScreen } from '../app/model.ts';
import { say } from '../messages/english.ts';
import { CountdownRing } from './countdown-ring.tsx';
import { TokenFacts, tokenName } from './token-facts.tsx';
import { useSeconds } from './use-seconds.ts';

export interface OpenScreenProps {
  readonly screen: OpenScreen;
  readonly identity: TokenIdentity;
  readonly isPersistent: boolean | undefined;
  readonly onClose: () => void;
  /** The time step is over, or the next counter value is wanted. */
  readonly onNext: () => void;
  readonly onStay: () => void;
}

/** OPEN: the one-time password, large enough to read at arm's length. */
export function OpenTokenScreen({ screen, identity, isPersistent, onClose, onNext, onStay }: OpenScreenProps): VNode {
  const { opened, closesInSeconds } = screen;
  return (
    <>
      <Heading caption={tokenName(identity)}>{say('open-title')}</Heading>
      <Finishing screen={screen} />
      {opened.password ? <Password password={opened.password} periodSeconds={opened.periodSeconds} onOver={onNext} /> : null}
      {opened.periodSeconds === undefined ? (
        <>
          <p>{say('password-counter-hint')}</p>
          <Actions>
            <Button type="button" onClick={onNext}>
              {say('password-next')}
            </Button>
          </Actions>
        </>
      ) : null}
      {closesInSeconds === undefined ? null : (
        <Notice kind="warning">
          <p role="timer" aria-live="off">
            {say('closes-soon', { seconds: closesInSeconds })}
          </p>
          {/* Announced once, not every second. */}
          <p class="visually-hidden" role="status">
            {say('closes-soon', { seconds: 30 })}
          </p>
          <Actions>
            <Button type="button" kind="secondary" onClick={onStay}>
              {say('stay-open')}
            </Button>
          </Actions>
        </Notice>
      )}
      <Actions>
        <Button type="button" kind="secondary" onClick={onClose}>
          {say('close-button')}
        </Button>
      </Actions>
      <TokenFacts {...identity} />
      {isPersistent === false ? <p class="aside">{say('not-persistent')}</p> : null}
    </>
  );
}

function Finishing({ screen }: { readonly screen: OpenScreen }): VNode | null {
  if (screen.finishing === undefined) return null;
  return (
    <Notice kind="success" title={say(`finish-${screen.finishing}-title`)} live="polite">
      <p>
        {say(`finish-${screen.finishing}`)} {screen.isTold ? say('finish-told') : null}
      </p>
    </Notice>
  );
}

interface PasswordProps {
  readonly password: OneTimePassword;
  readonly periodSeconds: number | undefined;
  readonly onOver: () => void;
}

function Password({ password, periodSeconds, onOver }: PasswordProps): VNode {
  const now = useSeconds();
  const { digits, validUntil } = password;
  const isOver = validUntil !== undefined && now >= validUntil;
  // Asked again at every second until there is a newer one.
  useEffect(() => {
    if (isOver) onOver();
  }, [isOver && now]);
  return (
    <div class="password-card">
      {/* Tapping the digits copies them; for the keyboard and for screen readers there is the button. */}
      <p class="password-digits" data-copy-tap onClick={copyUnlessSelecting}>
        <data class="code" value={digits} aria-hidden="true">
          {groupsOf(digits).map((group, index) => [
            index === 0 ? null : ' ',
            <span key={index} class="code-group">
              {group}
            </span>,
          ])}
        </data>
        <span class="visually-hidden">{say('password-spoken', { digits: Array.from(digits).join(' ') })}</span>
      </p>
      {validUntil === undefined || periodSeconds === undefined ? null : (
        <CountdownRing secondsLeft={Math.max(0, Math.ceil((validUntil - now) / 1000))} periodSeconds={periodSeconds} />
      )}
      <CopyButton text={digits} label={say('password-label')} />
    </div>
  );
}

function copyUnlessSelecting(event: { readonly currentTarget: HTMLElement }): void {
  if (getSelection()?.isCollapsed === false) return;
  event.currentTarget.closest('.password-card')?.querySelector<HTMLElement>('[data-copy]')?.click();
}

/** 123 456, 1234 567, 1234 5678: two halves the eye can hold. */
function groupsOf(digits: string): readonly [string, string] {
  const half = Math.ceil(digits.length / 2);
  return [digits.slice(0, half), digits.slice(half)];
}
