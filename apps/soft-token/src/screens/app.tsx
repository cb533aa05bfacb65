import { Button, Frame, type OpenDoors } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { KeptSettings } from '../app/device-settings.ts';
import type { InstallOffer } from '../app/installation.ts';
import type { Model, Screen, TokenScreen } from '../app/model.ts';
import { isMustSetPin } from '../app/next-screen.ts';
import type { TokenApp } from '../app/token-app.ts';
import { say } from '../messages/english.ts';
import type { ActivationScreens } from './activation-screens.tsx';
import { ClosedScreen } from './closed.tsx';
import { ClosesSoon } from './closes-soon.tsx';
import { GoBack } from './going.tsx';
import { MustSetPinScreenView } from './must-set-pin.tsx';
import { OnDemand, PartIsMissing } from './on-demand.tsx';
import { OpenTokenScreen } from './open.tsx';
import {
  loadDeviceAsking,
  loadDeviceProtection,
  loadEndScreens,
  loadOpenPages,
  loadRegistrationNotice,
  loadRegistrationScreen,
  loadRemovedNotices,
  loadRemovedTokenScreen,
  loadRemovingTokenScreen,
  loadUpdate,
} from './parts.ts';
import { RemoveLink } from './remove-link.tsx';
import { ResetTokenScreen } from './reset.tsx';
import { StartingScreen } from './starting.tsx';
import { PersonalVaultLink, TokenListScreen } from './token-list.tsx';
import { useArrival } from './use-arrival.ts';
import { useModel } from './use-model.ts';
import { useSettings } from './use-settings.ts';

export interface AppProps {
  readonly app: TokenApp;
  readonly install: InstallOffer;
  readonly settings: KeptSettings;
  /** Starts the time of being unused anew. */
  readonly onStay: () => void;
}

/** The whole app: one shell, one screen. */
export function App({ app, install, settings, onStay }: AppProps): VNode {
  const model = useModel(app);
  useSettings(settings);
  const { screen, update } = model;
  // A page that comes on demand announces itself when it has come.
  useArrival(screen.at === 'OPEN' ? `${screen.at}/${screen.page.at}/${screen.showing}` : screen.at);
  return (
    <Frame part={say('part')} doors={doorsOf(screen)}>
      {update ? <OnDemand load={loadUpdate} onAccept={update.accept} /> : null}
      {model.removed.length > 0 ? (
        <OnDemand
          load={loadRemovedNotices}
          removed={model.removed}
          onUnderstood={({ token }) => {
            app.forgetRemoved(token);
          }}
        />
      ) : null}
      {(model.tokens.length > 1 || model.hasPersonalVault) && leadsToAllTokens(screen) ? (
        <GoBack onGo={() => void app.goHome()}>{say('tokens-all')}</GoBack>
      ) : null}
      {model.isPartMissing ? <PartIsMissing onAgain={() => void app.atDesk(({ protection }) => protection.open())} /> : null}
      {model.device === 'asking' ? (
        <OnDemand
          load={loadDeviceAsking}
          onCancel={() => {
            app.cancelDevice();
          }}
        />
      ) : null}
      <CurrentScreen app={app} model={model} install={install} settings={settings} onStay={onStay} />
      {mayBeRemoved(screen) ? (
        <RemoveLink
          onRemove={() => {
            void app.atDesk((desk) => {
              desk.askToRemove();
            });
          }}
        />
      ) : null}
      {(screen.at === 'CLOSED' || screen.at === 'REVOKED') && model.tokens.length === 1 ? (
        <p class="aside">
          <Button
            type="button"
            kind="quiet"
            onClick={() => {
              app.goAdd();
            }}
          >
            {say('tokens-add')}
          </Button>
          {model.hasPersonalVault ? null : <PersonalVaultLink />}
        </p>
      ) : null}
    </Frame>
  );
}

function CurrentScreen({ app, model, install, settings, onStay }: AppProps & { readonly model: Model }): VNode {
  const { screen, isBusy } = model;
  const goHome = (): void => void app.goHome();
  switch (screen.at) {
    case 'starting':
      return <StartingScreen />;
    case 'trouble':
      return <OnDemand load={loadEndScreens} screen={screen} identity={undefined} />;
    case 'welcome':
    case 'add':
    case 'typed':
    case 'scan':
    case 'activating':
    case 'SET_PIN':
      return <OnDemand load={loadActivation} screen={screen} app={app} install={install} isBusy={isBusy} />;
    case 'tokens':
      return (
        <TokenListScreen
          tokens={model.tokens}
          pinned={model.pinned}
          hasPersonalVault={model.hasPersonalVault}
          onArrange={(wish) => {
            void app.atDesk((desk) => {
              desk.arrange(wish);
            });
          }}
          onToken={(token) => {
            app.goToToken(token);
          }}
          onAdd={() => {
            app.goAdd();
          }}
        />
      );
    case 'removing':
      return (
        <OnDemand
          load={loadRemovingTokenScreen}
          screen={screen}
          isBusy={isBusy}
          onRemove={() => void app.atDesk((desk) => desk.removeToken())}
          onKeep={() => {
            void app.atDesk((desk) => {
              desk.keepToken();
            });
          }}
        />
      );
    case 'removed':
      return <OnDemand load={loadRemovedTokenScreen} serial={screen.serial} onGoOn={goHome} />;
    case 'CLOSED':
    case 'LOCKED':
    case 'RESET_VIEW':
    case 'MUST_SET_PIN_WHILE_CLOSED':
    case 'MUST_SET_PIN_WHILE_LOCKED':
    case 'OPEN':
    case 'REVOKED':
    case 'UNREADABLE':
      return <CurrentTokenScreen app={app} model={model} screen={screen} settings={settings} onStay={onStay} />;
  }
}

