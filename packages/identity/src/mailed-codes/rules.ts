import { Secret } from '@sallyport/platform';

/** NIST SP 800-63B-4 §4.2.1.2: an issued recovery code has at least six random digits. */

const MAX_TYPED_CHARACTERS = 32;

/** `randomBelow(n)` answers an integer from 0 to n - 1, each as likely. */
export function drawMailedCode(digits: number, randomBelow: (limit: number) => number): Secret<string> {
  return new Secret(Array.from({ length: digits }, () => String(randomBelow(10))).join(''));
}

/** The digits as typed, spaces and hyphens allowed; undefined for what cannot be such a code. */
export function readMailedCode(typed: Secret<string>, digits: number): Secret<string> | undefined {
  const text = typed.reveal();
  if (text.length > MAX_TYPED_CHARACTERS) return undefined;
  const plain = text.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '');
  return /^[0-9]+$/.test(plain) && plain.length === digits ? new Secret(plain) : undefined;
}

/** In two halves, as it stands in the mail. */
export function formatMailedCode(code: Secret<string>): string {
  const text = code.reveal();
  const half = Math.ceil(text.length / 2);
  return `${text.slice(0, half)} ${text.slice(half)}`;
}
