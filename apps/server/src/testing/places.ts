/**
 * Every page and every form of the listeners that people use, and where each leads somebody who comes out of order. `out-of-order.routes.test.ts` holds it to be complete and true;
 * other tests ask it which forms anybody may send.
 */

/** The last door that a page lies behind (`self-administration/doors.ts`). */
export type Door = 'anyone' | 'signed-in' | 'proved';

export interface Place {
  readonly door: Door;
  /** The heading that is met by somebody who has passed the door and begun nothing. */
  readonly alone: string;
  /** The same after the password alone, where it is another. */
  readonly afterPassword?: string;
  readonly query?: string;
  /** What is sent to it. */
  readonly form?: Readonly<Record<string, string>>;
}

const anyone = (alone: string, more: Partial<Place> = {}): Place => ({ door: 'anyone', alone, ...more });
const signedIn = (alone: string, more: Partial<Place> = {}): Place => ({ door: 'signed-in', alone, ...more });
const proved = (alone: string, more: Partial<Place> = {}): Place => ({ door: 'proved', alone, ...more });

const RUN_OUT = anyone('This sign-in has run out');
/** Met where more is asked for; the session remembers for what. */
export const STRONGER = 'This needs a stronger proof';
const SECOND_FACTOR = 'This needs your soft token';
const QUESTION = { language: 'en', question0: 'first-school', own0: '', answer0: 'Ekeby' };
const FIVE_QUESTIONS = Object.fromEntries(
  [0, 1, 2, 3, 4].flatMap((place) => ['question', 'own', 'answer'].map((field) => [`${field}${String(place)}`, 'x'])),
);
const PASSKEY_MADE = { credential: '', clientData: '', attestation: '', transports: '' };
const PASSKEY_ANSWER = { credential: '', clientData: '', authenticatorData: '', signature: '', userHandle: '' };
const otp = '123456';
const code = 'nobody’s';

