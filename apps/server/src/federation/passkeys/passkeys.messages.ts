/** Every sentence about passkeys at the Federation, which is where devices are asked. */
export const passkeyMessages = {
  passkeySignInWay: 'Sign in with a passkey',
  passkeySignInWayHint: 'Without user name and password',
  passkeySignInTitle: 'Sign in with your passkey',
  passkeySignInLead: 'Your device asks for its PIN, your fingerprint or your face. That opens both doors at once.',
  passkeyUsePassword: 'Use user name and password',
  passkeyWay: 'Passkey',
  passkeyWayHint: 'On this device, on your phone, or on a security key',
  passkeyTitle: 'Use your passkey',
  passkeyLead: 'Your device, or the security key you plug in, asks you to confirm that it is you.',
  passkeyUse: 'Use my passkey',
  passkeyNeedsScript:
    'JavaScript is off in this browser. A passkey needs it, because only a script can ask your device; everything else here works without.',
  passkeyAsking: 'Your device is asking you now.',
  passkeyUnconfirmed: 'Your device did not confirm. Try again, or use another way.',
  passkeyUnavailable: 'This browser cannot use passkeys at this address. Use another way, or another browser.',

  passkeyMakeTitle: 'Make your passkey',
  passkeyMakeLead:
    'Your device makes a key for this account and keeps it. Nobody can read it, and it works at this address alone, so no copied page can ask for it.',
  passkeyMakeFor: 'Account',
  passkeyMakeName: 'Name of the passkey',
  passkeyMake: 'Make the passkey',
  passkeyMakeNot: 'Go back without making one',
  passkeyMakeKnown: 'This device has a passkey for your account already. Choose another device, or go back.',
  passkeyMakeOverTitle: 'No passkey was made',
  passkeyMakeOverLead: 'Nothing waits here to be made, or it has waited longer than ten minutes. Begin again in Self-Administration.',
  passkeyMakeAgain: 'To my passkeys',

  passkeyRehearseTitle: 'Rehearse with your passkey',
  passkeyRehearseCaption: 'Rehearsal: nothing is changed',
  passkeyRehearseLead: 'Use a passkey on a device that you would still have. It is checked, and signs you in nowhere.',
  passkeyRehearse: 'See whether it works',
  passkeyRehearseNot: 'Go back to the rehearsal',
  passkeyRehearseOverTitle: 'No rehearsal is under way',
  passkeyRehearseOverLead:
    'Nothing is rehearsed in this browser, or it was begun more than an hour ago. Begin again in Self-Administration.',
  passkeyRehearseAgain: 'To the rehearsal',
} as const;
