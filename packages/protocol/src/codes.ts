import { dammCheckDigit, dammHolds } from './damm.ts';
import { normaliseDigits } from './digits.ts';
import { type Result, ok, refuse } from './result.ts';

/**
 * The codes people carry by hand (section 9, and two of the portal's own that no token knows): groups of four data digits, each with a Damm check digit whose start
 * depends on the kind of code and on the place of the group. So a typo names its group, a group in the wrong place fails,
 * and a code of the wrong kind fails in every group.
 *
 * A parsed code is its data digits, ASCII, without check digits. The type is the proof that the groups held together.
 */

/** PIN Reset Code: 12 data digits, 15 typed. */
export type PinResetCode = string & { readonly brand: 'PinResetCode' };
/** Unlock code: 12, 16 or 20 data digits; 15, 20 or 25 typed. The data digits are the password of the recovery slot. */
export type UnlockCode = string & { readonly brand: 'UnlockCode' };
/** Activation code for typed activation: 12 data digits, 15 typed. */
export type ActivationCode = string & { readonly brand: 'ActivationCode' };
/** Registration code of an offline activation: 12 data digits, 15 typed. */
export type RegistrationCode = string & { readonly brand: 'RegistrationCode' };

/** Recovery code, saved on paper: 20 data digits (66 bits), 25 typed. */
export type RecoveryCode = string & { readonly brand: 'RecoveryCode' };
/** Temporary access code: 12 data digits, 15 typed. */
export type TemporaryAccessCode = string & { readonly brand: 'TemporaryAccessCode' };

export type CodeKind = 'pin-reset' | 'registration' | 'activation' | 'unlock' | 'recovery' | 'temporary-access';

/** N, the data digits of an unlock code: issuer policy. */
export type UnlockDigits = 12 | 16 | 20;
export const UNLOCK_DIGITS: readonly UnlockDigits[] = [12, 16, 20];

/** The part of `DeviceError` that concerns typed codes; the portal's pages speak the same words. None of them costs an attempt. */
export type CodeRefusal =
  /** Too few or too many digits, check digits included. */
  | { readonly code: 'CODE_LENGTH'; readonly expected: number; readonly typed: number }
  /** The groups that do not hold together, counted from 1. */
  | { readonly code: 'CODE_TYPO'; readonly groups: readonly number[] }
  /** A code in good order, but of another kind. */
  | { readonly code: 'CODE_WRONG_KIND'; readonly kind: CodeKind };

export type PinResetCodeRefusal =
  /** `because` says which groups, or what else is wrong. */
  | { readonly code: 'PRC_TYPO'; readonly because: CodeRefusal }
  /** In good order, but of a version this server does not know. */
  | { readonly code: 'PRC_VERSION'; readonly version: number };

const DATA_DIGITS_PER_GROUP = 4;
const TYPED_DIGITS_PER_GROUP = 5;
const GROUP_OFFSET = {
  'pin-reset': 0,
  registration: 0,
  activation: 3,
  unlock: 5,
  'temporary-access': 7,
  recovery: 8,
} as const satisfies Record<CodeKind, number>;
const RECOVERY_DIGITS = 20;
const TEMPORARY_ACCESS_DIGITS = 12;
const PIN_RESET_VERSION = '1';
const REGISTRATION_VERSION = '2';

/** Refuses with PRC_TYPO or PRC_VERSION. */
export function parsePinResetCode(text: string): Result<PinResetCode, PinResetCodeRefusal> {
  const data = parseCode({ text, kind: 'pin-reset', dataDigits: 12 });
  if (!data.ok) return refuse({ code: 'PRC_TYPO', because: data.error });
  const version = data.value.charAt(0);
  if (version === REGISTRATION_VERSION) return refuse({ code: 'PRC_TYPO', because: { code: 'CODE_WRONG_KIND', kind: 'registration' } });
  return version === PIN_RESET_VERSION ? ok(asPinResetCode(data.value)) : refuse({ code: 'PRC_VERSION', version: Number(version) });
}

/** `n`: the data digits of this token's unlock codes, from its header. */
export function parseUnlockCode(text: string, n: UnlockDigits): Result<UnlockCode, CodeRefusal> {
  const data = parseCode({ text, kind: 'unlock', dataDigits: n });
  return data.ok ? ok(asUnlockCode(data.value)) : data;
}

