import type { AskedThere, ProofWay } from '@sallyport/identity';

const ways = {
  'takesWay.soft-token-otp': 'a one-time password',
  'takesWay.passkey': 'a passkey',
  'takesWay.recovery-code': 'a recovery code',
  'takesWay.temporary-access-code': 'a temporary access code',
  'takesWay.questions': 'your answers',
  'takesWay.mailed-code': 'a code by e-mail',
  'takesWay.recovery-contact': 'the word of your recovery contact',
} as const satisfies Readonly<Record<`takesWay.${ProofWay}`, string>>;

const asked = {
  'takesAsked.pin-reset-code': 'You are asked for the PIN Reset Code that the token shows.',
  'takesAsked.one-time-password': 'You are asked for a one-time password of the token.',
  'takesAsked.present-password': 'You are asked for your present password.',
  'takesAsked.present-answer': 'You are asked for the present answer to what you change.',
} as const satisfies Readonly<Record<`takesAsked.${AskedThere}`, string>>;

/** What each action takes, said before it is begun. Which sentence it is, the rules of the identity room decide. */
export const whatItTakesMessages = {
  ...ways,
  ...asked,
  takesGiven: 'What you have proved suffices.',
  takesMissing: 'Takes one proof more: {ways}.',
  takesSignIn: 'Takes a new sign-in, and one proof more: {ways}.',
  takesNothing: 'Takes a proof that you have not set up. Support can help.',
  takesNotSetUp: 'Takes a proof that you have not set up: {ways}. Support can help.',
  takesWait:
    'What you have proved suffices after a wait of {hours, plural, one {# hour} other {# hours}}. Every address of yours is told, and each can stop it.',
  takesAtOnce: 'At once with {ways}.',
  takesTitle: 'What this takes',
  takesGiveIt: 'Give it now',
} as const;
