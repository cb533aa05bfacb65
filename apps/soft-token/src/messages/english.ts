import { createMessages, type Messages } from '@sallyport/ui';

/** What the first screen, the PIN, the codes, the lock and the unlock say; other pages bring their own sentences. Typographic apostrophes: a straight one has a meaning in ICU MessageFormat. */
export const english = {
  part: 'Soft Token',
  'document-title': '{screen} · Soft Token',
  serial: 'Serial',
  issuer: 'Issued by',
  'issued-for': 'For',
  back: 'Back',
  cancel: 'Cancel',
  'one-moment': 'One moment…',

  // A new PIN.
  'must-set-pin-title': 'Choose a new PIN',
  'must-set-pin-lead': 'The unlock code is right. The token opens once it has a new PIN; until then nothing has changed.',
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
  'pin-too-long': 'This PIN is too long. It has at most {max, number} digits.',
  'pin-all-equal': 'All digits are the same. That is among the first PINs anybody tries.',
  'pin-run': 'The digits follow each other. That is among the first PINs anybody tries.',
  'pin-repeated-pattern': 'The digits repeat or mirror themselves. That is easily guessed.',
  'pin-year': 'This looks like a date or a year. That is easily guessed.',
  'pin-common': 'This PIN is among the most common ones.',
  'pin-entries-differ': 'The two entries are different. Type the same PIN twice.',
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
  'closed-unused': 'The token closed by itself: it was not used.',
  'closed-hidden': 'The token closed by itself: its window was out of sight.',
  'closed-moved-on': 'This token was changed in another window.',
  'lock-busy': 'Another window is using this token. Wait a moment and try again; no attempt was used.',
  'pin-and-device': 'After your PIN this device asks for its fingerprint, face or screen lock.',
  'slot-damaged':
    'The stored token is damaged and cannot be opened with the PIN. Choose “I forgot my PIN” to unlock it with a code from Self-Administration.',

  // Open.
  'open-title': 'Your one-time password',
  'password-label': 'One-time password',
  'password-spoken': 'One-time password: {digits}',
  'password-copy': 'Copy',
  'password-copied': 'Copied',
  'password-copy-failed': 'Copying failed. Select the password and copy it.',
  'password-valid-for': 'New password in {seconds, plural, one {# second} other {# seconds}}',
  'password-next': 'Show the next one-time password',
  'password-hidden': 'The one-time password is hidden.',
  'password-reveal': 'Reveal',
  'password-hide': 'Hide',
  'password-show-following': 'Show the one after',
  'password-following': 'After this:',
  'password-counter-hint': 'Each one-time password works once. Show one when a page asks for it.',
  'device-protection': 'Device protection',
  'close-button': 'Close token',
  'failed-title': '{count, plural, one {One failed attempt} other {# failed attempts}} since you last opened it',
  'failed-pins': '{count, plural, one {A wrong PIN was entered once.} other {Wrong PINs were entered # times.}}',
  'failed-unlock-codes': '{count, plural, one {A wrong unlock code was entered once.} other {Wrong unlock codes were entered # times.}}',
  'failed-what-to-do': 'If that was not you, somebody has had this device in hand: change your PIN now, and tell your administrator.',

  // Another PIN, while it is open.
  'change-pin-open': 'Change PIN',

  // What this device does with an open token.
  'settings-open': 'Settings',
  'remove-link': 'Remove this token',

  // For tokens that answer challenges.
  'challenge-title': 'Answer a challenge',

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
  'locked-tampered': 'The token’s storage was changed from outside, so it locked itself. An unlock code opens it.',
  'reset-title': 'Reset your PIN',
  'reset-lead': 'Nothing has been changed or used up. Your PIN keeps working until you have set a new one.',
  'reset-back': 'Back to PIN entry',
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
    'This is not the unlock code for this lock. Check that Self-Administration shows the serial {serial}, and that you entered there the PIN Reset Code shown here.',
  'unlock-wait': 'After several wrong unlock codes the next has to wait {time}. Nothing is lost.',
  'unlock-wait-over': 'You can enter the unlock code now.',
  'code-length': 'The unlock code has {expected, number} digits; {typed, plural, =0 {none was} one {one was} other {# were}} entered.',
  'code-typo': '{count, plural, one {Group {groups} has a typing error.} other {Groups {groups} have typing errors.}} Nothing was used up.',
  'code-wrong-kind-pin-reset': 'This is a PIN Reset Code. The unlock code comes from Self-Administration.',
  'code-wrong-kind-registration': 'This is a registration code. The unlock code comes from Self-Administration.',
  'code-wrong-kind-unlock': 'This unlock code has another length than those of this token. Check the serial.',
  'code-wrong-kind-activation': 'This is an activation code. The unlock code comes from Self-Administration.',
  'code-wrong-kind-recovery': 'This is a recovery code. The unlock code comes from Self-Administration.',
  'code-wrong-kind-temporary-access': 'This is a temporary access code. The unlock code comes from Self-Administration.',

  // Several tokens.
  'tokens-title': 'Your tokens',
  'tokens-label': 'Tokens on this device',
  'token-closed': 'Closed',
  'token-locked': 'Locked',
  'token-revoked': 'Revoked',
  'token-unreadable': 'Cannot be read',
  'token-unnamed': 'Soft token',
  'token-pinned': 'Pinned',
  'arrange-title': 'Arrange tokens',
  'tokens-add': 'Add a token',
  'tokens-all': 'All tokens',

  // The personal vault, which has a document and a catalogue of its own.
  'personal-vault': 'My other codes',
  'personal-vault-text': 'Codes of other services.',
  'personal-vault-offer': 'Keep codes of other services here too',

  // Ends and troubles, and a new version.
  'unreadable-text':
    'What is stored here was written by another version of this app, or is damaged. Nothing was deleted. Reload; if that does not help, get a new one in Self-Administration.',
  'part-missing': 'This part of the app could not be loaded. Check the network and try again.',
  'part-again': 'Try again',
  'part-start-again': 'Start again',
} as const;

/** Says a sentence of the soft token. */
export const say: Messages<typeof english> = createMessages<typeof english>(english, 'en');
