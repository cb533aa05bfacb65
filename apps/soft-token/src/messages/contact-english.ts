import { createMessages, type Messages } from '@sallyport/ui';

/** What a token says about its clock, its server and its end. */
export const contactEnglish = {
  'span-seconds': '{count, plural, one {# second} other {# seconds}}',
  'span-minutes': '{count, plural, one {# minute} other {# minutes}}',
  'span-hours': '{count, plural, one {# hour} other {# hours}}',
  'span-days': '{count, plural, one {# day} other {# days}}',
  'span-years': '{count, plural, one {# year} other {# years}}',

  'clock-behind': 'This device’s clock is {time} behind; the codes are right all the same.',
  'clock-ahead': 'This device’s clock is {time} ahead; the codes are right all the same.',
  'clock-set-back':
    'This device’s clock stands {time} before the last contact with the server. Set it right, or go online: until then the codes may be refused. Nothing is lost.',
  'clock-silent':
    'This token has not heard from its server for {days, plural, one {# day} other {# days}}. Codes depend on the time: compare it with a clock you trust.',
  'clock-never': 'This token has never compared its clock with its server’s. Codes depend on the time: compare it with a clock you trust.',
  'clock-now': 'This device’s time: {now}',
  'clock-question-title': 'Which clock is right?',
  'clock-question-behind': 'The server’s clock is {time} ahead of this device’s.',
  'clock-question-ahead': 'The server’s clock is {time} behind this device’s.',
  'clock-question-facts': 'This device says {device}. The server says {server}.',
  'clock-question':
    'Follow the server only if this device’s date or time is wrong. Codes for another time would be refused now, and could be used by others later. Nothing is lost either way.',
  'clock-follow': 'Follow the server’s clock',
  'clock-keep': 'Keep this device’s clock',

  'unknown-keys-title': 'The server does not know this copy of your token',
  'unknown-keys':
    'Its keys have been renewed since this copy was made, or the token was set up anew elsewhere. Its one-time passwords will be refused. Sign in to Self-Administration to activate a new token.',

  'remove-title': 'Remove this token?',
  'remove-lead': 'Everything of token {serial} is destroyed on this device. This cannot be undone, and no unlock code brings it back.',
  'remove-told': 'Your account is told as soon as there is a network, so that the token signs in nowhere any more.',
  'remove-next': 'To use a soft token again you will need a new activation link from Self-Administration.',
  'remove-yes': 'Yes, remove {serial}',
  'remove-working': 'Removing…',
  'remove-no': 'No, keep it',
  'remove-busy': 'Another window is using this token. Wait a moment and try again; nothing has been removed.',
  'removed-title': 'The token was removed',
  'removed-text': 'Nothing of token {serial} is left on this device.',
  'removed-go-on': 'Continue',
} as const;

export const sayOfContact: Messages<typeof contactEnglish> = createMessages<typeof contactEnglish>(contactEnglish, 'en');
