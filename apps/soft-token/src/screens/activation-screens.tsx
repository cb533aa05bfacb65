import type { VNode } from 'preact';
import type { InstallOffer } from '../app/installation.ts';
import type { Screen } from '../app/model.ts';
import type { TokenApp } from '../app/token-app.ts';
import { ActivatingScreen, SetPinScreen } from './activation.tsx';
import { ScanScreen } from './scan.tsx';
import { TypedActivationScreen } from './typed-activation.tsx';
import { useArrival } from './use-arrival.ts';
import { AddScreen, WelcomeScreen } from './welcome.tsx';
import '../style/on-demand.css';

export type ActivationScreen = Extract<Screen, { at: 'welcome' | 'add' | 'typed' | 'scan' | 'activating' | 'SET_PIN' }>;

export interface ActivationScreensProps {
  readonly screen: ActivationScreen;
  readonly app: TokenApp;
  readonly install: InstallOffer;
  readonly isBusy: boolean;
}

/** From an empty device to a token with a PIN: a part of its own, as a token needs it once in its life. */
export function ActivationScreens({ screen, app, install, isBusy }: ActivationScreensProps): VNode {
  // Loaded on demand, it arrives later than the screen that asked for it.
  useArrival(screen.at);
  const goHome = (): void => void app.goHome();
  const follow = (text: string): void => void app.atDesk((desk) => desk.follow(text));
  const goTyped = (): void => {
    void app.atDesk((desk) => {
      desk.goTyped();
    });
  };
  switch (screen.at) {
    case 'welcome':
      return <WelcomeScreen problem={screen.problem} install={install} isBusy={isBusy} onLink={follow} onTyped={goTyped} />;
    case 'add':
      return <AddScreen problem={screen.problem} isBusy={isBusy} onLink={follow} onTyped={goTyped} onBack={goHome} />;
    case 'typed':
      return (
        <TypedActivationScreen
          screen={screen}
          isBusy={isBusy}
          onTyped={(typed) => void app.atDesk((desk) => desk.activateByTypedCode(typed))}
          onBack={goHome}
        />
      );
    case 'scan':
      return (
        <ScanScreen
          problem={screen.problem}
          isBusy={isBusy}
          onText={follow}
          onNothingFound={() => {
            void app.atDesk((desk) => {
              desk.sayLinkProblem('no-qr-in-image');
            });
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
          onRetry={() => void app.atDesk((desk) => desk.retryActivation())}
          onCancel={() => void app.atDesk((desk) => desk.cancelActivation())}
        />
      );
    case 'SET_PIN':
      return (
        <SetPinScreen
          screen={screen}
          install={install}
          isBusy={isBusy}
          onPin={(entries) => void app.setPin(entries)}
          onCancel={() => void app.abandon()}
        />
      );
  }
}
