import type { RefusalMessageKey } from '@sallyport/identity';

/**
 * What a person reads when something is refused: what is wrong and what to do next. Arguments: `left` tries, `wait` until it may be tried
 * again, `groups` or `positions` in words, `limit` characters.
 */
export const refusalMessages: Readonly<Record<RefusalMessageKey, string>> = {
  'refusal.too-many-attempts': 'That was tried too often. Wait {wait}, then try again; nothing is lost until then.',

  'refusal.busy': 'Many people are signing in at this moment. Try again in a few seconds; nothing was used up.',

  'refusal.invitation-not-valid':
    'This invitation is not valid any more. If you have set your password already, simply sign in. Otherwise ask for a new invitation.',
  'refusal.invitation-expired': 'This invitation has run out. Ask the person who invited you for a new one.',
  'refusal.set-up-step-already-done': 'This step is done already. Go on with the next one.',
  'refusal.user-name-malformed': 'A user name has 3 to 64 letters, digits, dots, hyphens or underscores.',
  'refusal.user-name-taken': 'Somebody has this user name already. Choose another.',
  'refusal.display-name-malformed': 'Write the name as people say it, in 1 to 100 characters.',
  'refusal.address-malformed': 'This is not an e-mail address we can write to. Write it like name@example.org.',

  'refusal.sign-in-failed': 'The user name and password do not belong together. Check both, or set a new password.',
  'refusal.password-too-short': 'The password is too short: use at least {limit} characters. A few words in a row are easy to remember.',
  'refusal.password-too-long': 'The password is too long: use at most {limit} characters.',
  'refusal.password-too-easy':
    'This password is among the first that somebody would try. Choose one that is not a common word, a run of keys, or made of your name.',
  'refusal.password-malformed': 'The password has characters that cannot be typed reliably. Choose another.',
  'refusal.password-unchanged': 'This is the password you have now. Choose another.',
  'refusal.current-password-wrong': 'The present password is not right. Check it, or set a new one by mail.',
  'refusal.reset-link-not-valid': 'This link has been used, or a newer one was sent. Use the newest mail, or ask for another link.',
  'refusal.reset-link-expired': 'This link has run out; it is good for half an hour. Ask for another one.',
  'refusal.reset-needs-proof':
    'The mail alone does not suffice here, or not together with what you gave. Give another proof beside it: a recovery code is the surest.',

  'refusal.questions-not-asked': 'These questions have been answered or replaced meanwhile. Please answer the ones shown now.',
  'refusal.questions-not-registered': 'No questions are set up for your account. Use another way, or call support.',
  'refusal.questions-not-distinct': 'You have this question already. Choose a different one.',
  'refusal.question-malformed': 'Write the whole question, in at least eight letters and at most 150 characters.',
  'refusal.answer-too-short': 'Give each question an answer of at least three letters.',
  'refusal.answer-in-question': 'The question gives this answer away. Choose another answer, or another question.',
  'refusal.answers-not-distinct': 'Another question has this answer. Give each question an answer of its own.',
  'refusal.answers-wrong':
    'These answers are not the ones you registered. {left, plural, =0 {No tries are left for 24 hours; use another way or call support.} one {You have one more try.} other {You have # more tries.}}',

  'refusal.present-answer-wrong':
    'This is not the present answer. {left, plural, =0 {No tries are left for 24 hours; after a one-time password you would not need it.} one {You have one more try.} other {You have # more tries.}}',
  'refusal.question-not-found': 'This question is not among yours any more. Look at the list again.',
  'refusal.questions-too-many': 'You have {limit} questions, and there cannot be more. Change or remove one.',
  'refusal.questions-too-few': 'There must be at least {limit} questions. Change this one, or add another first.',
  'refusal.questions-changed': 'Your questions were changed in another window meanwhile. Look at the list again.',

  'refusal.otp-malformed': 'A one-time password has {limit} digits. Type the one your Soft Token shows now.',
  'refusal.otp-refused':
    'This one-time password was not accepted. Each works once and for about half a minute: wait for the next one and type that.',

  'refusal.recovery-code-typo': '{groups} Compare with your list and correct it; nothing was used up.',
  'refusal.recovery-code-refused':
    'This recovery code was not accepted. Each works once, and new ones void the old: take the next on your newest list. {left, plural, =0 {No tries are left for now.} one {One try is left.} other {# tries are left.}}',
  'refusal.recovery-codes-not-shown':
    'These codes are no longer shown. If you have not saved them, make new ones; the old ones are void then.',
  'refusal.temporary-access-code-typo': '{groups} Compare with what was shown to you and correct it; nothing was used up.',
  'refusal.temporary-access-code-refused':
    'This temporary access code was not accepted: it may have run out, or a newer one has replaced it, or your token was found. {left, plural, =0 {No tries are left for now.} one {One try is left.} other {# tries are left.}}',
  'refusal.temporary-access-not-prolonged':
    'You are here by temporary access, and that cannot prolong itself. Give another proof first, or talk to support.',
  'refusal.mailed-code-malformed': 'The code in the mail has {limit} digits. Type the one from the newest mail.',
  'refusal.mailed-code-refused':
    'This code was not accepted. Type the one from the newest mail, in the browser in which you asked for it. {left, plural, =0 {No tries are left: ask for another code.} one {One try is left.} other {# tries are left.}}',

  'refusal.passkey-name-malformed': 'Give the passkey a name of at most {limit} characters, such as the device it is on.',
  'refusal.passkey-limit': 'An account has at most {limit, number} passkeys. Remove one first.',
  'refusal.passkey-not-found': 'Your account does not have this passkey any more.',
  'refusal.passkey-known': 'This passkey is registered already.',
  'refusal.passkey-malformed': 'Your device was not asked: that takes JavaScript, and a browser that knows passkeys. Nothing was used up.',
  'refusal.passkey-not-expected': 'This page was used before, or had waited too long. It is a new one now: try again.',
  'refusal.passkey-refused':
    'This passkey was not accepted. Use another one, or another way. If it is yours and worked before, your mail may say why.',
  'refusal.passkey-not-verified':
    'This passkey did not ask for a PIN, a fingerprint or a face, so it opens nothing alone. Sign in with user name and password; then it is your second factor.',

  'refusal.activation-not-found': 'No activation is under way for this account. Start again with a new link.',
  'refusal.activation-expired': 'This activation link has run out. Ask for a new one below.',
  'refusal.activation-used': 'This activation link has been used. If that was not you, tell support; otherwise ask for a new link.',
  'refusal.activation-mismatch': 'The app and the server do not agree about this link. Open the newest link again.',
  'refusal.registration-code-typo': '{groups} Compare with your device and correct it; nothing was used up.',
  'refusal.registration-code-wrong':
    'This registration code was not made from the text shown here. Use the newest text, on a device that has not used it before, and type the code it shows. {left, plural, =0 {No tries are left: start again with a new link.} one {One try is left.} other {# tries are left.}}',
  'refusal.activation-not-confirmed':
    'This one-time password is not the new token’s. Wait for the next one and type that. {left, plural, =0 {No tries are left: start again with a new link.} one {One try is left.} other {# tries are left.}}',

  'refusal.prc-typo': '{groups} Compare with your token and correct it; nothing was used up.',
  'refusal.prc-version': 'This is not a PIN Reset Code. Read it from the locked token: it has three groups of five digits.',
  'refusal.prc-no-match':
    'This PIN Reset Code does not belong to a token of yours. Read it again from the token that is locked. {left, plural, =0 {No tries are left for now.} one {One try is left.} other {# tries are left.}}',
  'refusal.prc-old': 'This PIN Reset Code is from an earlier lock. Open your Soft Token and read the code it shows now.',
  'refusal.prc-rollback':
    'This is the second code from an earlier lock. If your token really shows it now, its storage was set back; we have told support, and your addresses. Call support to go on.',
  'refusal.prc-fork':
    'There seem to be two copies of this token. To protect you it was suspended, and support was told. Call support to go on.',
  'refusal.prc-reissue-limit': 'The unlock code for this lock has been shown as often as it may be. Try again in {wait}, or call support.',
  'refusal.token-suspended': 'This token is suspended. Reactivate it with a one-time password if it is open, or call support.',
  'refusal.token-revoked': 'This token has been revoked and cannot come back. Activate a new one.',
  'refusal.unlock-not-confirmed':
    'This is not a one-time password of the token just unlocked. Wait for the next one and type that. {left, plural, =0 {No tries are left: enter the PIN Reset Code again.} one {One try is left.} other {# tries are left.}}',
  'refusal.unlock-not-pending':
    'No unlock waits for you here. If your token shows one-time passwords again, it is done; otherwise enter the PIN Reset Code again.',
  'refusal.receipt-refused': 'The token’s receipt was not accepted.',
  'refusal.contact-refused': 'The token is not known here.',
  'refusal.rekey-refused': 'The token’s keys were not renewed.',
  'refusal.removal-refused': 'The removal of the token was not accepted.',

  'refusal.notice-link-not-valid':
    'This link has been used, or the account was opened again after it was sent. Use the newest message, or call support: they can freeze the account too.',
  'refusal.notice-link-expired': 'This link has run out; it is good for thirty days. Call support: they can freeze the account too.',
  'refusal.thaw-failed':
    'That did not open the account. Check the user name and the password, wait for the next one-time password, and use a soft token you had before. If it does not work, call support.',
  'refusal.account-not-frozen': 'This account is not frozen. Simply sign in.',
  'refusal.address-known': 'This address belongs to your account already.',
  'refusal.address-limit': 'An account has at most {limit, number} addresses. Remove one first.',
  'refusal.address-last': 'This is your only address. Add another one first, so that we can still reach you.',
  'refusal.address-not-found': 'Your account does not have this address any more.',
  'refusal.address-link-not-valid': 'This link has been used, or a newer one was sent. Use the newest mail, or add the address again.',
  'refusal.address-link-expired': 'This link has run out; it is good for a day. Add the address again.',
  'refusal.delay-waiting': 'You have asked for this already. It is ready in {wait}.',
  'refusal.delay-over': 'This does not wait any more: it was done or stopped, or was not used in time.',
  'refusal.delay-link-not-valid': 'This link stops nothing. Use the newest message, or press “This was not me” in it.',

  'refusal.contact-not-found': 'Nobody of your organisation goes by that name, or they cannot be asked now. Check how it is written.',
  'refusal.contact-known': 'You have named this colleague already.',
  'refusal.contact-limit': 'An account has at most {limit, number} recovery contacts. End one first.',
  'refusal.contact-not-asked': 'There is nothing to answer or to end here any more: it was answered, withdrawn or ended.',
  'refusal.vouching-over': 'This is not asked any more: it was answered, withdrawn, or has run out.',
  'refusal.vouching-code-wrong':
    'This is not the code on their page. Ask them once more, by voice. {left, plural, =0 {No tries are left: they have to ask you again.} one {One try is left.} other {# tries are left.}}',
  'refusal.vouching-not-given': 'Nobody has vouched for you in this browser, or it was used or has run out. Ask your contact again.',

  'refusal.rehearsal-over': 'No rehearsal is under way here any more. Begin it again; nothing is lost.',
  'refusal.rehearsed-enough':
    'That was tried as often as a rehearsal may. The tries that are left are kept for the day you need them. Rehearse it again in {wait}.',

  'refusal.step-up-needed': 'This needs a fresher or stronger proof that it is you. Sign in again.',
  'refusal.token-not-found': 'You have no soft token that this could be about.',
};

/** What is wrong with a code as typed: the `groups` of the sentences above. `wanted`: which code the field is for. */
export const codeFaultMessages = {
  'wrong-kind':
    'This is {kind, select, registration {a registration code} activation {an activation code} unlock {an unlock code} recovery {a recovery code} temporaryAccess {a temporary access code} other {a PIN Reset Code}}, not {wanted, select, registration {the registration code that the new token shows} recovery {one of your recovery codes} temporaryAccess {a temporary access code} other {the PIN Reset Code that the locked token shows}}.',
  digits:
    'A {wanted, select, registration {registration code} recovery {recovery code} temporaryAccess {temporary access code} other {PIN Reset Code}} has {expected, number} digits; this has {found, number}.',
  groups: '{count, plural, one {Group {list} has a typing error.} other {Groups {list} have typing errors.}}',
} as const;
