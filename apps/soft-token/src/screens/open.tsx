import type { OneTimePassword, TokenIdentity } from '@sallyport/protocol';
import { Actions, Button, Heading, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { OpenScreen } from '../app/model.ts';
import { say } from '../messages/english.ts';
import { ChallengeForm } from './challenge-form.tsx';
import { ClosesSoon } from './closes-soon.tsx';
import { CountdownRing } from './countdown-ring.tsx';
import { FailedAttemptsNotice } from './failed-attempts.tsx';
import { PasswordDigits } from './password-digits.tsx';
import { TokenFacts, tokenName } from './token-facts.tsx';
import { useSeconds } from './use-seconds.ts';

export interface OpenScreenProps {
  readonly screen: OpenScreen;
  readonly identity: TokenIdentity;
  readonly isPersistent: boolean | undefined;
  readonly onClose: () => void;
  readonly onChangePin: () => void;
  /** The time step is over, or the next counter value is wanted. */
  readonly onNext: () => void;
  readonly onStay: () => void;
  /** In place of the usual word about what is still to finish. */
  readonly registration: VNode | null;
  readonly isBusy: boolean;
  readonly onChallenge: (challenge: string) => void;
}

/** OPEN: the one-time password, large enough to read at arm's length; for a token that answers challenges, the way to ask it. */
export function OpenTokenScreen(props: OpenScreenProps): VNode {
  const { screen, identity, isPersistent, isBusy, onClose, onChangePin, onNext, onStay, onChallenge, registration } = props;
  const { opened, closesInSeconds, page } = screen;
  return (
    <>
      <Heading caption={tokenName(identity)}>{say(opened.challenge === undefined ? 'open-title' : 'challenge-title')}</Heading>
      {registration ?? <Finishing screen={screen} />}
      {page.at === 'password' && page.changed === 'pin' ? (
        <Notice kind="success" live="polite">
          <p>{say('pin-changed')}</p>
        </Notice>
      ) : null}
      {opened.password ? <Password password={opened.password} periodSeconds={opened.periodSeconds} onOver={onNext} /> : null}
      {opened.challenge === undefined ? null : (
        <ChallengeForm shape={opened.challenge} answered={screen.answered} isBusy={isBusy} onChallenge={onChallenge} />
      )}
      {opened.periodSeconds === undefined && opened.challenge === undefined ? (
        <>
          <p>{say('password-counter-hint')}</p>
          <Actions>
            <Button type="button" onClick={onNext}>
              {say('password-next')}
            </Button>
          </Actions>
        </>
      ) : null}
      <ClosesSoon seconds={closesInSeconds} onStay={onStay} />
      <Actions>
        <Button type="button" kind="secondary" onClick={onClose}>
          {say('close-button')}
        </Button>
        <Button type="button" kind="quiet" onClick={onChangePin}>
          {say('change-pin-open')}
        </Button>
      </Actions>
      <FailedAttemptsNotice failed={opened.failed} />
      <TokenFacts {...identity} />
      {isPersistent === false ? <p class="aside">{say('not-persistent')}</p> : null}
    </>
  );
}

function Finishing({ screen }: { readonly screen: OpenScreen }): VNode | null {
  // One that answers challenges has nothing to type by itself: the server hears of it from the token.
  if (screen.finishing === undefined || screen.opened.challenge !== undefined) return null;
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
      <PasswordDigits
        digits={digits}
        spoken={say('password-spoken', { digits: Array.from(digits).join(' ') })}
        label={say('password-label')}
      >
        {validUntil === undefined || periodSeconds === undefined ? null : (
          <CountdownRing secondsLeft={Math.max(0, Math.ceil((validUntil - now) / 1000))} periodSeconds={periodSeconds} />
        )}
      </PasswordDigits>
    </div>
  );
}
