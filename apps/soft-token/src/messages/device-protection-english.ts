import { createMessages, type Messages } from '@sallyport/ui';

/** The sentences about device protection; they come with its pages, which most people see once. */
export const deviceProtectionEnglish = {
  back: 'Back to the one-time password',
  'step-next': 'finish with a one-time password',
  'offer-title': 'Protect this token with this device too?',
  'offer-lead':
    'The token then asks for this device’s fingerprint, face or screen lock as well as your PIN. A copy of this browser’s storage is worth nothing without this device.',
  'offer-private': 'Your fingerprint or your face never reaches this app.',
  'offer-account': 'If your device keeps its passkeys in an account, that account can confirm too, and may need a network to do it.',
  'offer-lost': 'If this device ever stops confirming you, nothing is lost: an unlock code from Self-Administration opens the token.',
  'offer-twice': 'Your device may ask twice: once to set it up, and once to try it.',
  'alone-label': 'Open with fingerprint, face or screen lock alone, too',
  'alone-hint': 'Quicker. But whoever can unlock this device can then open the token without your PIN.',
  yes: 'Yes, protect it with this device',
  'yes-working': 'Protecting your token…',
  no: 'No, my PIN is enough',
  'go-on': 'Go on with the PIN alone',
  'problem-cancelled': 'Your device did not confirm. Nothing has changed. Try again, or go on with the PIN alone.',
  'problem-unavailable': 'This device cannot protect the token in this way. Nothing has changed: your PIN protects it as before.',
  'problem-busy': 'Another window is using this token. Wait a moment and try again; nothing has changed.',

  'page-title': 'Device protection',
  'is-on': 'This token asks for your PIN and for this device’s fingerprint, face or screen lock.',
  'is-on-alone': 'This device’s fingerprint, face or screen lock opens the token, with your PIN or without it.',
  'is-off': 'Your PIN alone protects this token.',
  cannot: 'This device has no fingerprint, face or screen lock that a browser can use for this. Your PIN protects the token.',
  'pin-label': 'Your PIN',
  'add-lead': 'Enter your PIN to add fingerprint, face or screen lock. You choose on the next page.',
  'add-button': 'Continue',
  'remove-lead':
    'Enter your PIN to remove it. Your PIN alone protects the token then, and somebody who copies this browser’s storage could guess at your PIN.',
  'remove-button': 'Remove device protection',
  working: 'One moment…',
  'open-by-device': 'Open with fingerprint, face or screen lock',
  'or-pin': 'Or with your PIN',
  'pin-needed': 'Your PIN Reset Code was shown, so the token needs your PIN this time. After that, this device alone opens it again.',
  'device-asks-title': 'Your device asks you',
  'device-asks': 'Confirm with this device’s fingerprint, face or screen lock.',
  'device-cancel': 'Cancel',
  'device-cancelled':
    'This device did not confirm. No attempt was used. Try again. If it does not ask any more, choose “I forgot my PIN”: an unlock code opens the token without it.',
  'device-unavailable':
    'The fingerprint, face or screen lock that protects this token cannot be used now. No attempt was used. If it is gone for good, choose “I forgot my PIN”: an unlock code opens the token without it.',
  'device-wrong': 'This device did not open the token. Use your PIN, or choose “I forgot my PIN”.',
} as const;

/** Says a sentence about device protection. */
export const sayProtection: Messages<typeof deviceProtectionEnglish> = createMessages<typeof deviceProtectionEnglish>(
  deviceProtectionEnglish,
  'en',
);
