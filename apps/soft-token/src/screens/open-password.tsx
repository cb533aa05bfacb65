import type { OneTimePassword } from '@sallyport/protocol';
import { Button } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { DeviceSettings } from '../app/device-settings.ts';
import { say } from '../messages/english.ts';
import { CountdownRing } from './countdown-ring.tsx';
import { DigitGroups, PasswordDigits } from './password-digits.tsx';
import { useSeconds } from './use-seconds.ts';

export interface OpenPasswordProps {
  readonly password: OneTimePassword;
  /** The one after it, once it was asked for. */
  readonly next: OneTimePassword | undefined;
  readonly periodSeconds: number | undefined;
  readonly settings: Pick<DeviceSettings, 'codes' | 'size'>;
  readonly onOver: () => void;
  readonly onShowNext: () => void;
}

/** The one-time password of the moment and, on wish, the one that follows it. Hidden ones are revealed by a tap, until the next one comes. */
export function OpenPassword({ password, next, periodSeconds, settings, onOver, onShowNext }: OpenPasswordProps): VNode {
  const { codes, size } = settings;
  const now = useSeconds();
  const [revealed, setRevealed] = useState<string>();
  const { digits, validUntil } = password;
  const isHidden = codes === 'hidden' && revealed !== digits;
  const isOver = validUntil !== undefined && now >= validUntil;
  // Asked again at every second until there is a newer one.
  useEffect(() => {
    if (isOver) onOver();
  }, [isOver && now]);
  const ring =
    validUntil === undefined || periodSeconds === undefined ? null : (
      <CountdownRing secondsLeft={Math.max(0, Math.ceil((validUntil - now) / 1000))} periodSeconds={periodSeconds} />
    );
  return (
    <div class="password-card" data-size={size}>
      <PasswordDigits digits={digits} isHidden={isHidden} spoken={spokenOf(digits)} label={say('password-label')}>
        {ring}
      </PasswordDigits>
      <div class="password-tools">
        {codes === 'hidden' ? (
          <Button
            type="button"
            kind="quiet"
            onClick={() => {
              setRevealed(isHidden ? digits : undefined);
            }}
          >
            {say(isHidden ? 'password-reveal' : 'password-hide')}
          </Button>
        ) : null}
        {periodSeconds === undefined || next !== undefined ? null : (
          <Button type="button" kind="quiet" onClick={onShowNext}>
            {say('password-show-following')}
          </Button>
        )}
        {next === undefined || isHidden ? null : (
          <p class="password-following">
            {say('password-following')}{' '}
            <data class="code" value={next.digits}>
              <DigitGroups digits={next.digits} />
            </data>
          </p>
        )}
      </div>
    </div>
  );
}

function spokenOf(digits: string): string {
  return say('password-spoken', { digits: Array.from(digits).join(' ') });
}
