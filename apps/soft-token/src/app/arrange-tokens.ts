import type { TokenKey } from '../storage/names.ts';
import type { RememberedToken } from './remembered-tokens.ts';

/** What its owner does to the order of the tokens on this device. */
export type Arrangement =
  | { readonly kind: 'pin' | 'unpin' | 'up' | 'down'; readonly token: TokenKey }
  /** Once, from A to Z; `names` in the words of the screen. */
  | { readonly kind: 'by-name'; readonly names: ReadonlyMap<TokenKey, string> };

/** Pinned ones stay among themselves: they are moved past each other only. What is asked of a token that is not there changes nothing. */
export function arranged(tokens: readonly RememberedToken[], wish: Arrangement): readonly RememberedToken[] {
  switch (wish.kind) {
    case 'pin':
      return tokens.map((other) => (other.token === wish.token ? { ...other, isPinned: true } : other));
    case 'unpin':
      return tokens.map((other) => (other.token === wish.token ? { token: other.token, serial: other.serial } : other));
    case 'up':
    case 'down':
      return moved(tokens, wish.token, wish.kind);
    case 'by-name': {
      const { compare } = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
      return tokens.toSorted((left, right) => compare(wish.names.get(left.token) ?? '', wish.names.get(right.token) ?? ''));
    }
  }
}

function moved(tokens: readonly RememberedToken[], token: TokenKey, direction: 'up' | 'down'): readonly RememberedToken[] {
  const from = tokens.findIndex((other) => other.token === token);
  const entry = tokens[from];
  if (entry === undefined) return tokens;
  const isNeighbour = (other: RememberedToken): boolean => other.isPinned === entry.isPinned;
  const to =
    direction === 'up'
      ? tokens.findLastIndex((other, index) => index < from && isNeighbour(other))
      : tokens.findIndex((other, index) => index > from && isNeighbour(other));
  return to < 0 ? tokens : tokens.toSpliced(from, 1).toSpliced(to, 0, entry);
}
