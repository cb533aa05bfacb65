import { createMessages, type Messages } from '@sallyport/ui';

/** Every sentence of the soft token. Typographic apostrophes: a straight one has a meaning in ICU MessageFormat. */
export const english = {
  part: 'Soft Token',
  'document-title': '{screen} · Soft Token',
  serial: 'Serial',
  issuer: 'Issued by',
  'issued-for': 'For',
  back: 'Back',
  cancel: 'Cancel',
  'one-moment': 'One moment…',
  starting: 'Opening your soft token',

  // No token here yet.
  'welcome-title': 'Your soft token lives on this device',
  'welcome-lead': 'It shows the one-time passwords you sign in with. A PIN protects it, and it works without a network.',
  'welcome-how-title': 'Three steps',
  'welcome-step-install': 'Install this app, so that it opens like any other and your browser keeps its storage.',
  'welcome-step-link': 'Open your activation link on this device. It came with your invitation, or Self-Administration shows it.',
  'welcome-step-pin': 'Choose a PIN. It never leaves this device.',
  'install-button': 'Install the app',
  'install-by-hand': 'How to install it',
  'install-ios':
    'On iPhone and iPad, install first: open the share menu in Safari and choose “Add to Home Screen”. Then open the link from there.',
  'install-other': 'In your browser’s menu, choose “Install” or “Add to Home screen”.',
  'add-title': 'Add a token',
  'add-lead': 'Each token needs its own activation link.',
  'link-label': 'Activation link',
  'link-hint': 'Paste the whole link. It works once, and only for a while.',
  'link-continue': 'Continue',
  'scan-open': 'Scan a QR code',
  'problem-no-link-of-ours':
    'This is not an activation link or an unlock link. Copy the whole link and try again; nothing has been used up.',
  'problem-pin-reset-link': 'This is the link of a PIN Reset Code. It belongs in Self-Administration, not here.',
  'problem-no-such-token': 'The token this unlock link is for is not on this device. Open the link where the locked token is.',
  'problem-no-qr-in-image': 'There is no readable QR code in this picture. Try a sharper one, or paste the link instead.',
  'removed-title': 'A token was removed by the browser',
  'removed-text':
    'Token {serial} is no longer here: the browser cleared its storage. Your account is safe. Sign in to Self-Administration, ask for a new activation link, and activate again.',
  'removed-understood': 'Understood',

  // Scanning.
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

  // Activation.
  'activating-title': 'Activate your soft token',
  'activating-text': 'Asking the server about this link…',
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

  // A new PIN.
  'set-pin-title': 'Choose your PIN',
  'set-pin-lead': 'This token is for you? Then choose the PIN that will protect it.',
  'must-set-pin-title': 'Choose a new PIN',
  'must-set-pin-lead': 'The unlock code is right. The token opens as soon as it has a new PIN; until then nothing has changed.',
  'new-pin': 'New PIN',
  'repeat-pin': 'New PIN again',
  'set-pin-button': 'Set PIN',
  'set-pin-working': 'Protecting your token…',
  'pin-rules': 'What a PIN must be',
  'pin-rule-length': '{min, number} to {max, number} digits',
  'pin-rule-guessable': 'Not one that is easily guessed',
  'pin-rule-same': 'The same both times',
  'pin-rule-open': 'not yet',
  'pin-rule-kept': 'done',
  'pin-rule-broken': 'not so',
  'pin-not-digits': 'A PIN has digits only.',
  'pin-too-short': 'This PIN is too short. It needs at least {min, number} digits.',
  'pin-too-long': 'This PIN is too long. It may have at most {max, number} digits.',
  'pin-all-equal': 'All digits are the same. That is among the first PINs anybody tries.',
  'pin-run': 'The digits follow each other like on a dial. That is among the first PINs anybody tries.',
  'pin-repeated-pattern': 'The digits repeat or mirror themselves. That is easily guessed.',
  'pin-year': 'This looks like a date or a year. Those are easily guessed.',
  'pin-common': 'This PIN is among the most common ones.',
  'pin-entries-differ': 'The two entries are different. Type the same PIN twice.',
  'step-link': 'choose your PIN',
  'step-pin': 'finish with a one-time password',
  'step-unlock-pin': 'finish with a one-time password',

  // Closed.
  'closed-title': 'Enter your PIN',
  'pin-label': 'PIN',
  'open-button': 'Open',
  'open-working': 'Opening…',
  'forgot-pin': 'I forgot my PIN',
  'wrong-pin': 'That PIN is wrong.',
  'attempts-left-title': '{left, plural, one {One attempt is left} other {# attempts are left}}',
  'attempts-left': 'After that the token locks. A locked token is not lost: you unlock it with a code from Self-Administration.',
  'attempts-left-before':
    '{left, plural, one {One attempt is left before the token locks.} other {# attempts are left before the token locks.}}',
  'pin-shape': 'Your PIN has {min, number} to {max, number} digits. No attempt was used.',
  'closed-by-button': 'The token is closed.',
  'closed-unused': 'The token closed by itself because it was not used for a while.',
  'closed-hidden': 'The token closed by itself because its window was out of sight.',
  'closed-moved-on': 'This token was changed in another window. This is where it stands now.',
  'lock-busy': 'Another window is using this token. Wait a moment and try again; no attempt was used.',
  'slot-damaged':
    'The stored token is damaged and cannot be opened with the PIN. Choose “I forgot my PIN” to unlock it with a code from Self-Administration.',

  // Open.
  'open-title': 'Your one-time password',
  'password-label': 'One-time password',
  'password-spoken': 'One-time password: {digits}',
  'password-copy': 'Copy',
  'password-copied': 'Copied',
  'password-copy-failed': 'Copying did not work. Select the password and copy it yourself.',
  'password-valid-for': 'New password in {seconds, plural, one {# second} other {# seconds}}',
  'password-next': 'Show the next one-time password',
  'password-counter-hint': 'Each one-time password works once. Show one when a page asks for it.',
  'close-button': 'Close token',
  // For tokens that answer challenges.
  'challenge-title': 'Answer a challenge',
  'challenge-lead': 'A page that asks for this token shows a challenge. Type it here, and type the response there.',
  'challenge-label': 'Challenge',
  'challenge-hint-numeric': 'Digits, {max} at most.',
  'challenge-hint-alphanumeric': 'Letters and digits, {max} at most. Capital and small letters differ.',
  'challenge-hint-hexadecimal': 'Digits and the letters a to f, {max} at most.',
  'challenge-button': 'Show the response',
  'challenge-form-numeric': 'This is not a challenge for this token. Type the digits from the page, {max} at most. Nothing was used up.',
  'challenge-form-alphanumeric':
    'This is not a challenge for this token. Type the letters and digits from the page, {max} at most. Nothing was used up.',
  'challenge-form-hexadecimal':
    'This is not a challenge for this token. Type the digits and letters a to f from the page, {max} at most. Nothing was used up.',
  'response-label': 'Response',
  'response-spoken': 'Response: {digits}',

  'closes-soon': 'The token closes in {seconds, plural, one {# second} other {# seconds}} because it is not used.',
  'stay-open': 'Keep it open',
  'finish-activation-title': 'Nearly done',
  'finish-activation': 'Type this one-time password into the page that waits for it, to finish the activation.',
  'finish-unlock-title': 'Unlocked. One thing to finish',
  'finish-unlock': 'Type this one-time password into the page that waits for it, to finish.',
  'finish-told': 'The server has been told as well.',
  'not-persistent': 'This browser may clear the token when storage runs short. Install the app to keep it safe.',

  // Locked, and "I forgot my PIN".
  'locked-title': 'This token is locked',
  'locked-lead': 'A wrong PIN was entered {attempts, plural, one {# time} other {# times}}, so the token locked itself. Nothing is lost.',
  'locked-evicted': 'Part of the token’s storage is missing, so it locked itself. Nothing is lost: an unlock code repairs it.',
  'locked-tampered': 'The token’s storage was changed from outside, so it locked itself to be safe. An unlock code opens it again.',
  'reset-title': 'Reset your PIN',
  'reset-lead': 'Nothing has been changed or used up. Your PIN keeps working until you have set a new one.',
  'reset-back': 'Back to PIN entry',
  'what-to-do': 'What to do',
  'what-to-do-1': 'Show Self-Administration this PIN Reset Code. It proves that you have the token; it opens nothing by itself.',
  'what-to-do-2': 'There you prove who you are, and get an unlock code.',
  'what-to-do-3': 'Enter the unlock code here and choose a new PIN. This works without a network.',
  'pin-reset-code': 'PIN Reset Code',
  'unlock-link': 'Unlock',
  'unlock-link-where': 'in Self-Administration',
  'unlock-link-new-window': '(opens in a new window)',
  'qr-summary': 'Use another device',
  'qr-label': 'QR code that opens Self-Administration with this PIN Reset Code',
  'qr-caption': 'Scan it with the device you sign in with.',
  'unlock-code-title': 'Enter unlock code',
  'unlock-code-label': 'Unlock code',
  'unlock-code-hint': 'Self-Administration shows it. A typing error costs nothing.',
  'unlock-button': 'Unlock',
  'unlock-working': 'Unlocking…',
  'unlock-by-link': 'Your unlock code has arrived by link. Choose Unlock to use it.',
  'unlock-wrong-code':
    'This is not the unlock code for this lock. Check that Self-Administration shows the serial {serial}, and that you entered the PIN Reset Code shown here; then have the code shown again.',
  'unlock-wait': 'After several wrong unlock codes the next one has to wait {time}. Nothing is lost.',
  'unlock-wait-over': 'You can enter the unlock code now.',
  'code-length': 'The unlock code has {expected, number} digits; {typed, plural, =0 {none was} one {one was} other {# were}} entered.',
  'code-typo': '{count, plural, one {Group {groups} has a typing error.} other {Groups {groups} have typing errors.}} Nothing was used up.',
  'code-wrong-kind-pin-reset': 'This is a PIN Reset Code. The unlock code comes from Self-Administration.',
  'code-wrong-kind-registration': 'This is a registration code. The unlock code comes from Self-Administration.',
  'code-wrong-kind-unlock': 'This unlock code has another length than those of this token. Check the serial.',
  'code-wrong-kind-activation': 'This is an activation code. The unlock code comes from Self-Administration.',

  // Several tokens.
  'tokens-title': 'Your tokens',
  'tokens-label': 'Tokens on this device',
  'token-closed': 'Closed',
  'token-locked': 'Locked',
  'token-revoked': 'Revoked',
  'token-unreadable': 'Cannot be read',
  'token-unnamed': 'Soft token',
  'tokens-add': 'Add a token',
  'tokens-all': 'All tokens',

  // The personal vault, which has a document and a catalogue of its own.
  'personal-vault': 'My other codes',
  'personal-vault-text': 'Codes of other services, in a vault of their own.',
  'personal-vault-offer': 'Keep codes of other services here too',

  // Ends and troubles.
  'revoked-title': 'This token was revoked',
  'revoked-lead': 'Its issuer has ended it, and everything secret in it has been destroyed. It shows no one-time passwords any more.',
  'revoked-next': 'If you did not expect this, ask your administrator. To sign in again, get a new token in Self-Administration.',
  'unreadable-title': 'This token cannot be read',
  'unreadable-text':
    'What is stored here was written by another version of this app, or is damaged. Nothing has been deleted. Reload to get the newest version; if that does not help, get a new token in Self-Administration.',
  'trouble-storage-full-title': 'The device is full',
  'trouble-storage-unavailable-title': 'The app cannot reach its storage',
  'trouble-storage-full': 'The device has no room left. Free some space and try again; your token is unchanged.',
  'trouble-storage-unavailable':
    'This browser does not let the app store anything here. Private windows often forbid it: open the app in a normal window. A token that was activated before is unchanged.',
  'trouble-wasm-blocked-title': 'The app is not allowed to calculate',
  'trouble-wasm-blocked':
    'Something between the server and this browser forbids WebAssembly, which protects your PIN. No attempt was used and your token is unchanged. Try another network, or tell your administrator.',
  'trouble-unexpected-title': 'Something went wrong',
  'trouble-unexpected': 'The app stopped in the middle of its work. Your token is as it was before, or complete. Start again to see.',
  'trouble-again': 'Start again',
  'update-title': 'A new version is ready',
  'update-button': 'Update',
  'update-text': 'The token closes and opens again with the new version.',
} as const;

/** Says a sentence of the soft token. */
export const say: Messages<typeof english> = createMessages<typeof english>(english, 'en');
