import { hashOf } from '../one-time-links/codes.ts';

export type UserName = string & { readonly brand: 'UserName' };
export type DisplayName = string & { readonly brand: 'DisplayName' };

const MAX_TYPED_CHARACTERS = 256;

/** 3 to 64 letters, digits, dots, hyphens, underscores or at-signs, starting with a letter or digit. */
export function parseUserName(text: string): UserName | undefined {
  const name = text.length > MAX_TYPED_CHARACTERS ? '' : text.trim().normalize('NFKC');
  return /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._@-]{2,63}$/u.test(name) ? (name as UserName) : undefined;
}

/** 1 to 100 characters, none of them a control. */
export function parseDisplayName(text: string): DisplayName | undefined {
  const name = text.length > MAX_TYPED_CHARACTERS ? '' : text.trim().normalize('NFC');
  return /^[^\p{C}\p{Zl}\p{Zp}]{1,100}$/u.test(name) ? (name as DisplayName) : undefined;
}

/** Two names that differ only in case, width or surrounding spaces are one name. */
export function userNameKey(typed: string): string {
  return typed.slice(0, MAX_TYPED_CHARACTERS).trim().normalize('NFKC').toLowerCase();
}

/**
 * Whose budget a sign-in under this name spends: the same for names that nobody has, so that the budget tells nothing. Hashed, because
 * people type their password into the wrong field.
 */
export function budgetSubject(typedUserName: string): string {
  return hashOf('user-name', userNameKey(typedUserName));
}
