import { frozenMessages } from './frozen/frozen.messages.ts';
import { passkeyMessages } from './passkeys/passkeys.messages.ts';

/** Every sentence of the Federation's pages (ICU MessageFormat). */
export const federationMessages = {
  ...frozenMessages,
  ...passkeyMessages,
  part: 'Federation',
  homeTitle: 'One sign-in for everything',
  homeLead:
    'The Federation asks who you are, once, for every application of your organisation: first a password, then something only you have.',
  homeApplications: 'Where to go from here',
  certificateServicesHint: 'Your organisation’s TLS certificates',
  selfAdministrationHint: 'Repair your own access: unlock a locked token, finish setting up your account',

  passwordTitle: 'Sign in',
  passwordFor: 'to go on to {application}',
  passwordFreshLead: 'Please give your password again. {application} asks for it every time, because it can change how you sign in.',
  userName: 'User name',
  password: 'Password',
  passwordContinue: 'Continue',
  passwordForgotten: 'I’ve forgotten my password',
  firstDoor: 'First door: your password',
  secondDoor: 'Second door: your soft token',

  secondFactorTitle: 'Confirm it is you',
  secondFactorLead: 'Open your Soft Token, enter your PIN there, and type the one-time password it shows.',
  oneTimePassword: 'One-time password',
  oneTimePasswordHint: 'From your Soft Token. It changes every half minute.',
  secondFactorContinue: 'Continue',
  secondFactorOtherLead: 'Your soft token is not ready for this. Choose another of your ways.',
  otherWays: 'Other ways',
  otherWay: 'Use another way',
  temporaryAccessWay: 'Temporary access code',
  temporaryAccessWayHint: 'The one that was shown or told to you',
  temporaryAccessTitle: 'Type your temporary access code',
  temporaryAccessLead: 'The newest one that was shown to you in Self-Administration or told to you by support.',
  recoveryCodeWay: 'Recovery code',
  recoveryCodeWayHint: 'One of the ten codes you saved',
  recoveryCodeTitle: 'Type a recovery code',
  recoveryCodeLead: 'Take any code from your newest list that you have not used yet, and strike it out: it works once.',
  misplacedToken: 'I have misplaced my token',
  misplacedTokenHint: 'Locked, left at home, lost or broken',
  noTokenTitle: 'This needs your soft token',
  noTokenLead: 'What you asked for needs a second proof, and no soft token of yours is ready for that yet.',
  noTokenAction: 'Go to Self-Administration',
  signedInAs: 'Signed in as {name}',
  otherPerson: 'Not you? Sign in as somebody else',
  turnBack: 'Go back without signing in',

  forgottenTitle: 'Set a new password',
  forgottenLead: 'Tell us your user name. If there is an account, we mail a link to its addresses; the link is good for half an hour.',
  forgottenSend: 'Send the link',
  forgottenSentTitle: 'Look at your mail',
  forgottenSentLead:
    'If there is an account of that name, a link is on its way to its addresses. It is good for half an hour and works once.',
  forgottenSentAgain: 'Nothing after a few minutes? Look where unwanted mail goes, or ask again.',
  forgottenAgain: 'Ask again',
  resetTitle: 'Choose your new password',
  resetLead:
    'At least {minLength, number} characters; a few words in a row are easy to remember. You will still need your second factor when you sign in.',
  resetCode: 'Code from the mail',
  resetCodeHint: 'The link fills this in. Otherwise copy it from the end of the link, after “#r=”.',
  newPassword: 'New password',
  resetSave: 'Set the new password',
  resetBesideLead:
    'At least {minLength, number} characters. Here the mail alone does not suffice: give one more proof beside it. The new password then takes effect after {hours, plural, one {# hour} other {# hours}}, unless somebody at one of your addresses stops it.',
  resetBesideWay: 'What you give beside the mail',
  'resetBeside.recovery-code': 'A recovery code',
  'resetBeside.soft-token-otp': 'A one-time password',
  'resetBeside.temporary-access-code': 'A temporary access code',
  'resetBeside.recovery-contact': 'My recovery contact has vouched, in this browser',
  resetBesideCode: 'The code',
  resetBesideCodeHint: 'Leave it empty if your recovery contact has vouched.',
  resetAsk: 'Ask for the new password',
  resetContactAsk: 'Ask my recovery contact',
  resetWaitsTitle: 'Your new password waits',
  resetWaitsLead:
    'It takes effect by itself when the time has passed, unless somebody stops it. Every address of yours was told when that is; you get a message then. Until then the old password stays.',
  resetContactChoose: 'Whom can you reach now?',
  resetContactChooseLead: 'They get a message that you need them, and are told to speak with you.',
  resetContactAskOne: 'Ask {name}',
  resetContactNone: 'No contact of yours can answer now',
  resetContactNoneText: 'Nobody has agreed, or they cannot sign in at present. Use another way, or call support.',
  resetContactAsked: 'Speak with {name}',
  resetContactAskedLead: 'Call them, or go and see them, and tell them this code. They type it where the message leads them.',
  resetContactCode: 'Code for {name}',
  resetContactThen:
    'When they have answered, ask for a new link here, open it in this browser, and choose “My recovery contact has vouched”. This is good until',
  resetContactVouched: '{name} has vouched for you',
  resetContactVouchedLead: 'Ask for a new link now, open it in this browser, and choose “My recovery contact has vouched”. It counts once.',
  resetContactNothing: 'Nothing is asked in this browser',
  resetContactNothingLead: 'What was asked is over, or was asked in another browser.',
  resetDoneTitle: 'Your new password is set',
  resetDoneLead: 'Every session of your account was ended, and every address of yours was told. Sign in with the new password.',

  expiredTitle: 'This sign-in has run out',
  expiredLead:
    'It was finished already, waited too long, or began in another browser. Nothing is lost: start again from the application you came from.',

  signOutTitle: 'Sign out',
  signOutLead: 'This ends your sign-in at the Federation in this browser, for every application that uses it.',
  signOutConfirm: 'Sign out everywhere in this browser',
  signOutStay: 'Stay signed in',
  signedOutTitle: 'You are signed out',
  signedOutLead: 'Close the browser too if others use this computer.',

  faultTitle: 'That did not work',
  faultRequest:
    'The application that sent you here asked in a way we cannot follow ({reason}). Go back to it and start again; if it happens again, tell the people who run it.',
} as const;

export type FederationCatalogue = typeof federationMessages;
