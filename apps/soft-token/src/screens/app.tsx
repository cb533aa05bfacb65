import { Actions, Button, Notice, type OpenDoors, Shell } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { KeptSettings } from '../app/device-settings.ts';
import type { InstallOffer } from '../app/installation.ts';
import type { Model, Screen, TokenScreen } from '../app/model.ts';
import { isMustSetPin } from '../app/next-screen.ts';
import type { TokenApp } from '../app/token-app.ts';
import { say } from '../messages/english.ts';
import { ActivatingScreen, MustSetPinScreenView, SetPinScreen } from './activation.tsx';
import { ChangePinScreen } from './change-pin.tsx';
import { ClosedScreen } from './closed.tsx';
import { ClosesSoon } from './closes-soon.tsx';
import { DeviceSettingsScreen } from './device-settings.tsx';
import { RemovedNotices, RevokedScreen, StartingScreen, TroubleScreen, UnreadableScreen } from './ends.tsx';
import { DeviceAsking } from './device-asking.tsx';
import type { DeviceProtectionScreen } from './device-protection.tsx';
import { GoBack } from './going.tsx';
import { OnDemand } from './on-demand.tsx';
import { OpenTokenScreen } from './open.tsx';
import { RegistrationNotice, RegistrationScreen } from './registration.tsx';
import { RemovedTokenScreen, RemoveLink, RemovingTokenScreen } from './removal.tsx';
import { ResetTokenScreen } from './reset.tsx';
import type { ScanScreen } from './scan.tsx';
import { PersonalVaultLink, TokenListScreen } from './token-list.tsx';
import type { TypedActivationScreen } from './typed-activation.tsx';
import { useArrival } from './use-arrival.ts';
import { useModel } from './use-model.ts';
import { useSettings } from './use-settings.ts';
import { AddScreen, WelcomeScreen } from './welcome.tsx';

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
    <Shell part={say('part')} doors={doorsOf(screen)}>
      {update ? (
        <Notice title={say('update-title')} live="polite">
          <p>{say('update-text')}</p>
          <Actions>
            <Button type="button" kind="secondary" onClick={update.accept}>
              {say('update-button')}
            </Button>
          </Actions>
        </Notice>
      ) : null}
      <RemovedNotices
        removed={model.removed}
        onUnderstood={({ token }) => {
          app.forgetRemoved(token);
        }}
      />
      {(model.tokens.length > 1 || model.hasPersonalVault) && leadsToAllTokens(screen) ? (
        <GoBack onGo={() => void app.goHome()}>{say('tokens-all')}</GoBack>
      ) : null}
      {model.device === 'asking' ? (
        <DeviceAsking
          onCancel={() => {
            app.cancelDevice();
          }}
        />
      ) : null}
      <CurrentScreen app={app} model={model} install={install} settings={settings} onStay={onStay} />
      {mayBeRemoved(screen) ? (
        <RemoveLink
          onRemove={() => {
            app.askToRemove();
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
    </Shell>
  );
}

function CurrentScreen({ app, model, install, settings, onStay }: AppProps & { readonly model: Model }): VNode {
  const { screen, isBusy } = model;
  const goHome = (): void => void app.goHome();
  const follow = (text: string): void => void app.follow(text);
  const goTyped = (): void => {
    app.goTyped();
  };
  switch (screen.at) {
    case 'starting':
      return <StartingScreen />;
    case 'trouble':
      return <TroubleScreen trouble={screen.trouble} />;
    case 'welcome':
      return <WelcomeScreen problem={screen.problem} install={install} isBusy={isBusy} onLink={follow} onTyped={goTyped} />;
    case 'add':
      return <AddScreen problem={screen.problem} isBusy={isBusy} onLink={follow} onTyped={goTyped} onBack={goHome} />;
    case 'typed':
      return (
        <OnDemand
          load={loadTypedActivation}
          screen={screen}
          isBusy={isBusy}
          onTyped={(typed) => void app.activateByTypedCode(typed)}
          onBack={goHome}
        />
      );
    case 'tokens':
      return (
        <TokenListScreen
          tokens={model.tokens}
          pinned={model.pinned}
          hasPersonalVault={model.hasPersonalVault}
          onArrange={(wish) => {
            app.arrange(wish);
          }}
          onToken={(token) => {
            app.goToToken(token);
          }}
          onAdd={() => {
            app.goAdd();
          }}
        />
      );
    case 'scan':
      return (
        <OnDemand
          load={loadScan}
          problem={screen.problem}
          isBusy={isBusy}
          onText={follow}
          onNothingFound={() => {
            app.sayLinkProblem('no-qr-in-image');
          }}
          onBack={() => {
            // Away from `/scan`, and with it from the permission to use the camera.
            location.assign('/');
          }}
        />
      );
    case 'activating':
      return (
        <ActivatingScreen
          screen={screen}
          isBusy={isBusy}
          onRetry={() => void app.retryActivation()}
          onCancel={() => void app.cancelActivation()}
        />
      );
    case 'removing':
      return (
        <RemovingTokenScreen
          screen={screen}
          isBusy={isBusy}
          onRemove={() => void app.removeToken()}
          onKeep={() => {
            app.keepToken();
          }}
        />
      );
    case 'removed':
      return <RemovedTokenScreen serial={screen.serial} onGoOn={goHome} />;
    case 'SET_PIN':
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
  readonly screen: TokenScreen;
  readonly settings: KeptSettings;
  readonly onStay: () => void;
}

function CurrentTokenScreen({ app, model, screen, settings, onStay }: TokenScreenProps): VNode {
  const { isBusy } = model;
  const status = model.tokens.find(({ token }) => token === screen.token)?.status;
  const setPin = {
    isBusy,
    onPin: (entries: { readonly pin: string; readonly repeated: string }) => void app.setPin(entries),
    onCancel: () => void app.abandon(),
  };
  switch (screen.at) {
    case 'SET_PIN':
      return <SetPinScreen screen={screen} {...setPin} />;
    case 'MUST_SET_PIN_WHILE_CLOSED':
    case 'MUST_SET_PIN_WHILE_LOCKED':
      return <MustSetPinScreenView screen={screen} {...setPin} />;
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
            onYes={(wish) => void app.protect((protection) => protection.accept(wish))}
            onPin={(pin) => void app.protect((protection) => protection.confirmPin(pin))}
            onLeave={() => void app.protect((protection) => protection.leave())}
          />
        );
      }
      if (screen.page.at === 'settings') {
        return (
          <DeviceSettingsScreen
            settings={settings.current}
            closesInSeconds={screen.closesInSeconds}
            onChange={(change) => {
              settings.change(change);
            }}
            onBack={() => {
              app.turnTo({ at: 'password', changed: undefined });
            }}
            onStay={onStay}
          />
        );
      }
      if (screen.page.at === 'change-pin' && status.kind === 'closed') {
        return (
          <ChangePinScreen
            identity={status.identity}
            policy={status.policy}
            refusal={screen.page.refusal}
            closesInSeconds={screen.closesInSeconds}
            isBusy={isBusy}
            onPin={(entries) => void app.changePin(entries)}
            onBack={() => {
              app.turnTo({ at: 'password', changed: undefined });
            }}
            onStay={onStay}
          />
        );
      }
      if (screen.showing === 'registration-code' && screen.opened.registrationCode !== undefined) {
        return (
          <RegistrationScreen
            code={screen.opened.registrationCode}
            identity={status.identity}
            onPassword={() => {
              app.showInstead('password');
            }}
          >
            <ClosesSoon seconds={screen.closesInSeconds} onStay={onStay} />
          </RegistrationScreen>
        );
      }
      return (
        <OpenTokenScreen
          screen={screen}
          identity={status.identity}
          isPersistent={model.isPersistent}
          onClose={() => void app.close('button')}
          codes={settings.current.codes}
          onTurn={(page) => {
            app.turnTo(page);
          }}
          onShowFollowing={() => void app.showFollowing()}
          isBusy={isBusy}
          app={app}
          onProtection={() => void app.protect((protection) => protection.open())}
          onNext={() => void app.refreshPassword()}
          onChallenge={(challenge) => void app.answerChallenge(challenge)}
          onStay={onStay}
          registration={
            screen.opened.registrationCode === undefined ? null : (
              <RegistrationNotice
                onCode={() => {
                  app.showInstead('registration-code');
                }}
                onArrived={() => void app.registrationArrived()}
              />
            )
          }
        />
      );
    case 'REVOKED':
      return status?.kind === 'revoked' ? <RevokedScreen identity={status.identity} /> : <StartingScreen />;
    case 'UNREADABLE':
      return <UnreadableScreen />;
  }
}

async function loadDeviceProtection(): Promise<typeof DeviceProtectionScreen> {
  return (await import('./device-protection.tsx')).DeviceProtectionScreen;
}

async function loadScan(): Promise<typeof ScanScreen> {
  return (await import('./scan.tsx')).ScanScreen;
}

async function loadTypedActivation(): Promise<typeof TypedActivationScreen> {
  return (await import('./typed-activation.tsx')).TypedActivationScreen;
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
