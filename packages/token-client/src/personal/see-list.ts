import type { AccountFacts, ListView } from '@sallyport/protocol/personal-vault';

/** How the list is seen: what is in sight, in which order, and what a search leaves of it. */

/** Pinned ones first, each part in the order wished for. Those of equal name or never used stay as its owner put them. */
export function inOrder<Account extends AccountFacts>(accounts: readonly Account[], order: ListView['order']): readonly Account[] {
  const byWish = comparison(order);
  return accounts
    .filter(({ isDeleted }) => !isDeleted)
    .toSorted((left, right) => Number(right.isPinned) - Number(left.isPinned) || byWish(left, right));
}

/** Every word of the search in the issuer or the label, in any order, case and accents aside. */
export function found<Account extends Pick<AccountFacts, 'issuer' | 'label'>>(
  accounts: readonly Account[],
  search: string,
): readonly Account[] {
  const words = folded(search).split(' ').filter(Boolean);
  return accounts.filter(({ issuer, label }) => {
    const name = folded(`${issuer} ${label}`);
    return words.every((word) => name.includes(word));
  });
}

function comparison(order: ListView['order']): (left: AccountFacts, right: AccountFacts) => number {
  switch (order) {
    case 'hand':
      return () => 0;
    case 'name': {
      const { compare } = new Intl.Collator('en', { sensitivity: 'base', numeric: true });
      return (left, right) => compare(left.issuer || left.label, right.issuer || right.label) || compare(left.label, right.label);
    }
    case 'use':
      return (left, right) => right.usedAt - left.usedAt;
  }
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ');
}
