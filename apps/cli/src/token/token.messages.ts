import { createMessages, type Messages } from '@sallyport/ui/messages';

/** Every sentence of the terminal token. Typographic apostrophes: a straight one has a meaning in ICU MessageFormat. */
export const english = {
  // What the verbs are for.
  'usage-title': 'The soft token in this terminal. It works without a network; only activation needs the server.',
  'usage-activate':
    'Activates a token by its link, which is asked for, or read from standard input with “-”; or by serial and activation code; or, with the text for machines without a network, offline.',
  'usage-list': 'Lists the tokens of this user on this machine.',
  'usage-code': 'Asks for the PIN and shows a one-time password.',
  'usage-answer': 'Asks for the PIN and a challenge, and shows the response, for tokens that answer challenges.',
  'usage-unlock': 'Opens a locked token with the unlock code of Self-Administration, and sets a new PIN.',
  'usage-pin': 'Changes the PIN.',
  'usage-forgot': 'Shows the PIN Reset Code. It destroys nothing.',
  'usage-status': 'Shows where a token stands, without a PIN.',
  'usage-remove': 'Destroys a token on this machine.',
  'usage-deliver': 'Tells the server what it has not been told yet, and hears whether a token was revoked.',
  'usage-registered': 'Says that Self-Administration has taken the registration code of an offline activation.',
  'usage-personal': 'The codes of other services, in a vault of their own. What it can do: sallyport token personal help',
  'usage-allow-pin-stdin': 'Allows --pin-stdin for all tokens of this user.',
  'usage-forbid-pin-stdin': 'Forbids it again.',
  'usage-last': 'SERIAL may be left out where there is one token. A PIN is never an argument. Exit codes: docs/operate/terminal-token.md.',
  'usage-of': 'Usage: {usage}',

  // Which token.
  'none-here': 'There is no token here. Get an activation link in Self-Administration, then: sallyport token activate',
  'no-such-serial': 'There is no token with this serial here. There are:',
  'say-which': 'There are several tokens here. Say which one by its serial:',
  'looks-like-pin':
    'This looks like a PIN in the place of a serial. A PIN is never given as an argument: it now stands in the history of your shell, and others on this machine may have seen it. If it is your PIN, change it: sallyport token pin',
  'state-closed': 'ready',
  'state-locked': 'locked',
  'state-revoked': 'revoked',
  'state-unreadable': 'cannot be read',
  serial: 'Serial',
  state: 'State',
  issuer: 'Issued by',
  'issued-for': 'For',
  attempts: 'Attempts left',
  'device-key': 'Device key',
  'device-key-in-file': 'in a file',
  'device-key-in-keychain': 'in the keychain',
  'to-tell': 'Messages waiting for the server',

  // The PIN.
  'ask-pin': 'PIN of {serial}: ',
  'attempts-left': '{left, plural, one {One attempt is left before the token locks.} other {# attempts are left before the token locks.}}',
  'wrong-pin':
    'That PIN is wrong. {left, plural, one {One attempt is left; after that the token locks.} other {# attempts are left; after that the token locks.}} A locked token is not lost: you unlock it with a code from Self-Administration.',
  'pin-shape': 'Your PIN has {min, number} to {max, number} digits. No attempt was used.',
  'pin-stdin-forbidden':
    'Reading a PIN from standard input is not allowed here. A PIN in a script or a pipe is easily seen by others; if you want it all the same: sallyport token allow-pin-stdin',
  'pin-stdin-now-allowed':
    'From now on --pin-stdin reads PINs from standard input, one line for each question. Whoever can read the script or file it comes from has your PIN; the token still locks after wrong ones. To undo this: sallyport token forbid-pin-stdin',
  'pin-stdin-now-forbidden': 'From now on a PIN is read from the terminal only.',
  'new-pin-rules': 'Choose a PIN of {min, number} to {max, number} digits, not one that is easily guessed.',
  'ask-new-pin': 'New PIN: ',
  'ask-new-pin-again': 'New PIN again: ',
  'pin-not-digits': 'A PIN has digits only.',
  'pin-too-short': 'This PIN is too short. It needs at least {min, number} digits.',
  'pin-too-long': 'This PIN is too long. It may have at most {max, number} digits.',
  'pin-all-equal': 'All digits are the same. That is among the first PINs anybody tries.',
  'pin-run': 'The digits follow each other like on a dial. That is among the first PINs anybody tries.',
  'pin-repeated-pattern': 'The digits repeat or mirror themselves. That is easily guessed.',
  'pin-year': 'This looks like a date or a year. Those are easily guessed.',
  'pin-common': 'This PIN is among the most common ones.',
  'pin-entries-differ': 'The two entries are different. Type the same PIN twice.',
  'pin-changed': 'The PIN is changed.',
  stopped: 'Stopped. Nothing was changed.',

  // One-time passwords.
  'valid-for': 'Valid for {seconds, plural, one {# second} other {# seconds}}.',
  'valid-from': 'The next one: valid from {seconds, plural, one {# second} other {# seconds}} on.',
  'works-once': 'It works once.',
  copied: 'Copied with {program}. It stays in the clipboard until you copy something else.',
  'copied-by-terminal':
    'Your terminal was asked to copy it (OSC 52). Not every terminal does: if nothing arrives, run the command without --copy.',
  'copy-failed': 'Nothing here could copy it. Here it is instead:',
  'next-needs-time': 'This token counts its one-time passwords: each call gives the next one, and --next has no meaning.',
  'watch-needs-time': 'This token counts its one-time passwords: watching would use them up. Call “code” when you need one.',
  'watch-lead': 'Ctrl-C ends it; it ends by itself after {minutes, number} minutes.',
  'watch-line': '{digits}   new one in {seconds, number} s',
  'watch-time-over': 'The time is over and the token is closed.',
  'watch-moved-on': 'This token was locked, unlocked or given a new PIN by another process, so this one has closed it.',

  // Tokens that answer challenges.
  'ask-challenge': 'Challenge: ',
  'challenge-form-numeric': 'This is not a challenge for this token. Type the digits from the page, {max} at most. Nothing was used up.',
  'challenge-form-alphanumeric':
    'This is not a challenge for this token. Type the letters and digits from the page, {max} at most. Nothing was used up.',
  'challenge-form-hexadecimal':
    'This is not a challenge for this token. Type the digits and letters a to f from the page, {max} at most. Nothing was used up.',
  'answers-challenges': 'This token answers challenges and shows no one-time passwords: sallyport token answer',
  'answers-no-challenges': 'This token shows one-time passwords and answers no challenges: sallyport token code',

  // Locked, and “I forgot my PIN”.
  'locked-title': 'The token of {name} is locked.',
  'locked-lead': 'A wrong PIN was entered {attempts, plural, one {# time} other {# times}}, so the token locked itself. Nothing is lost.',
  'locked-evicted': 'Part of the token’s files is missing, so it locked itself. Nothing is lost: an unlock code repairs it.',
  'locked-tampered': 'The token’s files were changed from outside, so it locked itself to be safe. An unlock code opens it again.',
  'failed-lead': '{count, plural, one {One failed attempt} other {# failed attempts}} since this token was opened last.',
  'failed-pins': '{count, plural, one {A wrong PIN was entered once.} other {Wrong PINs were entered # times.}}',
  'failed-unlock-codes': '{count, plural, one {A wrong unlock code was entered once.} other {Wrong unlock codes were entered # times.}}',
  'failed-what-to-do':
    'If that was you, there is nothing to do. If not, somebody has had this machine in hand: change your PIN now (sallyport token pin), and tell your administrator.',
  'epoch-renewed': 'You remembered your PIN, so the PIN Reset Code shown before is worthless now.',
  'reset-title': 'Reset the PIN of {name}',
  'reset-lead': 'Nothing has been changed or used up. Your PIN keeps working until you have set a new one.',
  'pin-reset-code': 'PIN Reset Code',
  'what-to-do': 'What to do',
  'what-to-do-1': 'Show Self-Administration this PIN Reset Code. It proves that you have the token; it opens nothing by itself.',
  'what-to-do-1-at': 'Show this PIN Reset Code at {portal}. It proves that you have the token; it opens nothing by itself.',
  'what-to-do-2': 'There you prove who you are, and get an unlock code.',
  'what-to-do-3': 'Enter the unlock code here and choose a new PIN: {command}',
  'unlock-link': 'Or open this link, which carries the code:',
  revoked:
    'This token was revoked by its issuer, and everything secret in it has been destroyed. For a new one, go to Self-Administration.',

  // Unlock codes.
  'ask-unlock-code': 'Unlock code of {serial} ({digits, number} digits; a typing error costs nothing): ',
  'code-length':
    'The unlock code has {expected, number} digits; {typed, plural, =0 {none was} one {one was} other {# were}} entered. Nothing was used up.',
  'code-typo': '{count, plural, one {Group {groups} has a typing error.} other {Groups {groups} have typing errors.}} Nothing was used up.',
  'code-wrong-kind-pin-reset': 'This is a PIN Reset Code. The unlock code comes from Self-Administration.',
  'code-wrong-kind-registration': 'This is a registration code. The unlock code comes from Self-Administration.',
  'code-wrong-kind-unlock': 'This unlock code has another length than those of this token. Check the serial.',
  'code-wrong-kind-activation': 'This is an activation code. The unlock code comes from Self-Administration.',
  'code-wrong-kind-recovery': 'This is a recovery code. The unlock code comes from Self-Administration.',
  'code-wrong-kind-temporary-access': 'This is a temporary access code. The unlock code comes from Self-Administration.',
  'unlock-link-of-another': 'This link is for another token than {serial}. Nothing was used up.',
  'unlock-wrong-code':
    'This is not the unlock code for this lock. Check that Self-Administration shows the serial {serial}, and that you entered the PIN Reset Code shown here; then have the code shown again.',
  'unlock-wait': 'After several wrong unlock codes the next one has to wait {time}. Nothing is lost.',
  'unlock-waiting': 'After several wrong unlock codes this one has to wait {time}. It is tried then by itself; Ctrl-C stops it.',
  'unlock-right': 'The unlock code is right. The token opens as soon as it has a new PIN; until then nothing has changed.',
  unlocked: 'Unlocked.',
  'unlocked-told': 'Unlocked, and the server has been told.',
  'finish-by-password': 'If a page waits for a one-time password, type this one to finish:',
  'finish-by-challenge': 'If a page waits, it shows a challenge. The response: sallyport token answer',

  // Activation.
  'ask-link': 'Activation link (not shown while you paste it): ',
  'link-in-history':
    'The link was given as an argument, so it stands in the history of your shell, and others on this machine may have seen it. It works once: whoever uses it first has the token. Next time leave it out and paste it when asked.',
  'ask-server': 'Address of the server, as Self-Administration shows it: ',
  'server-malformed': 'This is no address of a server, like https://token.example.org. Nothing has been used up.',
  'ask-activation-code': 'Activation code (a typing error costs nothing): ',
  'asking-server-typed': 'Asking {origin} about this code…',
  'registration-lead':
    'Type this registration code into the page in Self-Administration from which you have the text. Show it to nobody else.',
  'registration-code': 'Registration code',
  'registration-next':
    'The page then asks for a one-time password: sallyport token code. When the page says that you are done: sallyport token registered',
  'registration-forgotten': 'Good. The registration code is shown no more.',
  'asking-server': 'Asking {origin} about this link…',
  offer: 'Token {serial}, issued by {issuer} for {label}. Only go on if that is you.',
  activated: 'Token {serial} is activated. A one-time password: sallyport token code',
  'activated-not-told': 'Token {serial} is set up, but the server has not been told yet. That is done with: sallyport token deliver',
  'key-in-keychain': 'The device key is in your keychain.',
  'key-in-file': 'The device key is in a file only you can read, in {path}: there is no keychain here.',
  'key-in-file-instead': 'The device key is in a file only you can read, in {path}: the keychain could not take it, or you chose so.',
  'activation-link-malformed': 'The link is incomplete or damaged. Copy the whole link and try again. Nothing has been used up.',
  'activation-link-of-another-app': 'This link belongs to the soft token at {origin}.',
  'activation-serial-malformed': 'This is no serial. It stands beside the activation code in Self-Administration, like ST-482-719-36.',
  'activation-code-malformed': 'The activation code has a typing error. Nothing has been used up: compare it group by group and try again.',
  'activation-code-refused':
    'The server does not know this code under this serial, or no longer. Compare both with Self-Administration, or ask for a new code there.',
  'activation-offline': 'The server cannot be reached. Your link is still good: check the network and try again.',
  'activation-browser-too-old': 'This Node.js is too old to activate a token safely. Use version 24 or newer; the link is still good.',
  'activation-expired': 'This link has expired. Ask for a new one in Self-Administration, or ask the person who invited you.',
  'activation-used':
    'This link has been used already, or tried too often. If it was not you, tell your administrator. Otherwise ask for a new one in Self-Administration.',
  'activation-mismatch':
    'The server does not recognise this link. Copy the whole link and try again. If that does not help, ask for a new one in Self-Administration.',
  'activation-rate-limited': 'Too many attempts just now. Your link is still good: try again in {time}.',
  'activation-server-fault': 'The server could not answer. Your link is still good: try again in a few minutes.',
  'activation-already-here': 'Token {serial} is on this machine already. There is nothing to do.',

  // Removal.
  'remove-lead':
    'This destroys token {serial} on this machine. It cannot be undone, and no unlock code brings it back. Your account is told as soon as the server can be reached.',
  'ask-serial': 'Type its serial to go on: ',
  removed: 'Token {serial} is gone from this machine.',
  'removal-told': 'Your account has been told.',
  'removal-refused':
    'Your account was not told: the server does not know this token, or does not know this device. Look in Self-Administration whether it is still among your tokens, and revoke it there.',
  'removal-later': 'Your account could not be told yet. That is done with: sallyport token deliver',
  'removal-untold': 'Nothing of it could be read, so your account could not be told: revoke the token in Self-Administration.',

  // The server.
  'server-told': 'The server has been told.',
  'server-later': 'The server could not be told yet. That is done with the next “code”, or with: sallyport token deliver',
  'keys-renewed': 'The token has new keys. What was made with the old ones is worthless.',
  'unknown-keys':
    'The server does not know this copy of your token: its keys have been renewed since the copy was made, or the token was set up anew elsewhere. Its one-time passwords will be refused. Activate a new token in Self-Administration.',
  'server-knows': 'The server knows everything already.',

  // The clock.
  'clock-behind': 'The clock of this machine is {time} behind the server’s; the one-time passwords are right all the same.',
  'clock-ahead': 'The clock of this machine is {time} ahead of the server’s; the one-time passwords are right all the same.',
  'clock-set-back':
    'The clock of this machine stands {time} before the last contact with the server. Set it right, or go online: until then one-time passwords may be refused. Nothing is lost.',
  'clock-silent':
    'This token has not heard from its server for {days, plural, one {# day} other {# days}}. One-time passwords depend on the time: compare it with a clock you trust.',
  'clock-never':
    'This token has never compared its clock with its server’s. One-time passwords depend on the time: compare it with a clock you trust.',
  'clock-now': 'This machine says {now}.',
  'clock-days': '{days, plural, one {a day} other {# days}}',
  'clock-question-behind':
    'The server’s clock is {time} ahead of this machine’s. This machine says {device}; the server says {server}. If the machine is wrong, it is best to set its clock.',
  'clock-question-ahead':
    'The server’s clock is {time} behind this machine’s. This machine says {device}; the server says {server}. If the machine is wrong, it is best to set its clock.',
  'ask-follow-server': 'Shall the token follow the server’s clock all the same? Only if this machine’s is wrong. [y/N] ',

  // Troubles.
  'lock-busy': 'Another process is using the tokens. Wait a moment and try again; no attempt was used.',
  'moved-on': 'This token was changed by another process in the meantime. Try again.',
  'device-key-gone':
    'The device key of this token is gone, and without it nothing opens it. Your account is safe: get a new activation link in Self-Administration, remove this token and activate again.',
  'slot-damaged':
    'The stored token is damaged and cannot be opened with the PIN. “sallyport token forgot” leads to an unlock code, which repairs it.',
  'unreadable-token': 'What is stored of this token was written by another version, or is damaged ({code}). Nothing has been deleted.',
  'trouble-not-private':
    '{path} is not private: it belongs to somebody else, others may read it, or it is a link. The token does not use it. If it is yours: chmod 700 for a folder, chmod 600 for a file.',
  'trouble-unreadable': '{path} was written by another version, or is damaged. Nothing has been deleted.',
  'trouble-home-not-absolute': 'SALLYPORT_TOKEN_HOME must be an absolute path, and “{path}” is none.',
  'trouble-no-locks':
    'The file system of {path} has no locks, so two processes could not be told apart. Set SALLYPORT_TOKEN_HOME to a folder on another one.',
  'trouble-disk-full': 'The disk is full. Free some space and try again; your token is unchanged.',
  'trouble-not-writable': 'The folder of your tokens cannot be written. Your token is unchanged.',
  'trouble-disk-failed': 'The disk failed ({code}). Your token is as it was before, or complete. Try again to see.',
  'trouble-keychain-unreachable':
    'The keychain that holds the device key does not answer. Unlock it, or run this in the session in which you activated the token. No attempt was used.',
  'trouble-no-terminal':
    'There is no terminal to ask at. Run this in one (over SSH with -t), or see --pin-stdin in docs/operate/terminal-token.md.',
} as const;

/** Says a sentence of the terminal token. */
export const words: Messages<typeof english> = createMessages<typeof english>(english, 'en');
