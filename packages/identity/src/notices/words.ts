import type { Instant } from '@sallyport/platform';
import type { SupportContact } from '../policy.ts';
import type { DelayKind } from '../delays/rules.ts';
import type { NoticeSubject } from './notice.ts';

/** The English words of every mail. Another language is another file with the same exports. */

export interface NoticeWords {
  readonly subject: string;
  /** Given the serial, the address, the name or what waits: whatever it is about. */
  readonly happened: (detail: string) => string;
}

export const NOTICE_WORDS: Readonly<Record<NoticeSubject, NoticeWords>> = {
  'account-set-up': {
    subject: 'Your account has a password now',
    happened: () => 'Your invitation was used and a password was set for your account.',
  },
  'password-changed': {
    subject: 'Your password was changed',
    happened: () => 'The password of your account was changed. Every other session was signed out.',
  },
  'password-reset': {
    subject: 'Your password was reset',
    happened: () => 'A new password was set for your account with the link from an e-mail. Every session was signed out.',
  },
  'questions-registered': {
    subject: 'Your questions were registered',
    happened: () => 'The questions and answers for the question & answer challenge of your account were registered.',
  },
  'questions-replaced': {
    subject: 'Your questions were changed',
    happened: () => 'The questions and answers for the question & answer challenge of your account were replaced.',
  },
  'recovery-codes-made': {
    subject: 'Recovery codes were made for your account',
    happened: () => 'Ten recovery codes were made for your account. Each of them can stand in for your soft token, once.',
  },
  'recovery-codes-replaced': {
    subject: 'Your recovery codes were replaced',
    happened: () => 'Ten new recovery codes were made for your account. All earlier ones are void.',
  },
  'recovery-code-used': {
    subject: 'One of your recovery codes was used',
    happened: () => 'One of your recovery codes was used as a second factor. It is spent; Self-Administration shows how many are left.',
  },
  'recovery-code-rehearsed': {
    subject: 'Rehearsal: one of your recovery codes was tried',
    happened: () =>
      'In a rehearsal somebody typed one of your recovery codes. It is right, and it still works: nothing was used up and nothing was changed.',
  },
  'question-added': {
    subject: 'A question was added to your account',
    happened: () => 'A question with its answer was added to the question & answer challenge of your account.',
  },
  'question-changed': {
    subject: 'A question of your account was changed',
    happened: () => 'A question of the question & answer challenge of your account was changed, or its answer was.',
  },
  'question-removed': {
    subject: 'A question of your account was removed',
    happened: () => 'A question was removed from the question & answer challenge of your account.',
  },
  'temporary-access-issued': {
    subject: 'A temporary access code was issued for your account',
    happened: () =>
      'An administrator issued a temporary access code for your account. For a bounded time it can stand in for your soft token.',
  },
  'token-misplaced': {
    subject: 'Your soft token was reported as misplaced',
    happened: (serial) =>
      `Soft token ${serial} was reported as misplaced, and a temporary access code was shown that can stand in for it for a bounded time. When you find the token, sign in with it once: that ends the temporary access.`,
  },
  'token-found': {
    subject: 'Your misplaced soft token is back in service',
    happened: (serial) =>
      `Soft token ${serial}, which was reported as misplaced, was used again. The temporary access that stood in for it has ended.`,
  },
  'signed-out-everywhere': {
    subject: 'You were signed out everywhere',
    happened: () => 'Every session of your account was ended in Self-Administration. To go on, sign in again wherever you need it.',
  },
  'token-activated': {
    subject: 'A soft token was activated',
    happened: (serial) => `Soft token ${serial} was activated. It can now sign in to your account.`,
  },
  'unlock-code-issued': {
    subject: 'An unlock code was issued for your soft token',
    happened: (serial) =>
      `An unlock code was shown for soft token ${serial}. Until the unlock is confirmed with a one-time password, this token cannot sign in.`,
  },
  'unlock-confirmed': {
    subject: 'Your soft token was unlocked',
    happened: (serial) => `Soft token ${serial} was unlocked and has a new PIN. It can sign in again.`,
  },
  'unlock-not-confirmed': {
    subject: 'Your soft token was suspended',
    happened: (serial) =>
      `The unlock of soft token ${serial} was not confirmed in time, so the token was suspended. To use it again, sign in to Self-Administration and enter a one-time password from the app.`,
  },
  'token-copied': {
    subject: 'Your soft token was suspended',
    happened: (serial) =>
      `Two different PIN Reset Codes were shown for one lock of soft token ${serial}. There may be a copy of it, so it was suspended. Only an administrator can help from here.`,
  },
  'token-revoked': {
    subject: 'Your soft token was revoked',
    happened: (serial) => `Soft token ${serial} was revoked. It can no longer sign in.`,
  },
  'token-removed': {
    subject: 'Your soft token was removed from its device',
    happened: (serial) => `Soft token ${serial} was removed in the app on its device. It can no longer sign in.`,
  },
  'token-keys-renewed': {
    subject: 'The keys of your soft token were renewed',
    happened: (serial) =>
      `Soft token ${serial} has agreed on new keys with us. It does so by itself after an unlock and from time to time, right after you have entered your PIN. A copy of the token from before can no longer sign in.`,
  },
  'token-reactivated': {
    subject: 'Your soft token can be used again',
    happened: (serial) => `Soft token ${serial} was suspended and is active again.`,
  },
  'passkey-added': {
    subject: 'A passkey was added to your account',
    happened: (name) => `A passkey with the name “${name}” was added. It can now sign in to your account.`,
  },
  'passkey-renamed': {
    subject: 'A passkey of your account has a new name',
    happened: (name) => `A passkey of your account was renamed. It is called “${name}” now.`,
  },
  'passkey-removed': {
    subject: 'A passkey was removed from your account',
    happened: (name) => `The passkey with the name “${name}” was removed. It can no longer sign in.`,
  },
  'passkey-copied': {
    subject: 'A passkey of your account was put out of use',
    happened: (name) =>
      `The passkey with the name “${name}” was used, and its counter stood lower than before. There may be a copy of it, so it was refused and put out of use. If you still have its device, remove this passkey in Self-Administration and add a new one.`,
  },
  'address-added': {
    subject: 'An e-mail address was added to your account',
    happened: (address) =>
      `${address} was added and confirmed. It gets every message about your account from now on, and links to set a new password.`,
  },
  'address-removed': {
    subject: 'An e-mail address was removed from your account',
    happened: (address) => `${address} was removed. This is the last message it gets.`,
  },
  'address-made-primary': {
    subject: 'Your primary e-mail address was changed',
    happened: (address) => `${address} is the primary address of your account now.`,
  },
  'recovery-waits': {
    subject: 'Recovery of your account was asked for: you can stop it',
    happened: (waiting) =>
      `Somebody asked for ${waiting}, unless it is stopped before. You can stop it from any of your addresses, or by signing in with your password and your soft token.`,
  },
  'recovery-cancelled': {
    subject: 'Recovery of your account was stopped',
    happened: (waiting) => `Somebody had asked for ${waiting}. That was stopped, and nothing was changed.`,
  },
  'recovery-ready': {
    subject: 'What you asked for is ready',
    happened: (waiting) =>
      `Somebody asked for ${waiting}. The waiting time is over: whoever asked can go on, in the same browser, for three days.`,
  },
  'recovery-done': {
    subject: 'Recovery of your account was carried out',
    happened: (waiting) => `Somebody asked for ${waiting}. The waiting time is over, and it was done.`,
  },
  'contact-named': {
    subject: 'You named a recovery contact',
    happened: (name) =>
      `${name} was named as your recovery contact and asked to agree. Once they have, they can vouch for you when you cannot get in; what that opens still waits, and you are told.`,
  },
  'contact-confirmed': {
    subject: 'Your recovery contact agreed',
    happened: (name) => `${name} agreed to be your recovery contact.`,
  },
  'contact-declined': {
    subject: 'Your recovery contact declined',
    happened: (name) => `${name} declined to be your recovery contact.`,
  },
  'contact-removed': {
    subject: 'A recovery contact of yours was removed',
    happened: (name) => `${name} is no longer your recovery contact.`,
  },
  'contact-asked': {
    subject: 'Your recovery contact was asked to vouch for you',
    happened: (name) =>
      `Somebody who typed your password, or a link from a mail to you, asked ${name} to vouch that it is you. ${name} is told to speak with you first.`,
  },
  'contact-vouched': {
    subject: 'Your recovery contact vouched for you',
    happened: (name) =>
      `${name} vouched that it is you who asks. Nothing has changed yet: whatever is asked for by that waits first, and you are told of it.`,
  },
  'contact-refused': {
    subject: 'Your recovery contact did not vouch',
    happened: (name) => `${name} was asked to vouch for you, and did not. If it was you who asked, speak with them.`,
  },
  'account-frozen': {
    subject: 'Your account is frozen',
    happened: () =>
      'Somebody with one of your messages pressed “This was not me”. Nobody can sign in to your account or repair it now, every session has ended, and the help desk was told.',
  },
  'account-thawed': {
    subject: 'Your account can be used again',
    happened: () => 'Your account is not frozen any more. Set a new password if somebody else may know the old one.',
  },
};

