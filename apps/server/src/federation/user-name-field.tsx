import { Field } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../http/page.tsx';

export interface UserNameFieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly error: string | undefined;
  /** With `webauthn`, the browser offers passkeys beside the names it keeps (WebAuthn level 3, section 5.1.3). */
  readonly autoComplete: 'username' | 'username webauthn';
}

/** Where a user name is typed, on whichever page of the Federation. */
export function UserNameField({ label, value, error, autoComplete }: UserNameFieldProps): VNode {
  return (
    <Field
      name="userName"
      label={label}
      autoComplete={autoComplete}
      text="code"
      maxLength={254}
      {...fieldError(error)}
      {...(value === undefined ? {} : { value })}
    />
  );
}
