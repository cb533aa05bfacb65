import { CodeInput } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from './page.tsx';

export interface OtpFieldProps {
  /** How many the one-time passwords of this installation have. */
  readonly digits: number;
  readonly label: string;
  readonly hint: string;
  readonly error?: string | undefined;
  readonly autoFocus?: true;
}

/** Where a one-time password is typed, on whichever page. */
export function OtpField({ digits, error, ...field }: OtpFieldProps): VNode {
  return <CodeInput name="otp" kind={digits === 6 ? 'otp6' : 'otp'} {...field} {...fieldError(error)} />;
}
