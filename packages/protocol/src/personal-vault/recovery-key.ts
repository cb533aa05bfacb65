import { type Bytes, concat, constantTimeEqual, domain, utf8, wipe } from '../bytes.ts';
import type { DeviceError } from '../device-errors.ts';
import { sha256 } from '../key-schedule.ts';
import { type Result, ok, refuse } from '../result.ts';

/**
 * The recovery key of a personal vault as people carry it (section 12): 256 bits and a check of four, as 52 characters of Crockford's
 * base 32 in 13 groups of four. No I, L, O or U: what is read as one of the first three is taken for the 1 or the 0 it was.
 */
export const RECOVERY_KEY_OCTETS = 32;
export const RECOVERY_KEY_GROUPS = 13;
const GROUP_CHARACTERS = 4;
const CHARACTERS = RECOVERY_KEY_GROUPS * GROUP_CHARACTERS;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SEPARATOR = /[\s\u200b\p{Pd}\u2212\u00ad.\u00b7_]/gu;
/** The key with generous separators; everything above is refused unread. */
const MAX_TYPED_CHARACTERS = 256;

/** In groups with spaces between: `4Q7K 0XWE …`. @throws RangeError for anything but 32 octets. */
export function formatRecoveryKey(key: Uint8Array): string {
  if (key.length !== RECOVERY_KEY_OCTETS) throw new RangeError('a recovery key has 32 octets');
  const octets = concat(key, Uint8Array.of(checkOf(key) << 4));
  let text = '';
  for (let place = 0; place < CHARACTERS; place += 1) text += ALPHABET.charAt(fiveBitsAt(octets, place * 5));
  wipe(octets);
  return groupsOf(text).join(' ');
}

/**
 * Costs no attempt: `CODE_LENGTH`, `CODE_TYPO` with the groups that hold a character no key has, `CODE_CHECK` when the whole does not
 * hold together. The check catches fifteen typing errors in sixteen; the sixteenth opens nothing.
 */
export function parseRecoveryKey(typed: string): Result<Bytes, DeviceError> {
  const characters = normaliseRecoveryKey(typed);
  if (characters?.length !== CHARACTERS) {
    return refuse({ code: 'CODE_LENGTH', expected: CHARACTERS, typed: characters?.length ?? typed.length });
  }
  const groups = groupsOf(characters).flatMap((group, index) => (isInAlphabet(group) ? [] : [index + 1]));
  if (groups.length > 0) return refuse({ code: 'CODE_TYPO', groups });
  const octets = octetsOf(characters);
  const key = octets.slice(0, RECOVERY_KEY_OCTETS);
  const holds = (octets[RECOVERY_KEY_OCTETS] ?? 0) >> 4 === checkOf(key);
  wipe(octets);
  return holds ? ok(key) : refuse({ code: 'CODE_CHECK' });
}

export type KeyGroupState = 'empty' | 'incomplete' | 'good' | 'bad';

export interface RecoveryKeyInspection {
  /** One entry for each group a key has, in order. */
  readonly groups: readonly { readonly typed: string; readonly state: KeyGroupState }[];
  /** Characters beyond the last group. */
  readonly surplus: number;
  /** Whether all groups are there, and hold together. */
  readonly whole: 'not-yet' | 'holds' | 'fails';
}

/** A half-typed key, for fields that check while one types. */
export function inspectRecoveryKey(typed: string): RecoveryKeyInspection {
  const characters = normaliseRecoveryKey(typed) ?? '';
  const groups = Array.from({ length: RECOVERY_KEY_GROUPS }, (_, index) => {
    const group = characters.slice(index * GROUP_CHARACTERS, (index + 1) * GROUP_CHARACTERS);
    return { typed: group, state: groupState(group) };
  });
  const isComplete = characters.length === CHARACTERS && groups.every(({ state }) => state === 'good');
  return {
    groups,
    surplus: Math.max(0, characters.length - CHARACTERS),
    whole: isComplete ? (parseRecoveryKey(typed).ok ? 'holds' : 'fails') : 'not-yet',
  };
}

function groupState(group: string): KeyGroupState {
  if (group === '') return 'empty';
  if (!isInAlphabet(group)) return 'bad';
  return group.length < GROUP_CHARACTERS ? 'incomplete' : 'good';
}

/** Some groups of a key, typed back to prove that it was written down. */
export type TypedGroups = readonly { readonly group: number; readonly typed: string }[];

/** The numbers of the groups that are not as typed. */
export function wrongGroups(key: Uint8Array, typed: TypedGroups): readonly number[] {
  const groups = formatRecoveryKey(key).split(' ');
  return typed
    .filter(({ group, typed: text }) => !isSame(groups[group - 1] ?? '', normaliseRecoveryKey(text) ?? ''))
    .map(({ group }) => group);
}

function isSame(left: string, right: string): boolean {
  return left !== '' && constantTimeEqual(utf8(left), utf8(right));
}

/** Upper case, without separators, with O read as 0 and I and L as 1; undefined when it is longer than any key. */
function normaliseRecoveryKey(typed: string): string | undefined {
  if (typed.length > MAX_TYPED_CHARACTERS) return undefined;
  return typed.replaceAll(SEPARATOR, '').toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}

function isInAlphabet(characters: string): boolean {
  return Array.from(characters).every((character) => ALPHABET.includes(character));
}

function groupsOf(characters: string): readonly string[] {
  return characters.match(/.{1,4}/gsu) ?? [];
}

/** Four bits: the first ones of `H(DS("recovery-key") || key)`. */
function checkOf(key: Uint8Array): number {
  return (sha256(concat(domain('recovery-key'), key))[0] ?? 0) >> 4;
}

function fiveBitsAt(octets: Uint8Array, bit: number): number {
  const at = Math.floor(bit / 8);
  const pair = ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
  return (pair >> (11 - (bit % 8))) & 31;
}

/** 33 octets: the key, and the check in the upper half of the last. */
function octetsOf(characters: string): Bytes {
  const octets = new Uint8Array(RECOVERY_KEY_OCTETS + 1);
  for (const [place, character] of Array.from(characters).entries()) {
    const bits = ALPHABET.indexOf(character) << (11 - ((place * 5) % 8));
    const at = Math.floor((place * 5) / 8);
    octets[at] = (octets[at] ?? 0) | (bits >> 8);
    if (at < RECOVERY_KEY_OCTETS) octets[at + 1] = (octets[at + 1] ?? 0) | (bits & 255);
  }
  return octets;
}