/** By listener and path. */
export const PAGES: Readonly<Record<string, Place>> = {
  'certificate-services /': anyone('Your organisation’s certificates, behind two doors'),
  'certificate-services /dashboard': signedIn('Dashboard'),
  'certificate-services /settings': signedIn('Settings'),
  'certificate-services /settings/account': signedIn(SECOND_FACTOR),
  'certificate-services /signed-in': anyone('This sign-in cannot be finished here'),
  'certificate-services /signed-out': anyone('You are signed out of Certificate Services'),
  'federation /': anyone('One sign-in for everything'),
  'federation /frozen': anyone('Open a frozen account'),
  'federation /frozen/open': anyone('Open a frozen account'),
  'federation /passkeys/new': anyone('No passkey was made'),
  'federation /password': anyone('Choose your new password'),
  'federation /password/contact': anyone('Nothing is asked in this browser'),
  'federation /password/forgotten': anyone('Set a new password'),
  'federation /password/sent': anyone('Set a new password'),
  'federation /password/set': anyone('Choose your new password'),
  'federation /password/waits': anyone('Choose your new password'),
  'federation /sign-in/:uid': RUN_OUT,
  'federation /sign-in/:uid/passkey': RUN_OUT,
  'federation /sign-in/:uid/password': RUN_OUT,
  'federation /sign-in/:uid/recovery-code': RUN_OUT,
  'federation /sign-in/:uid/second-factor': RUN_OUT,
  'federation /sign-in/:uid/temporary-access-code': RUN_OUT,
  'self-administration /': anyone('Repair your own access'),
  'self-administration /actions': proved('What is wrong?'),
  'self-administration /activity': proved('My activity'),
  'self-administration /activity/not-me': proved('My activity'),
  'self-administration /addresses': proved('Your e-mail addresses'),
  'self-administration /addresses/confirm': anyone('Confirm your address'),
  'self-administration /addresses/confirmed': anyone('Confirm your address'),
  'self-administration /addresses/primary': proved('Your e-mail addresses'),
  'self-administration /addresses/remove': proved('Your e-mail addresses', { query: '?position=9' }),
  'self-administration /contacts': proved(STRONGER),
  'self-administration /contacts/answer': proved(STRONGER),
  'self-administration /contacts/remove': proved(STRONGER, { query: '?contact=none-of-mine' }),
  'self-administration /invitation': anyone('Welcome to Sallyport'),
  'self-administration /not-me': anyone('Was this not you?'),
  'self-administration /not-me/frozen': anyone('Was this not you?'),
  'self-administration /passkeys': proved('Your passkeys'),
  'self-administration /passkeys/add': proved(STRONGER),
  'self-administration /passkeys/added': proved('Your passkeys'),
  'self-administration /passkeys/remove': proved('Your passkeys', { query: '?passkey=none-of-mine' }),
  'self-administration /passkeys/removed': proved('Your passkeys'),
  'self-administration /passkeys/rename': proved('Your passkeys', { query: '?passkey=none-of-mine' }),
  'self-administration /password/change': proved('Change your password'),
  'self-administration /password/changed': proved('Change your password'),
  'self-administration /prove': signedIn('No other way is set up yet', { afterPassword: 'Prove that it is you' }),
  'self-administration /prove/contact': signedIn('Ask your recovery contact'),
  'self-administration /prove/mailed-code': signedIn('Get a code by e-mail'),
  'self-administration /prove/mailed-code/answer': signedIn('Type the code from the mail'),
  'self-administration /prove/one-time-password': signedIn('Type a one-time password'),
  'self-administration /prove/passkey': signedIn('Use your passkey'),
  'self-administration /prove/questions': signedIn('Answer your questions'),
  'self-administration /prove/recovery-code': signedIn('Type a recovery code'),
  'self-administration /prove/temporary-access-code': signedIn('Type your temporary access code'),
  'self-administration /questions': proved('Your questions'),
  'self-administration /questions/add': proved('Add a question'),
  'self-administration /questions/change': proved('Your questions', { query: '?question=none-of-mine' }),
  'self-administration /questions/remove': proved('Your questions', { query: '?question=none-of-mine' }),
  'self-administration /questions/saved': proved('Your questions'),
  'self-administration /recovery-codes': proved('Recovery codes'),
  'self-administration /recovery-codes/make': proved(STRONGER),
  'self-administration /recovery-codes/new': proved(STRONGER),
  'self-administration /recovery-codes/new/file': proved(STRONGER),
  'self-administration /sessions': signedIn('Your sessions'),
  'self-administration /sessions/end': signedIn('Your sessions'),
  'self-administration /sessions/end-all': signedIn('Your sessions'),
  'self-administration /set-up': signedIn('Activate your Soft Token'),
  'self-administration /set-up/done': signedIn('Activate your Soft Token'),
  'self-administration /set-up/questions': signedIn('Activate your Soft Token'),
  'self-administration /set-up/recovery-codes': signedIn('Activate your Soft Token'),
  'self-administration /set-up/recovery-codes/new': signedIn('Activate your Soft Token'),
  'self-administration /set-up/recovery-codes/new/recovery-codes.txt': signedIn('Activate your Soft Token'),
  'self-administration /set-up/soft-token': signedIn('Activate your Soft Token'),
  'self-administration /set-up/soft-token/registration-code': signedIn('Activate your Soft Token'),
  'self-administration /signed-in': anyone('You were not signed in'),
  'self-administration /signed-out': anyone('You are signed out of Self-Administration'),
  'self-administration /soft-token/another': proved('A soft token on another device'),
  'self-administration /soft-token/another/done': proved('A soft token on another device'),
  'self-administration /soft-token/another/registration-code': proved('A soft token on another device'),
  'self-administration /soft-token/clock': proved('Is the clock of your device off?'),
  'self-administration /soft-token/devices': proved('Your soft tokens'),
  'self-administration /soft-token/devices/revoke': proved('Your soft tokens', { query: '?token=none-of-mine' }),
  'self-administration /soft-token/devices/revoked': proved('Your soft tokens'),
  'self-administration /soft-token/misplaced': proved(STRONGER),
  'self-administration /soft-token/misplaced/code': signedIn('Your temporary access code'),
  'self-administration /soft-token/reactivate': proved('Bring your Soft Token back into service'),
  'self-administration /soft-token/unlock': proved('Unlock your Soft Token?'),
  'self-administration /soft-token/unlock/done': proved('Enter the PIN Reset Code'),
  'self-administration /soft-token/unlock/pin-reset-code': proved('Enter the PIN Reset Code'),
  'self-administration /soft-token/unlock/unlock-code': proved('Enter the PIN Reset Code'),
  'self-administration /support': anyone('Talk to support'),
  'self-administration /unlock': anyone('Unlock your Soft Token'),
  'self-administration /vouching': proved(STRONGER),
  'self-administration /vouching/answer': proved(STRONGER, { query: '?asked=none-of-mine' }),
  'self-administration /vouching/refused': proved(STRONGER),
  'self-administration /vouching/vouched': proved(STRONGER),
  'self-administration /waiting': signedIn('What waits'),
  'self-administration /waiting/ask': proved(STRONGER, { query: '?for=temporary-access' }),
  'self-administration /waiting/stop': anyone('Stop what was asked for?'),
  'self-administration /waiting/stop-mine': signedIn('What waits'),
  'self-administration /waiting/stopped': anyone('Stop what was asked for?'),
  'self-administration /ways-back': signedIn('Your ways back'),
};

