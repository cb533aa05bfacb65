import { Heading, RadioCards } from '@sallyport/ui';
import type { VNode } from 'preact';
import { type DeviceSettings, IDLE_MINUTES } from '../app/device-settings.ts';
import { say } from '../messages/english.ts';
import { sayAside } from '../messages/aside-english.ts';
import { ClosesSoon } from './closes-soon.tsx';
import { GoBack } from './going.tsx';

export interface DeviceSettingsScreenProps {
  readonly settings: DeviceSettings;
  readonly closesInSeconds: number | undefined;
  readonly onChange: (change: Partial<DeviceSettings>) => void;
  readonly onBack: () => void;
  readonly onStay: () => void;
}

/** Of this device, for all its tokens. Reached from an open token only, so that nobody without a PIN makes tokens stay open longer. */
export function DeviceSettingsScreen({ settings, closesInSeconds, onChange, onBack, onStay }: DeviceSettingsScreenProps): VNode {
  return (
    <>
      <GoBack onGo={onBack}>{say('back')}</GoBack>
      <Heading lead={sayAside('settings-lead')}>{sayAside('settings-title')}</Heading>
      <ClosesSoon seconds={closesInSeconds} onStay={onStay} />
      <RadioCards
        name="idle"
        legend={sayAside('settings-idle')}
        hint={sayAside('settings-idle-hint')}
        choices={IDLE_MINUTES.map((minutes) => ({ value: String(minutes), label: sayAside('settings-minutes', { minutes }) }))}
        value={String(settings.idleMinutes)}
        onChange={(value) => {
          const idleMinutes = IDLE_MINUTES.find((minutes) => String(minutes) === value);
          if (idleMinutes !== undefined) onChange({ idleMinutes });
        }}
      />
      <RadioCards
        name="hidden"
        legend={sayAside('settings-hidden')}
        choices={[
          { value: 'close', label: sayAside('settings-hidden-close'), hint: sayAside('settings-hidden-close-hint') },
          { value: 'stay', label: sayAside('settings-hidden-stay'), hint: sayAside('settings-hidden-stay-hint') },
        ]}
        value={settings.whenHidden}
        onChange={(value) => {
          onChange({ whenHidden: value === 'stay' ? 'stay' : 'close' });
        }}
      />
      <RadioCards
        name="size"
        legend={sayAside('settings-size')}
        choices={[
          { value: 'large', label: sayAside('settings-size-large'), hint: sayAside('settings-size-large-hint') },
          { value: 'compact', label: sayAside('settings-size-compact') },
        ]}
        value={settings.size}
        onChange={(value) => {
          onChange({ size: value === 'compact' ? 'compact' : 'large' });
        }}
      />
      <RadioCards
        name="codes"
        legend={sayAside('settings-codes')}
        choices={[
          { value: 'shown', label: sayAside('settings-codes-shown') },
          { value: 'hidden', label: sayAside('settings-codes-hidden'), hint: sayAside('settings-codes-hidden-hint') },
        ]}
        value={settings.codes}
        onChange={(value) => {
          onChange({ codes: value === 'hidden' ? 'hidden' : 'shown' });
        }}
      />
    </>
  );
}
