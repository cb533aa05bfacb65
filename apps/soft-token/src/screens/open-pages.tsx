import type { Protection, TokenIdentity, TokenPolicy } from '@sallyport/protocol';
import type { VNode } from 'preact';
import type { KeptSettings } from '../app/device-settings.ts';
import type { OpenPage } from '../app/model.ts';
import type { TokenApp } from '../app/token-app.ts';
import { ChangePinScreen } from './change-pin.tsx';
import { DeviceSettingsScreen } from './device-settings.tsx';
import { useArrival } from './use-arrival.ts';
import '../style/on-demand.css';

export interface OpenPagesProps {
  readonly page: Extract<OpenPage, { at: 'settings' | 'change-pin' }>;
  readonly app: TokenApp;
  readonly identity: TokenIdentity;
  readonly policy: TokenPolicy;
  readonly protection: Protection;
  readonly settings: KeptSettings;
  readonly closesInSeconds: number | undefined;
  readonly isBusy: boolean;
  readonly onStay: () => void;
}

/** Pages beside the one-time password, seldom wanted. */
export function OpenPages({ page, app, settings, ...shared }: OpenPagesProps): VNode {
  // Loaded on demand, it arrives later than the screen that asked for it.
  useArrival(page.at);
  const onBack = (): void => {
    app.turnTo({ at: 'password', changed: undefined });
  };
  switch (page.at) {
    case 'settings':
      return (
        <DeviceSettingsScreen
          settings={settings.current}
          closesInSeconds={shared.closesInSeconds}
          onChange={(change) => {
            settings.change(change);
          }}
          onBack={onBack}
          onStay={shared.onStay}
        />
      );
    case 'change-pin':
      return (
        <ChangePinScreen page={page} onPin={(change) => void app.atDesk((desk) => desk.changePin(change))} onBack={onBack} {...shared} />
      );
  }
}
