import { createMessages, type Messages } from '@sallyport/ui';

/** The sentences of pages and parts that are seldom wanted: change of PIN, settings, challenges, the order of tokens, ends and troubles. They come with those. */
export const asideEnglish = {
  'change-pin-title': 'Change your PIN',
  'change-pin-lead': 'Type the new PIN twice. The PIN you have now keeps working until the new one is set.',
  'change-pin-not-done': 'The PIN was not changed: this device did not confirm it. The PIN you have now still opens the token.',
  'settings-title': 'Settings of this device',
  'settings-lead': 'They hold for all tokens here, and for your other codes. Each change is kept at once.',
  'settings-idle': 'Close by itself when unused for',
  'settings-idle-hint': 'Half a minute before, it says so.',
  'settings-minutes': '{minutes, plural, one {# minute} other {# minutes}}',
  'settings-hidden': 'When the window is out of sight',
  'settings-hidden-close': 'Close soon',
  'settings-hidden-close-hint': 'After 45 seconds: long enough to paste a one-time password elsewhere.',
  'settings-hidden-stay': 'Stay open',
  'settings-hidden-stay-hint': 'Only for as long as chosen above.',
  'settings-codes': 'One-time passwords',
  'settings-codes-shown': 'Shown',
  'settings-codes-hidden': 'Hidden',
  'settings-codes-hidden-hint': 'For when others can see your screen: revealed by a button, one at a time. Copying works without.',
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
  'removed-title': 'A token was removed by the browser',
  'removed-text':
    'Token {serial} is no longer here: the browser cleared its storage. Your account is safe. Sign in to Self-Administration, ask for a new activation link, and activate again.',
  'removed-understood': 'Understood',
  'arrange-pin': 'Pin on top',
  'arrange-unpin': 'Unpin',
  'arrange-up': 'Move up',
  'arrange-down': 'Move down',
  'arrange-by-name': 'Arrange all by name',
  'revoked-title': 'This token was revoked',
  'revoked-lead': 'Its issuer has ended it, and everything secret in it has been destroyed. It shows no one-time passwords any more.',
  'revoked-next': 'If you did not expect this, ask your administrator. To sign in again, get a new token in Self-Administration.',
  'unreadable-title': 'This token cannot be read',
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
  'trouble-part-missing-title': 'A part of the app is missing',
  'trouble-part-missing':
    'It could not be loaded. Your token is unchanged, and no attempt was used. Check the network and start again: after that it is there without a network too.',
  'trouble-again': 'Start again',
  'tokens-search': 'Search tokens',
  'tokens-found': '{count, plural, =0 {No token found.} one {One token found.} other {# tokens found.}}',
  'update-title': 'A new version is ready',
  'update-button': 'Update',
  'update-text': 'The token closes and opens again with the new version.',
} as const;

export const sayAside: Messages<typeof asideEnglish> = createMessages<typeof asideEnglish>(asideEnglish, 'en');
