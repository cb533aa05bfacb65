import type { TokenIdentity } from '@sallyport/protocol';
import { clockNotice } from '@sallyport/token-client';
import { Actions, Button, Heading, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { DeviceSettings } from '../app/device-settings.ts';
import type { OpenPage, OpenScreen } from '../app/model.ts';
import type { TokenApp } from '../app/token-app.ts';
import { say } from '../messages/english.ts';
import type { ClockNoticesProps } from './clock-notices.tsx';
import { ClosesSoon } from './closes-soon.tsx';
import { FailedAttemptsNotice } from './failed-attempts.tsx';
import { OnDemand } from './on-demand.tsx';
import { OpenPassword } from './open-password.tsx';
import { loadChallengeForm, loadChanged, loadClockNotices, loadUnknownKeys } from './parts.ts';
import { TokenFacts, tokenName } from './token-facts.tsx';
import { useSeconds } from './use-seconds.ts';

export interface OpenScreenProps {
  readonly screen: OpenScreen;
  readonly identity: TokenIdentity;
  readonly isPersistent: boolean | undefined;
  readonly app: Pick<TokenApp, 'atDesk'>;
  readonly onClose: () => void;
  /** To a page beside this one. */
  readonly onTurn: (page: OpenPage) => void;
  readonly settings: DeviceSettings;
  readonly onProtection: () => void;
  /** The time step is over, or the next counter value is wanted. */
  readonly onNext: () => void;
  /** The password after this one is wanted too. */
  readonly onShowFollowing: () => void;
  readonly onStay: () => void;
  /** In place of the usual word about what is still to finish. */
  readonly registration: VNode | null;
  readonly isBusy: boolean;
  readonly onChallenge: (challenge: string) => void;
}

/** OPEN: the one-time password, large enough to read at arm's length; for a token that answers challenges, the way to ask it. */
export function OpenTokenScreen(props: OpenScreenProps): VNode {
  const { screen, identity, isPersistent, settings, isBusy, onClose, onTurn, onProtection, onNext, onShowFollowing, onStay, onChallenge } =
    props;
  const { registration, app } = props;
  const { opened, closesInSeconds, page } = screen;
  const changed = page.at === 'password' ? page.changed : undefined;
  return (
    <>
      <Heading caption={tokenName(identity)}>{say(opened.challenge === undefined ? 'open-title' : 'challenge-title')}</Heading>
      {registration ?? <Finishing screen={screen} />}
      {screen.isUnknown ? <OnDemand load={loadUnknownKeys} /> : null}
      <Clock
        clock={opened.clock}
        questionMs={screen.clockQuestionMs}
        isBusy={isBusy}
        onFollow={() => void app.atDesk((desk) => desk.agreeOnTime())}
        onKeep={() => {
          void app.atDesk((desk) => {
            desk.keepOwnTime();
          });
        }}
      />
      {changed === undefined ? null : <OnDemand load={loadChanged} changed={changed} />}
      {opened.password ? (
        <OpenPassword
          password={opened.password}
          next={screen.following}
          periodSeconds={opened.periodSeconds}
          settings={settings}
          onOver={onNext}
          onShowNext={onShowFollowing}
        />
      ) : null}
      {opened.challenge === undefined ? null : (
        <OnDemand load={loadChallengeForm} shape={opened.challenge} answered={screen.answered} isBusy={isBusy} onChallenge={onChallenge} />
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
        <Button
          type="button"
          kind="quiet"
          onClick={() => {
            onTurn({ at: 'change-pin', note: undefined, refusal: undefined });
          }}
        >
          {say('change-pin-open')}
        </Button>
        <Button type="button" kind="quiet" onClick={onProtection}>
          {say('device-protection')}
        </Button>
        <Button
          type="button"
          kind="quiet"
          onClick={() => {
            onTurn({ at: 'settings' });
          }}
        >
          {say('settings-open')}
        </Button>
      </Actions>
      <FailedAttemptsNotice failed={opened.failed} />
      <TokenFacts {...identity} />
      {isPersistent === false ? <p class="aside">{say('not-persistent')}</p> : null}
    </>
  );
}

/** What there is to say about the clock comes when there is something to say. */
function Clock(props: ClockNoticesProps): VNode | null {
  const now = useSeconds();
  const isQuiet = props.questionMs === undefined && clockNotice(props.clock, now) === undefined;
  return isQuiet ? null : <OnDemand load={loadClockNotices} {...props} />;
}

function Finishing({ screen }: { readonly screen: OpenScreen }): VNode | null {
  const { finishing } = screen;
  // A registration has a notice of its own. One that answers challenges has nothing to type by itself: the server hears of it from the token.
  if (finishing === undefined || finishing === 'registration' || screen.opened.challenge !== undefined) return null;
  return (
    <Notice kind="success" title={say(`finish-${finishing}-title`)} live="polite">
      <p>
        {say(`finish-${finishing}`)} {screen.isTold ? say('finish-told') : null}
      </p>
    </Notice>
  );
}
