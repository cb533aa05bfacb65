import { dictionary } from '@zxcvbn-ts/language-common';
import { foldGuess } from './guessable-pieces.ts';

/** What is shorter is in many a password by accident. */
const SHORTEST = 4;

/**
 * The block-list (NIST SP 800-63B-4 §3.1.1.2): the 49,000 passwords that lead the lists of leaked ones, as zxcvbn-ts ships them (MIT), folded. Few of them are as long as a password must be
 * here; they count as pieces, so that one of them with a year behind it is refused as it is.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  dictionary['passwords-common'].filter((password) => password.length >= SHORTEST).map(foldGuess),
);
