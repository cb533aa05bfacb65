import type { AccountNamed } from '../../engine/personal/personal-messages.ts';
import { sayPersonal } from '../../messages/personal-english.ts';

/** How an account is called in a sentence: both its names, or the one it has. */
export function nameOf({ issuer, label }: AccountNamed): string {
  if (issuer !== '' && label !== '') return sayPersonal('name', { issuer, label });
  return issuer || label || sayPersonal('unnamed');
}

/** 123 456, 123 456 78: in threes, which the eye holds. */
export function inThrees(digits: string): readonly string[] {
  return digits.match(/.{1,3}/g) ?? [];
}
