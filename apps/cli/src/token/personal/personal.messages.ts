import { importReportEnglish } from '@sallyport/token-client/import-report';
import { createMessages, type Messages } from '@sallyport/ui/messages';

/** Every sentence of the personal vault in the terminal, loaded with it. Typographic apostrophes: a straight one has a meaning in ICU MessageFormat. */
const english = {
  ...importReportEnglish,
  // What the verbs are for.
  'usage-title':
    'The personal vault: codes of other services behind a PIN of their own. It needs no network. A recovery key opens it again when the PIN is forgotten.',
  'usage-set-up': 'Makes the vault: asks for a PIN twice, and shows its recovery key on standard output.',
  'usage-check-key': 'Shows the recovery key again until two of its groups were typed back once.',
  'usage-add': 'Adds one account by its otpauth:// link, which is asked for, or read from standard input with “-”.',
  'usage-import':
    'Adds the accounts in another authenticator’s file, or in an export of this one, and names everything that was not taken. --look only looks.',
  'usage-list': 'Lists the accounts, without their codes.',
  'usage-code': 'Shows the code of one account. By counter, the counter value is spent first.',
  'usage-watch': 'Shows the codes with a countdown, until Ctrl-C or for ten minutes.',
  'usage-delete': 'Deletes one account for good.',
  'usage-export': 'Writes a new file that the recovery key opens, here or in the app.',
  'usage-pin': 'Changes the PIN.',
  'usage-recover': 'Opens the vault with its recovery key, and sets a new PIN.',
  'usage-remove': 'Destroys the vault and every code in it.',
  'usage-last': 'NAME: words of the service or account that fit one account only. A PIN, a secret or a recovery key is never an argument.',
  'usage-of': 'Usage: {usage}',

  // Where it stands.
  'none-here': 'There is no personal vault here. Make one: sallyport token personal set-up',
  'here-already': 'There is a personal vault here already.',
  locked:
    'The vault is locked after too many wrong PINs. Nothing is lost: its recovery key opens it again: sallyport token personal recover',
  'attempts-left': '{left, plural, one {One attempt is left before the vault locks.} other {# attempts are left before the vault locks.}}',
  'wrong-pin':
    'That PIN is wrong. {left, plural, one {One attempt is left; after that the vault locks.} other {# attempts are left; after that the vault locks.}} A locked vault is not lost: its recovery key opens it.',
  'ask-pin': 'PIN of the personal vault: ',
  'pin-changed': 'The new PIN is set. The recovery key stays the same.',

  // The recovery key.
  'key-lead':
    'This is the recovery key of vault {serial}. If you forget your PIN, only this key opens the vault again; it opens your export files too. Write it down and keep it away from this machine:',
  'key-check': 'Type two of its groups back from what you wrote down.',
  'ask-group': 'Group {group, number} of 13: ',
  'key-wrong-groups': 'That is not as shown. The key is shown again with: sallyport token personal check-key',
  'key-checked': 'The recovery key is checked, and is shown no more.',
  'key-checked-before': 'The recovery key was checked before, and is shown no more.',
  'key-unchecked': 'It can be shown again until two of its groups were typed back: sallyport token personal check-key',
  'ask-key': 'Recovery key of vault {serial}: ',
  'key-length':
    'A recovery key has {expected, number} letters and digits; {typed, plural, one {one was} other {# were}} entered. Nothing was used up.',
  'key-typo': 'Not letters and digits of a recovery key in group {groups}. Nothing was used up.',
  'key-fails': 'One of the groups has a typing error. Nothing was used up.',
  'key-wrong': 'This is not the recovery key of vault {serial}.',
  'key-wait': 'The next one can be tried in {time}.',
  'key-right': 'The recovery key is right. The vault opens under a new PIN.',
  recovered: 'The vault is open again under the new PIN.',

  // Accounts.
  'no-accounts': 'There are no accounts in the vault yet.',
  'no-such-account': 'No account has all of these words in its name. There are:',
  'say-which-account': 'Several accounts have these words in their names. Say which:',
  unnamed: 'without a name',
  'ask-link': 'otpauth:// link (not shown): ',
  added: 'Added: {name}.',
  duplicate: 'This key is in the vault already, as {name}.',
  'not-kept': '{name}: not kept: {what}.',
  'link-unread': 'This is no otpauth:// link that can be taken: {why}',
  full: 'There is not enough room for this in the vault. It holds up to 1,000 accounts. Nothing was added.',
  'next-needs-time': 'The code after this one is known only of accounts that go by time.',
  'watch-nothing': 'None of these accounts goes by time.',
  deleted: 'Deleted for good: {name}.',
  'works-until': '{name}, for {seconds, plural, one {# second} other {# seconds}} more',
  'works-once': '{name}; works once',

  // Import.
  'ask-file-password': 'Password of the file: ',
  'ask-file-key': 'Recovery key of vault {serial}, of which this is an export: ',
  'file-password-wrong': 'That password does not open it, or the file is damaged.',
  'file-key-wrong': 'That is not the recovery key of that vault, or the file is damaged.',
  'file-missing': 'There is no such file, or it cannot be read.',
  'import-read': '{format}: {count, plural, =0 {no entry} one {one entry} other {# entries}}.',
  'import-added': '{count, plural, =0 {Nothing was new.} one {One account was added.} other {# accounts were added.}}',
  'import-look': '{count, plural, =0 {Nothing is new.} one {One account is new.} other {# accounts are new.}} Nothing was added.',
  'import-duplicate': 'In the vault already: {name}',
  'import-left-out': 'Not taken: number {position, number}, {name}. {why}',
  'import-missing-images':
    '{count, plural, one {Picture {images} is} other {Pictures {images} are}} missing of {all, number} that belong together.',
  'import-waste': 'Delete the file when you have seen to what was not taken: whoever reads it can make the codes.',

  // Export and removal.
  exported: 'Written to {path}. The recovery key of vault {serial} opens it.',
  'export-there-already': 'There is something at {path} already. An export makes a new file only.',
  'export-not-written': 'The file could not be written there ({code}).',
  'remove-lead':
    'This destroys every code in the vault on this machine, for ever. Services that ask for them will go on asking: make sure you have an export, or another way in to each of them.',
  'ask-serial': 'Type its serial, {serial}, to go on: ',
  removed: 'The personal vault is gone from this machine.',
} as const;

/** Says a sentence of the personal vault. */
export const personalWords: Messages<typeof english> = createMessages<typeof english>(english, 'en');