export function parseActivationCode(text: string): Result<ActivationCode, CodeRefusal> {
  const data = parseCode({ text, kind: 'activation', dataDigits: 12 });
  return data.ok ? ok(asActivationCode(data.value)) : data;
}

export function parseRegistrationCode(text: string): Result<RegistrationCode, CodeRefusal> {
  const data = parseCode({ text, kind: 'registration', dataDigits: 12 });
  if (!data.ok) return data;
  const isRegistration = data.value.startsWith(REGISTRATION_VERSION);
  return isRegistration ? ok(asRegistrationCode(data.value)) : refuse({ code: 'CODE_WRONG_KIND', kind: 'pin-reset' });
}

export function parseRecoveryCode(text: string): Result<RecoveryCode, CodeRefusal> {
  const data = parseCode({ text, kind: 'recovery', dataDigits: RECOVERY_DIGITS });
  return data.ok ? ok(asRecoveryCode(data.value)) : data;
}

export function parseTemporaryAccessCode(text: string): Result<TemporaryAccessCode, CodeRefusal> {
  const data = parseCode({ text, kind: 'temporary-access', dataDigits: TEMPORARY_ACCESS_DIGITS });
  return data.ok ? ok(asTemporaryAccessCode(data.value)) : data;
}

/** As shown and typed: `10751 83150 83728`. */
export function formatPinResetCode(code: PinResetCode): string {
  return typedGroups('pin-reset', code).join(' ');
}

/** As shown and typed: `23993 52760 82889 93071`. */
export function formatUnlockCode(code: UnlockCode): string {
  return typedGroups('unlock', code).join(' ');
}

/** As shown and typed. */
export function formatActivationCode(code: ActivationCode): string {
  return typedGroups('activation', code).join(' ');
}

/** As shown and typed. */
export function formatRegistrationCode(code: RegistrationCode): string {
  return typedGroups('registration', code).join(' ');
}

/** As shown and typed. */
export function formatRecoveryCode(code: RecoveryCode): string {
  return typedGroups('recovery', code).join(' ');
}

/** As shown and typed. */
export function formatTemporaryAccessCode(code: TemporaryAccessCode): string {
  return typedGroups('temporary-access', code).join(' ');
}

export type GroupState = 'empty' | 'incomplete' | 'good' | 'bad';

export interface CodeInspection {
  /** One entry for each group the code must have, in order. */
  readonly groups: readonly { readonly typed: string; readonly state: GroupState }[];
  /** Digits beyond the last group. */
  readonly surplus: number;
}

/** The state of every group of a half-typed code, for fields that check while one types. */
export function inspectCode(input: { text: string; kind: CodeKind; dataDigits: number }): CodeInspection {
  const digits = normaliseDigits(input.text) ?? '';
  const count = input.dataDigits / DATA_DIGITS_PER_GROUP;
  const groups = Array.from({ length: count }, (_, index) => {
    const typed = digits.slice(index * TYPED_DIGITS_PER_GROUP, (index + 1) * TYPED_DIGITS_PER_GROUP);
    return { typed, state: groupState(input.kind, index, typed) };
  });
  return { groups, surplus: Math.max(0, digits.length - count * TYPED_DIGITS_PER_GROUP) };
}

function groupState(kind: CodeKind, index: number, typed: string): GroupState {
  if (typed === '') return 'empty';
  if (typed.includes('?')) return 'bad';
  if (typed.length < TYPED_DIGITS_PER_GROUP) return 'incomplete';
  return groupHolds({ kind, index, typed }) ? 'good' : 'bad';
}

/** The data digits, or what is wrong with the text. */
function parseCode(input: { text: string; kind: CodeKind; dataDigits: number }): Result<string, CodeRefusal> {
  const { text, kind } = input;
  const expected = (input.dataDigits / DATA_DIGITS_PER_GROUP) * TYPED_DIGITS_PER_GROUP;
  const digits = normaliseDigits(text);
  if (digits === undefined) return refuse({ code: 'CODE_LENGTH', expected, typed: text.length });
  const lengthFits = digits.length === expected;
  const bad = badGroups(kind, digits);
  if (lengthFits && bad.length === 0) return ok(dataDigitsOf(digits));
  if (!lengthFits || bad.length === groupsOf(digits).length) {
    const actual = kindOf(digits);
    if (actual !== undefined && actual !== kind) return refuse({ code: 'CODE_WRONG_KIND', kind: actual });
  }
  return refuse(lengthFits ? { code: 'CODE_TYPO', groups: bad } : { code: 'CODE_LENGTH', expected, typed: digits.length });
}

