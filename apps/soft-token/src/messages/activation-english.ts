import { createMessages, type Messages } from '@sallyport/ui';

/** The sentences on the way to a token, up to its PIN and its registration code; they come with those pages. */
export const activationEnglish = {
  'welcome-title': 'Your soft token lives on this device',
  'welcome-lead': 'It shows the one-time passwords you sign in with. A PIN protects it, and it works without a network.',
  'welcome-how-title': 'Three steps',
  'welcome-step-install': 'Install this app, so that it opens like any other and your browser keeps its storage.',
  'welcome-step-link': 'Open your activation link on this device. It came with your invitation, or Self-Administration shows it.',
  'welcome-step-pin': 'Choose a PIN. It never leaves this device.',
  'install-button': 'Install the app',
  'install-ios':
    'On iPhone and iPad, install first: open the share menu in Safari and choose “Add to Home Screen”. Then open the link from there.',
  'install-ios-late':
    'This token would be kept by Safari, which clears what it keeps for a page that nobody opens for a week. Cancel, open the share menu and choose “Add to Home Screen”, and paste your link in the app: it still works.',
  'install-ios-late-title': 'Install the app first',
  'install-other': 'In your browser’s menu, choose “Install” or “Add to Home screen”; in Safari on a Mac, “Add to Dock”.',
  'add-title': 'Add a token',
  'add-lead': 'Each token needs its own activation link.',
  'link-label': 'Activation link',
  'link-hint': 'Paste the whole link. It works once, and only for a while.',
  'link-continue': 'Continue',
  'scan-open': 'Scan a QR code',
  'typed-open': 'Type a serial and an activation code',
  'typed-title': 'Type your activation code',
  'typed-lead': 'Self-Administration shows a serial and an activation code under “Type it in”.',
  'typed-serial-hint': 'As it is shown, like ST-123-456-78. Capitals and hyphens do not matter.',
  'activation-code': 'Activation code',
  'activation-code-hint': 'A typing error costs nothing.',
  'activation-code-not-prc': 'This is a PIN Reset Code. The activation code stands beside the serial in Self-Administration.',
  'activation-code-not-reg': 'This is a registration code. The activation code stands beside the serial in Self-Administration.',
  'typed-continue': 'Activate',
  'problem-no-link-of-ours':
    'This is not an activation link or an unlock link. Copy the whole link and try again; nothing has been used up.',
  'problem-pin-reset-link': 'This is the link of a PIN Reset Code. It belongs in Self-Administration, not here.',
  'problem-no-such-token': 'The token this unlock link is for is not on this device. Open the link where the locked token is.',
  'problem-no-qr-in-image': 'There is no readable QR code in this picture. Try a sharper one, or paste the link instead.',
  'scan-title': 'Scan a QR code',
  'scan-lead': 'Hold the QR code of your activation link or unlock link in front of the camera.',
  'scan-camera-label': 'Picture of the camera',
  'scan-start': 'Use the camera',
  'scan-stop': 'Stop the camera',
  'scan-no-camera':
    'The camera cannot be used: there is none, or it is not allowed here. Choose a picture of the QR code instead, or paste the link.',
  'scan-image-label': 'Picture with a QR code',
  'scan-image-hint': 'A photo or a screenshot. It stays on this device.',
  'scan-looking': 'Looking for a QR code…',
  'activating-title': 'Activate your soft token',
  'activating-link': 'Asking the server about this link…',
  'activating-typed': 'Asking the server about this code…',
  'activating-offline': 'Making your token…',
  'activation-failed-title': 'This token could not be activated',
  'activation-retry': 'Try again',
  'activation-link-malformed':
    'The link is incomplete or damaged. Copy the whole link, or scan its QR code, and try again. Nothing has been used up.',
  'activation-link-of-another-app': 'This link belongs to the soft token at {origin}. Open it there.',
  'activation-offline': 'The server cannot be reached. Your link is still good: check the network and try again.',
  'activation-browser-too-old':
    'This browser is too old to activate a token safely. Update it, or use another one, and open the link again. The link is still good.',
  'activation-expired': 'This link has expired. Ask for a new one in Self-Administration, or ask the person who invited you.',
  'activation-used':
    'This link has been used already, or tried too often. If it was not you, tell your administrator. Otherwise ask for a new one in Self-Administration.',
  'activation-mismatch':
    'The server does not recognise this link. Copy the whole link and try again. If that does not help, ask for a new one in Self-Administration.',
  'activation-rate-limited': 'Too many attempts just now. Your link is still good: try again in {time}.',
  'activation-server-fault': 'The server could not answer. Your link is still good: try again in a few minutes.',
  'activation-serial-malformed':
    'This is not a serial. Type it as Self-Administration shows it, like ST-123-456-78. Nothing has been used up.',
  'activation-code-length':
    'An activation code has {expected, number} digits; {typed, plural, =0 {none was} one {one was} other {# were}} entered. Nothing has been used up.',
  'activation-code-typo':
    '{count, plural, one {Group {groups} of the activation code has a typing error.} other {Groups {groups} of the activation code have typing errors.}} Nothing has been used up.',
  'activation-code-wrong-kind':
    'This is another kind of code. The activation code stands beside the serial in Self-Administration. Nothing has been used up.',
  'activation-code-refused':
    'The server does not know this activation code for this serial. Check both and try again. A code works once, for a day and for five tries; if it has run out, ask for a new one in Self-Administration.',
  'activation-already-here': 'Token {serial} is on this device already. There is nothing to do.',
  'set-pin-title': 'Choose your PIN',
  'set-pin-lead': 'This token is for you? Then choose the PIN that will protect it.',
  'step-link': 'choose your PIN',
  'step-pin': 'finish with a one-time password',
  'step-registration': 'type the registration code into Self-Administration',
  'finish-registration-title': 'Nearly done',
  'finish-registration': 'When the page has taken the registration code, type this one-time password there.',
  'registration-title': 'Your registration code',
  'registration-lead': 'Type it into the page in Self-Administration from which you scanned the QR code.',
  'registration-code': 'Registration code',
  'registration-secret': 'Show it to nobody else. You find it here again, behind your PIN, until it has arrived.',
  'registration-next': 'Show the one-time password',
  'registration-again': 'Show the registration code',
  'registration-arrived': 'The page says that I am done',
} as const;

export const sayOfActivation: Messages<typeof activationEnglish> = createMessages<typeof activationEnglish>(activationEnglish, 'en');