export const FORMS: Readonly<Record<string, Place>> = {
  'federation /frozen': anyone('Open a frozen account', { form: { userName: 'nobody', password: 'no password', otp } }),
  'federation /password': anyone('Choose your new password', { form: { code, password: 'seven geese over a hill' } }),
  'federation /password/contact': anyone('Choose your new password', { form: { code } }),
  'federation /password/forgotten': anyone('Look at your mail', { form: { userName: 'nobody' } }),
  'federation /sign-in/:uid/other-person': RUN_OUT,
  'federation /passkeys/new': anyone('No passkey was made', { form: PASSKEY_MADE }),
  'federation /sign-in/:uid/passkey': { ...RUN_OUT, form: PASSKEY_ANSWER },
  'federation /sign-in/:uid/password': { ...RUN_OUT, form: { userName: 'nobody', password: 'no password' } },
  'federation /sign-in/:uid/recovery-code': { ...RUN_OUT, form: { code } },
  'federation /sign-in/:uid/second-factor': { ...RUN_OUT, form: { otp } },
  'federation /sign-in/:uid/temporary-access-code': { ...RUN_OUT, form: { code } },
  'federation /sign-in/:uid/turn-back': RUN_OUT,
  'self-administration /activity/not-me': proved('Freeze your account?', { form: { at: '1' } }),
  'self-administration /addresses': proved('Type a one-time password', { form: { address: 'eve@evil.example' } }),
  'self-administration /addresses/confirm': anyone('Confirm your address', { form: { code } }),
  'self-administration /addresses/primary': proved('Type a one-time password', { form: { address: 'eve@evil.example' } }),
  'self-administration /addresses/remove': proved('Type a one-time password', { form: { address: 'eve@evil.example' } }),
  'self-administration /contacts': proved(STRONGER, { form: { contact: 'bo' } }),
  'self-administration /contacts/answer': proved(STRONGER, { form: { contact: 'none-of-mine', answer: 'agree' } }),
  'self-administration /contacts/remove': proved(STRONGER, { form: { contact: 'none-of-mine' } }),
  'self-administration /invitation': anyone('Welcome to Sallyport', { form: { code } }),
  'self-administration /invitation/password': anyone('Welcome to Sallyport', { form: { code, userName: 'x', password: 'seven geese' } }),
  'self-administration /not-me': anyone('Was this not you?', { form: { code } }),
  'self-administration /passkeys/add': proved(STRONGER, { form: { name: 'x' } }),
  'self-administration /passkeys/remove': proved('Your passkeys', { form: { passkey: 'none-of-mine' } }),
  'self-administration /passkeys/rename': proved('Your passkeys', { form: { passkey: 'none-of-mine', name: 'x' } }),
  'self-administration /password/change': proved('Change your password', {
    form: { current: 'wrong', password: 'seven geese over a hill' },
  }),
  'self-administration /prove/contact/accept': signedIn('Ask your recovery contact'),
  'self-administration /prove/contact/ask': signedIn('Ask your recovery contact', { form: { contact: 'none-of-mine' } }),
  'self-administration /prove/mailed-code/answer': signedIn('Type the code from the mail', { form: { code: '12345678' } }),
  'self-administration /prove/mailed-code/send': signedIn('Type the code from the mail'),
  'self-administration /prove/one-time-password': signedIn('Type a one-time password', { form: { otp } }),
  'self-administration /prove/questions': signedIn('Answer your questions', { form: { answer0: 'x', answer1: 'y' } }),
  'self-administration /prove/recovery-code': signedIn('Type a recovery code', { form: { code } }),
  'self-administration /prove/temporary-access-code': signedIn('Type your temporary access code', { form: { code } }),
  'self-administration /questions/add': proved('Add a question', { form: QUESTION }),
  'self-administration /questions/change': proved('Your questions', { form: { ...QUESTION, ref: 'none-of-mine', presentAnswer: 'x' } }),
  'self-administration /questions/remove': proved('Your questions', { form: { ref: 'none-of-mine', presentAnswer: 'x' } }),
  'self-administration /recovery-codes/make': proved(STRONGER),
  'self-administration /recovery-codes/new/saved': proved(STRONGER),
  'self-administration /sessions/end': signedIn('Your sessions', { form: { session: 'none-of-mine' } }),
  'self-administration /set-up/questions': signedIn('Activate your Soft Token', { form: { language: 'en', ...FIVE_QUESTIONS } }),
  'self-administration /set-up/recovery-codes': signedIn('Activate your Soft Token'),
  'self-administration /set-up/recovery-codes/saved': signedIn('Activate your Soft Token'),
  'self-administration /set-up/soft-token': signedIn('Activate your Soft Token', { form: { otp } }),
  'self-administration /set-up/soft-token/new-link': signedIn('Activate your Soft Token'),
  'self-administration /set-up/soft-token/registration-code': signedIn('Activate your Soft Token', { form: { registrationCode: 'x' } }),
  'self-administration /soft-token/another': proved('A soft token on another device', { form: { otp } }),
  'self-administration /soft-token/another/new-link': proved(STRONGER),
  'self-administration /soft-token/another/registration-code': proved('A soft token on another device', {
    form: { registrationCode: 'x' },
  }),
  'self-administration /soft-token/clock': proved('Is the clock of your device off?', { form: { otp: 'x' } }),
  'self-administration /soft-token/devices/revoke': proved('Revoke this token?', { form: { token: 'none-of-mine' } }),
  'self-administration /soft-token/misplaced': proved(STRONGER, { form: { token: 'none-of-mine' } }),
  'self-administration /soft-token/misplaced/code/noted': proved('What is wrong?'),
  'self-administration /soft-token/reactivate': proved('Bring your Soft Token back into service', { form: { otp } }),
  'self-administration /soft-token/unlock': proved('Enter the PIN Reset Code'),
  'self-administration /soft-token/unlock/pin-reset-code': proved('Enter the PIN Reset Code', { form: { code } }),
  'self-administration /soft-token/unlock/unlock-code': proved('Enter the PIN Reset Code', { form: { otp } }),
  'self-administration /unlock': anyone('Unlock your Soft Token', { form: { code, serial: '' } }),
  'self-administration /vouching/answer': proved(STRONGER, { form: { asked: 'none-of-mine', code: '123456', answer: 'vouch' } }),
  'self-administration /waiting': signedIn('What waits', { form: { delay: 'none-of-mine' } }),
  'self-administration /waiting/ask': proved(STRONGER, { form: { for: 'temporary-access' } }),
  'self-administration /waiting/stop': anyone('Stop what was asked for?', { form: { code } }),
  'self-administration /waiting/stop-mine': signedIn('What waits', { form: { delay: 'none-of-mine' } }),
};
