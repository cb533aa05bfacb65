/** Digits as people type and paste them: any script, with spaces, hyphens and dots between. */

/** White space of any kind (with the zero-width space), every dash and the minus sign, full stops and the middle dot. */
const SEPARATOR = /[\s\u200b\p{Pd}\u2212\u00ad.\u00b7\uff0e]/u;
const DECIMAL_DIGIT = /\p{Nd}/u;

/** What nearly everybody types, and what needs no looking at each character. */
const PLAIN = /^[0-9]*$/;

/** Longer than any code with generous separators; everything above is refused unread. */
export const MAX_TYPED_CHARACTERS = 128;

/**
 * One character for each digit place: Unicode decimal digits become ASCII, separators disappear, and anything else stays
 * as `?`, so that the group it stands in can be named. Undefined when the text is longer than any code.
 */
export function normaliseDigits(text: string): string | undefined {
  if (text.length > MAX_TYPED_CHARACTERS) return undefined;
  if (PLAIN.test(text)) return text;
  let digits = '';
  for (const character of text) {
    if (!SEPARATOR.test(character)) digits += DECIMAL_DIGIT.test(character) ? String(digitValue(character)) : '?';
  }
  return digits;
}

/**
 * Unicode assigns decimal digits in unbroken runs of ten, zero first, and where runs touch (the mathematical digits) they
 * still count by tens; so the distance from the start of the run, modulo ten, is the value.
 */
function digitValue(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  let start = point;
  while (DECIMAL_DIGIT.test(String.fromCodePoint(start - 1))) start -= 1;
  return (point - start) % 10;
}
