import { Secret } from '../secret.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { BUILDING_WORDS, foldGuess, isMadeOfFewPieces } from './guessable-pieces.ts';

export type PasswordFault = 'too-short' | 'too-long' | 'common' | 'contains-context' | 'repetitive' | 'malformed';

export interface PasswordPolicy {
  /** Characters (code points) after normalisation. */
  readonly minimumLength: number;
  readonly maximumLength: number;
}

/**
 * NIST SP 800-63B-4 §3.1.1.2: at least 15 characters, since the password alone opens the first door; 8 suffice only where it opens nothing without a second factor.
 * No composition rules, no expiry.
 */
export const defaultPasswordPolicy: PasswordPolicy = { minimumLength: 15, maximumLength: 256 };

/** With no more than these a guesser who puts words, dates and keyboard runs together is there in no time. */
const TOO_FEW_PIECES = 4;
/** A piece from a list of 49,000 costs a guesser more than one that comes to everybody's mind: about as much as this difference. */
const TOO_FEW_LISTED_PIECES = 3;
const FEWEST_DISTINCT = 4;
/** A letter may arrive as itself and several combining marks, which normalisation makes one. */
const UNITS_OF_A_CHARACTER = 8;
/** "Jo" and "of" are in half of all sentences; what is shorter than this is no clue. */
const SHORTEST_CONTEXT_WORD = 3;

/** What is hashed and compared: the OpaqueString profile of RFC 8265 §4.2.2, that is NFC with every space made U+0020; nothing trimmed, no case folded. */
export function normalisePassword(password: Secret<string>): Secret<string> {
  return new Secret(
    password
      .reveal()
      .replaceAll(/\p{Zs}/gu, ' ')
      .normalize('NFC'),
  );
}

/**
 * Pure. Context: words an attacker would try first for this account (user name, display name, e-mail address, organisation, product).
 * A long password may contain one of them; it may not consist of them.
 */
export function judgePassword(input: {
  readonly password: Secret<string>;
  readonly context: readonly string[];
  readonly policy?: PasswordPolicy;
}): { readonly outcome: 'ok' } | { readonly outcome: 'refused'; readonly faults: readonly PasswordFault[] } {
  const { minimumLength, maximumLength } = input.policy ?? defaultPasswordPolicy;
  // Before anything is done with it: the work stays bounded whatever comes in.
  if (input.password.reveal().length > maximumLength * UNITS_OF_A_CHARACTER) return { outcome: 'refused', faults: ['too-long'] };
  const password = normalisePassword(input.password).reveal();
  const characters = Array.from(password);
  if (characters.length > maximumLength) return { outcome: 'refused', faults: ['too-long'] };

  const faults: PasswordFault[] = [];
  if (isMalformed(password)) faults.push('malformed');
  if (characters.length < minimumLength) faults.push('too-short');
  if (new Set(characters).size < FEWEST_DISTINCT) faults.push('repetitive');
  if (isGuessable(password)) faults.push('common');
  else if (isGuessable(password, contextWords(input.context))) faults.push('contains-context');
  return faults.length === 0 ? { outcome: 'ok' } : { outcome: 'refused', faults };
}

function isGuessable(password: string, ...besides: readonly ReadonlySet<string>[]): boolean {
  const words = [BUILDING_WORDS, ...besides];
  return (
    isMadeOfFewPieces({ password, atMost: TOO_FEW_PIECES, words }) ||
    isMadeOfFewPieces({ password, atMost: TOO_FEW_LISTED_PIECES, words: [...words, COMMON_PASSWORDS] })
  );
}

/** Control characters cannot be typed again on every device, and half of a surrogate pair has no UTF-8. */
function isMalformed(password: string): boolean {
  return /\p{Cc}/u.test(password) || !password.isWellFormed();
}

/** Each context whole, with and without its spaces and marks, and each of its words. */
function contextWords(context: readonly string[]): ReadonlySet<string> {
  const words = context.flatMap((text) => {
    const folded = foldGuess(text);
    const parts = folded.split(/[^\p{L}\p{N}]+/u);
    return [...parts, parts.join(''), folded];
  });
  return new Set(words.filter((word) => Array.from(word).length >= SHORTEST_CONTEXT_WORD));
}
