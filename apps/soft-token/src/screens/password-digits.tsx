import { CopyButton } from '@sallyport/ui';
import type { VNode } from 'preact';
import { say } from '../messages/english.ts';

export interface PasswordDigitsProps {
  readonly digits: string;
  /** Dots in their place; a tap copies them all the same. */
  readonly isHidden?: boolean;
  /** For screen readers, digit by digit. */
  readonly spoken: string;
  /** What the button copies. */
  readonly label: string;
  /** Between the digits and the button. */
  readonly children?: VNode | null;
}

/** Digits large enough to read at arm's length. Tapping them copies them; for the keyboard and for screen readers there is the button. */
export function PasswordDigits({ digits, isHidden = false, spoken, label, children }: PasswordDigitsProps): VNode {
  return (
    <>
      <p class="password-digits" data-copy-tap onClick={copyUnlessSelecting}>
        <data class="code" value={digits} aria-hidden="true">
          <DigitGroups digits={isHidden ? '•'.repeat(digits.length) : digits} />
        </data>
        <span class="visually-hidden">{isHidden ? say('password-hidden') : spoken}</span>
      </p>
      {children}
      <CopyButton text={digits} label={label} />
    </>
  );
}

function copyUnlessSelecting(event: { readonly currentTarget: HTMLElement }): void {
  if (getSelection()?.isCollapsed === false) return;
  event.currentTarget.closest('.password-card')?.querySelector<HTMLElement>('[data-copy]')?.click();
}

/** 123 456, 1234 567, 1234 5678: two halves the eye can hold. */
export function DigitGroups({ digits }: { readonly digits: string }): VNode {
  const half = Math.ceil(digits.length / 2);
  return (
    <>
      <span class="code-group">{digits.slice(0, half)}</span> <span class="code-group">{digits.slice(half)}</span>
    </>
  );
}