interface TokenScreenProps {
  readonly app: TokenApp;
  readonly model: Model;
  readonly screen: Exclude<TokenScreen, { at: 'SET_PIN' }>;
  readonly settings: KeptSettings;
  readonly onStay: () => void;
}

function CurrentTokenScreen({ app, model, screen, settings, onStay }: TokenScreenProps): VNode {
  const { isBusy } = model;
  const view = model.tokens.find(({ token }) => token === screen.token);
  const status = view?.status;
  switch (screen.at) {
    case 'MUST_SET_PIN_WHILE_CLOSED':
    case 'MUST_SET_PIN_WHILE_LOCKED':
      return (
        <MustSetPinScreenView
          screen={screen}
          isBusy={isBusy}
          onPin={(entries) => void app.setPin(entries)}
          onCancel={() => void app.abandon()}
        />
      );
    case 'CLOSED':
      if (status?.kind !== 'closed') return <StartingScreen />;
      return (
        <ClosedScreen
          status={status}
          note={screen.note}
          isBusy={isBusy}
          onPin={(pin) => void app.enterPin(pin)}
          onDevice={() => void app.enterByAuthenticator()}
          onForgotPin={() => void app.forgotPin()}
        />
      );
    case 'LOCKED':
    case 'RESET_VIEW':
      if ((status?.kind !== 'closed' && status?.kind !== 'locked') || status.reset === undefined) return <StartingScreen />;
      return (
        <ResetTokenScreen
          screen={screen}
          status={status}
          reset={status.reset}
          link={view?.resetLink}
          isBusy={isBusy}
          onCode={(code) => void app.enterUnlockCode(code)}
          onBack={() => {
            app.backFromReset();
          }}
        />
      );
    case 'OPEN':
      if (status === undefined || status.kind === 'refused') return <StartingScreen />;
      if ((screen.page.at === 'offer' || screen.page.at === 'protection') && status.kind === 'closed') {
        return (
          <OnDemand
            load={loadDeviceProtection}
            page={screen.page}
            finishing={screen.finishing}
            protection={status.protection}
            policy={status.policy}
            isBusy={isBusy}
            onYes={(wish) => void app.atDesk(({ protection }) => protection.accept(wish))}
            onPin={(pin) => void app.atDesk(({ protection }) => protection.confirmPin(pin))}
            onLeave={() => void app.atDesk(({ protection }) => protection.leave())}
          />
        );
      }
      if ((screen.page.at === 'settings' || screen.page.at === 'change-pin') && status.kind === 'closed') {
        return (
          <OnDemand
            load={loadOpenPages}
            page={screen.page}
            app={app}
            identity={status.identity}
            policy={status.policy}
            protection={status.protection}
            settings={settings}
            closesInSeconds={screen.closesInSeconds}
            isBusy={isBusy}
            onStay={onStay}
          />
        );
      }
      if (screen.showing === 'registration-code' && screen.opened.registrationCode !== undefined) {
        return (
          <OnDemand
            load={loadRegistrationScreen}
            code={screen.opened.registrationCode}
            identity={status.identity}
            onPassword={() => {
              app.showInstead('password');
            }}
          >
            <ClosesSoon seconds={screen.closesInSeconds} onStay={onStay} />
          </OnDemand>
        );
      }
      return (
        <OpenTokenScreen
          screen={screen}
          identity={status.identity}
          isPersistent={model.isPersistent}
          onClose={() => void app.close('button')}
          settings={settings.current}
          onTurn={(page) => {
            app.turnTo(page);
          }}
          onShowFollowing={() => void app.showFollowing()}
          isBusy={isBusy}
          app={app}
          onProtection={() => void app.atDesk(({ protection }) => protection.open())}
          onNext={() => void app.refreshPassword()}
          onChallenge={(challenge) => void app.atDesk((desk) => desk.answerChallenge(challenge))}
          onStay={onStay}
          registration={
            screen.opened.registrationCode === undefined ? null : (
              <OnDemand
                load={loadRegistrationNotice}
                onCode={() => {
                  app.showInstead('registration-code');
                }}
                onArrived={() => void app.atDesk((desk) => desk.registrationArrived())}
              />
            )
          }
        />
      );
    case 'REVOKED':
    case 'UNREADABLE':
      return <OnDemand load={loadEndScreens} screen={screen} identity={status?.kind === 'revoked' ? status.identity : undefined} />;
  }
}

async function loadActivation(): Promise<typeof ActivationScreens> {
  return (await import('./activation-screens.tsx')).ActivationScreens;
}

/** The mark shows how far one has come: a code or a link opens the first door, the PIN both. */
function doorsOf(screen: Screen): OpenDoors {
  if (screen.at === 'OPEN') return 2;
  return screen.at === 'SET_PIN' || isMustSetPin(screen) ? 1 : 0;
}

/** Not where a PIN is asked for: one page, one job. Whoever forgot the PIN comes to it on the next page. */
function mayBeRemoved(screen: Screen): boolean {
  if (screen.at === 'OPEN') return screen.page.at === 'password';
  return screen.at === 'LOCKED' || screen.at === 'RESET_VIEW' || screen.at === 'REVOKED';
}

function leadsToAllTokens({ at }: Screen): boolean {
  return at === 'CLOSED' || at === 'LOCKED' || at === 'REVOKED' || at === 'UNREADABLE' || at === 'OPEN';
}