/** The kind under which every group holds together, if there is one. */
function kindOf(digits: string): CodeKind | undefined {
  const groups = digits.length / TYPED_DIGITS_PER_GROUP;
  const unlockCodeLengths = UNLOCK_DIGITS.map((n) => n / DATA_DIGITS_PER_GROUP);
  if (unlockCodeLengths.includes(groups) && badGroups('unlock', digits).length === 0) return 'unlock';
  if (groups === RECOVERY_DIGITS / DATA_DIGITS_PER_GROUP && badGroups('recovery', digits).length === 0) return 'recovery';
  if (groups !== 3) return undefined;
  if (badGroups('temporary-access', digits).length === 0) return 'temporary-access';
  if (badGroups('activation', digits).length === 0) return 'activation';
  if (badGroups('pin-reset', digits).length > 0) return undefined;
  return digits.startsWith(REGISTRATION_VERSION) ? 'registration' : 'pin-reset';
}

function badGroups(kind: CodeKind, digits: string): number[] {
  return groupsOf(digits).flatMap((typed, index) => (groupHolds({ kind, index, typed }) ? [] : [index + 1]));
}

function groupHolds(group: { kind: CodeKind; index: number; typed: string }): boolean {
  return /^[0-9]{5}$/.test(group.typed) && dammHolds(startOf(group.kind, group.index), group.typed);
}

function groupsOf(digits: string): readonly string[] {
  return digits.match(/.{1,5}/g) ?? [];
}

function dataDigitsOf(digits: string): string {
  return groupsOf(digits)
    .map((group) => group.slice(0, DATA_DIGITS_PER_GROUP))
    .join('');
}

function typedGroups(kind: CodeKind, data: string): readonly string[] {
  const groups = data.match(/.{4}/g) ?? [];
  return groups.map((group, index) => group + dammCheckDigit(startOf(kind, index), group));
}

function startOf(kind: CodeKind, index: number): number {
  return (GROUP_OFFSET[kind] + index) % 10;
}

/** For digits this package computed itself. @throws RangeError when these are not 12 digits of version 1. */
export function asPinResetCode(data: string): PinResetCode {
  if (!data.startsWith(PIN_RESET_VERSION)) throw new RangeError('not the version of a PIN Reset Code');
  return demandDigits(data, [12]) as PinResetCode;
}

/** For digits this package computed itself. @throws RangeError when these are not 12, 16 or 20 digits. */
export function asUnlockCode(data: string): UnlockCode {
  return demandDigits(data, UNLOCK_DIGITS) as UnlockCode;
}

/** For digits drawn at random by the issuer. @throws RangeError when these are not 12 digits. */
export function asActivationCode(data: string): ActivationCode {
  return demandDigits(data, [12]) as ActivationCode;
}

/** For digits this package computed itself. @throws RangeError when these are not 12 digits of version 2. */
export function asRegistrationCode(data: string): RegistrationCode {
  if (!data.startsWith(REGISTRATION_VERSION)) throw new RangeError('not the version of a registration code');
  return demandDigits(data, [12]) as RegistrationCode;
}

/** For digits drawn at random by the server. @throws RangeError when these are not 20 digits. */
export function asRecoveryCode(data: string): RecoveryCode {
  return demandDigits(data, [RECOVERY_DIGITS]) as RecoveryCode;
}

/** For digits drawn at random by the server. @throws RangeError when these are not 12 digits. */
export function asTemporaryAccessCode(data: string): TemporaryAccessCode {
  return demandDigits(data, [TEMPORARY_ACCESS_DIGITS]) as TemporaryAccessCode;
}

function demandDigits(data: string, lengths: readonly number[]): string {
  if (!/^[0-9]+$/.test(data) || !lengths.includes(data.length)) throw new RangeError('not the data digits of a code');
  return data;
}
