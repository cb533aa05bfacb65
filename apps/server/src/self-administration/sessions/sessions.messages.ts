/** Every sentence of the list of sessions. */
export const sessionsMessages = {
  sessionsTitle: 'Your sessions',
  sessionsLead:
    'Every browser in which you are signed in. End what you do not know or no longer use: it must sign in again in every application.',
  sessionsDevice: 'Browser',
  sessionsNetwork: 'Began from',
  sessionsStarted: 'Signed in since',
  sessionsSeen: 'Last used to sign in',
  sessionsEndTitle: 'End',
  sessionsDeviceBoth: '{browser} on {system}',
  sessionsDeviceBrowser: '{browser}',
  sessionsDeviceSystem: 'A browser on {system}',
  sessionsDeviceNone: 'An unknown browser',
  sessionsThis: 'this browser',
  sessionsNetworkUnknown: 'unknown',
  sessionsEnd: 'End this session',
  sessionsEndOf: 'of {device}, signed in since {since}',
  sessionsNone: 'No session to show',
  sessionsNoneText: 'You are signed in here only. Each browser in which you sign in stands here.',
  sessionsEverywhereTitle: 'Sign out everywhere',
  sessionsEverywhereText:
    'Ends every session in every application, this one too, and those that are not shown here. Your password and your soft token stay as they are. Every address of yours is told.',
  sessionsEverywhere: 'Sign out everywhere',
  sessionsNotMeTitle: 'Somebody else was signed in?',
  sessionsNotMe: 'Ending their session does not take your password from them. Change it, and see under “My activity” what else they did.',
  sessionsGone: 'This session is over already.',
} as const;
