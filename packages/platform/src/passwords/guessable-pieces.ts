import { COMMON_WORDS } from './common-words.ts';

/*
 * How cheaply a guesser gets to a password: the password is cut into as few pieces as possible, where a word that
 * guessers know, a run along the keyboard, a date or a repeat is one piece, and any other character is one piece too.
 * `Passw0rd2026!!` is three pieces (password, 2026, !!), twelve characters at random are twelve. This is the idea of zxcvbn (Wheeler, USENIX Security 2016)
 * at a hundredth of its size; it over-counts honest passwords never and clever mangling sometimes.
 */

/** What guessers build passwords from; the words of the house they stand in are added by the caller. */
export const BUILDING_WORDS: ReadonlySet<string> = new Set(COMMON_WORDS.trim().split(/\s+/).map(foldGuess));
const LONGEST_WORD = 24;

/** What lies side by side on a keyboard or in the alphabet; each is walked in both directions. */
const WALKS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  'qwertzuiopü',
  'yxcvbnm,.-',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn,;:!',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  '!@#$%^&*()_+',
  '147258369',
].flatMap((walk) => [walk, Array.from(walk).reverse().join('')]);
const SHORTEST_WALK = 3;

const DATES =
  /^(?:(?:19|20)\d\d(?:[-./]?(?:0[1-9]|1[0-2])[-./]?(?:0[1-9]|[12]\d|3[01]))?|(?:0?[1-9]|[12]\d|3[01])[-./]?(?:0?[1-9]|1[0-2])[-./]?(?:19|20)\d\d)/;

/** What people put for letters. Each keeps the length, so that all readings can be cut at the same places. */
const READINGS: readonly ReadonlyMap<string, string>[] = [
  new Map(),
  new Map(
    Object.entries({
      '@': 'a',
      '4': 'a',
      '8': 'b',
      '3': 'e',
      '6': 'g',
      '1': 'i',
      '!': 'i',
      '0': 'o',
      $: 's',
      '5': 's',
      '7': 't',
      '+': 't',
      '2': 'z',
    }),
  ),
  new Map(Object.entries({ '@': 'a', '4': 'a', '3': 'e', '9': 'g', '1': 'l', '|': 'l', '0': 'o', $: 's', '5': 's', '7': 't', '(': 'c' })),
];

/** How guesses are compared: compatibility forms, case and accents count for nothing. A guesser tries all of them. */
export function foldGuess(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/gu, '')
    .normalize('NFC');
}

/** Whether the password can be cut into at most so many pieces. The words of each set are one piece; they must be folded with `foldGuess`. */
export function isMadeOfFewPieces(input: {
  readonly password: string;
  readonly atMost: number;
  readonly words: readonly ReadonlySet<string>[];
}): boolean {
  const { words } = input;
  const characters = Array.from(foldGuess(input.password));
  const readings = READINGS.map((reading) => characters.map((character) => reading.get(character) ?? character));
  // Places that so many pieces lead to, and from there one piece further, and so on: a long password is looked at only where few pieces lead.
  const reached = new Set([0]);
  let edge = [0];
  for (let pieces = 0; pieces < input.atMost; pieces += 1) {
    const next = new Set(edge.flatMap((start) => pieceLengths({ characters, readings, start, words }).map((length) => start + length)));
    edge = [...next].filter((place) => !reached.has(place));
    for (const place of edge) reached.add(place);
  }
  return reached.has(characters.length);
}

interface Cut {
  readonly characters: readonly string[];
  readonly readings: readonly (readonly string[])[];
  readonly start: number;
  readonly words: readonly ReadonlySet<string>[];
}

/** The lengths of every piece that begins here. One character is always a piece; nothing is one at the end. */
function pieceLengths(cut: Cut): number[] {
  if (cut.start === cut.characters.length) return [];
  return [1, ...wordLengths(cut), ...walkLengths(cut), ...dateLengths(cut), ...repeatLengths(cut)];
}

function wordLengths({ readings, start, words }: Cut): number[] {
  const lengths: number[] = [];
  for (const reading of readings) {
    let word = '';
    for (const character of reading.slice(start, start + LONGEST_WORD)) {
      word += character;
      if (words.some((known) => known.has(word))) lengths.push(Array.from(word).length);
    }
  }
  return lengths;
}

function walkLengths({ characters, start }: Cut): number[] {
  const rest = characters.slice(start).join('');
  return WALKS.map((walk) => sharedStart(rest, walk)).filter((length) => length >= SHORTEST_WALK);
}

/** How many characters of `rest` follow each other in `walk`, wherever in it they begin. */
function sharedStart(rest: string, walk: string): number {
  const from = walk.indexOf(rest.charAt(0));
  if (from === -1) return 0;
  let length = 0;
  while (length < rest.length && rest.charAt(length) === walk.charAt(from + length)) length += 1;
  return length;
}

function dateLengths({ characters, start }: Cut): number[] {
  const date = DATES.exec(characters.slice(start, start + 10).join(''));
  return date ? [date[0].length] : [];
}

/** The block just before this place, over and over, is one more piece, however often it comes. */
function repeatLengths({ characters, start }: Cut): number[] {
  const lengths: number[] = [];
  for (let period = 1; period <= start; period += 1) {
    let length = 0;
    while (start + length < characters.length && characters[start + length] === characters[start + length - period]) length += 1;
    const whole = length - (length % period);
    if (whole > 0) lengths.push(whole);
  }
  return lengths;
}