export const words = {
  hello: (name: string) => `Hello ${name},`,
  when: 'When',
  whenValue,
  from: 'From where',
  fromTheServer: 'The system itself',
  account: 'Account',
  validUntil: 'The link works until',
  notMe: (support: SupportContact) =>
    `If this was not you, freeze your account with the link below: nobody can sign in or change anything then, until you or the help desk open it again. You can also tell ${contactWords(support)}.`,
  notMeAction: 'This was not me: freeze my account',
  frozen: (support: SupportContact) =>
    `If it was you who pressed it, or once all is well, open the account again with your password and your soft token. If you cannot, tell ${contactWords(support)}.`,
  frozenAction: 'Open my account again',
  notMeLink: (support: SupportContact) =>
    `If you did not ask for this, you can ignore this message: without the link nothing changes. If it happens again, tell ${contactWords(support)}.`,
  regards: (issuerName: string) => issuerName,
  invitation: {
    subject: 'Set up your account',
    invited: (organisationName: string) => `You have been invited to set up your account at ${organisationName}.`,
    next: {
      asked: 'You will choose a password, register your questions and activate a soft token. It takes about five minutes.',
      'not-asked': 'You will choose a password and activate a soft token. It takes about five minutes.',
    },
    link: 'Set up my account',
  },
  addressConfirmation: {
    subject: 'Confirm this e-mail address',
    asked: (userName: string) => `Somebody, most likely you, wants messages about the account ${userName} to come to this address.`,
    link: 'Confirm this address',
    ignore: 'If you know nothing of this, ignore this message: without the link nothing is sent here again.',
  },
  stopAction: 'Stop it',
  goOnAction: 'Go on',
  naming: {
    subject: (name: string) => `${name} names you as recovery contact`,
    asked: (name: string) =>
      `${name} asks you to be their recovery contact. If they lose their soft token one day, you would be asked to speak with them and to say whether it is really them. You can end this at any time.`,
    link: 'See who asks, and answer',
  },
  vouching: {
    subject: (name: string) => `${name} may need you: are they locked out?`,
    asked: (name: string) =>
      `Somebody who says that they are ${name} cannot get into their account and asks you to vouch for them. Speak with ${name} first: call them on a number you know, or go and see them. Do not answer because of a message.`,
    link: 'See what is asked, and answer',
    code: (name: string) => `${name} will tell you a code by voice. Without it you cannot vouch.`,
  },
  waiting: {
    'new-soft-token': (from: Instant) => `a new soft token without the old one, from ${whenValue(from)} on`,
    'unlock-token': (from: Instant) => `the unlock of a locked soft token, from ${whenValue(from)} on`,
    'temporary-access': (from: Instant) => `temporary access in place of a misplaced soft token, from ${whenValue(from)} on`,
    'recovery-codes': (from: Instant) => `new recovery codes, from ${whenValue(from)} on`,
    'reset-password': (from: Instant) => `a new password, which takes effect on ${whenValue(from)}`,
  } satisfies Readonly<Record<DelayKind, (from: Instant) => string>>,
  passwordReset: {
    subject: 'Choose a new password',
    asked: 'Somebody, most likely you, said that the password of your account was forgotten.',
    link: 'Choose a new password',
    once: 'The link works once. After that you sign in as usual, with your second factor.',
  },
  mailedCode: {
    subject: { recovery: 'Your code for Self-Administration', rehearsal: 'Rehearsal: your code for Self-Administration' },
    asked: {
      recovery: 'Type this code on the page that asked for it, in the browser in which you asked.',
      rehearsal:
        'You are rehearsing a way back into your account; nothing is wrong with it. Type this code on the page of the rehearsal, in the browser in which you asked. It opens nothing.',
    },
    code: 'Code',
    validUntil: 'The code works until',
    nobodyAsks: (support: SupportContact) =>
      `Nobody of us ever asks you for this code. If it was not you who asked, somebody has your password: set a new one, and tell ${contactWords(support)}.`,
  },
  alarm: {
    subject: {
      fork: 'Alarm: two copies of a soft token',
      rollback: 'Alarm: an old PIN Reset Code came back',
      freeze: 'Alarm: somebody said “This was not me”',
    },
    happened: {
      fork: (serial: string) =>
        `Two different PIN Reset Codes of one lock were shown for soft token ${serial}. There are two copies of it. It was suspended; only an administrator can decide what happens to it.`,
      rollback: (serial: string) =>
        `A PIN Reset Code of an earlier lock was shown twice within 24 hours for soft token ${serial}. A copy restored from before its last unlock may be about. Nothing was issued.`,
      freeze: (what: string) =>
        `The owner of a notice says that this was not them: “${what}”. The account is frozen until its owner opens it again with password and soft token, or you do: sallyport thaw.`,
    },
    notice: 'Notice of',
    noticeFrom: 'Done from',
    noticeTo: 'Notice sent to',
  },
};

/** Made once: to make one takes longer than to write a mail. */
const MOMENT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

function whenValue(at: Instant): string {
  return `${MOMENT.format(at)} (UTC)`;
}

function contactWords(support: SupportContact): string {
  const ways = [support.telephone, support.mail].filter((way) => way !== undefined);
  return ways.length === 0 ? support.name : `${support.name} (${ways.join(', ')})`;
}
