import { constantTimeEqual, type OtpAccount, tidyText } from '@sallyport/protocol';
import type { AccountId, ListView, PersonalAccount, PersonalContents } from '@sallyport/protocol/personal-vault';

/**
 * What its owner does to the list of a personal vault: from contents to contents, nothing else. What is asked of an account that is not there
 * (another window has taken it away) changes nothing.
 */

/** The same key counted the same way makes the same passwords, whatever it is called. */
export function isSameAccount(left: OtpAccount, right: OtpAccount): boolean {
  const { otp } = left;
  return (
    otp.type === right.otp.type &&
    otp.algorithm === right.otp.algorithm &&
    otp.digits === right.otp.digits &&
    (otp.type === 'hotp' || otp.period === right.otp.period) &&
    constantTimeEqual(left.secret, right.secret)
  );
}

/** The account of the list that this one is, if there is one in sight. */
export function duplicateOf(accounts: readonly PersonalAccount[], account: OtpAccount): PersonalAccount | undefined {
  return accounts.find((other) => !other.isDeleted && isSameAccount(other, account));
}

/** Of several to be added: those new to the list, each once, and those that are there already. */
export function withoutDuplicates<Account extends OtpAccount>(
  accounts: readonly PersonalAccount[],
  additions: readonly Account[],
): { readonly fresh: readonly Account[]; readonly duplicates: readonly Account[] } {
  const fresh: Account[] = [];
  const duplicates: Account[] = [];
  for (const account of additions) {
    const isKnown = duplicateOf(accounts, account) !== undefined || fresh.some((other) => isSameAccount(other, account));
    (isKnown ? duplicates : fresh).push(account);
  }
  return { fresh, duplicates };
}

/** At the end of the list. `ids`: one for each, never used before. */
export function addAccounts(
  contents: PersonalContents,
  additions: readonly { readonly id: AccountId; readonly account: OtpAccount; readonly isPinned?: boolean }[],
): PersonalContents {
  const added = additions.map(({ id, account: { issuer, label, otp, secret }, isPinned = false }) => ({
    id,
    issuer,
    label,
    otp,
    secret,
    isPinned,
    usedAt: 0,
    isDeleted: false,
  }));
  return { ...contents, accounts: [...contents.accounts, ...added] };
}

export interface AccountNames {
  readonly issuer: string;
  readonly label: string;
}

export function renameAccount(contents: PersonalContents, id: AccountId, { issuer, label }: AccountNames): PersonalContents {
  return changeAccount(contents, id, { issuer: tidyText(issuer), label: tidyText(label) });
}

export function pinAccount(contents: PersonalContents, id: AccountId): PersonalContents {
  return changeAccount(contents, id, { isPinned: true });
}

export function unpinAccount(contents: PersonalContents, id: AccountId): PersonalContents {
  return changeAccount(contents, id, { isPinned: false });
}

/** Out of sight; back again by `restoreAccount` until the vault is closed. */
export function deleteAccount(contents: PersonalContents, id: AccountId): PersonalContents {
  return changeAccount(contents, id, { isDeleted: true });
}

export function restoreAccount(contents: PersonalContents, id: AccountId): PersonalContents {
  return changeAccount(contents, id, { isDeleted: false });
}

/** Those that were deleted, for good. */
export function purgeDeleted(contents: PersonalContents): PersonalContents {
  return { ...contents, accounts: contents.accounts.filter(({ isDeleted }) => !isDeleted) };
}

/** `now` in Unix milliseconds, for the order by use. */
export function noteUse(contents: PersonalContents, id: AccountId, now: number): PersonalContents {
  return changeAccount(contents, id, { usedAt: Math.max(0, Math.floor(now)) });
}

/** One place up or down, past the next account in sight that stands in the same part of the list: pinned ones stay among themselves. */
export function moveAccount(contents: PersonalContents, id: AccountId, direction: 'up' | 'down'): PersonalContents {
  const { accounts } = contents;
  const from = accounts.findIndex((account) => account.id === id);
  const moved = accounts[from];
  if (moved === undefined) return contents;
  const isNeighbour = (account: PersonalAccount): boolean => !account.isDeleted && account.isPinned === moved.isPinned;
  const to =
    direction === 'up'
      ? accounts.findLastIndex((account, index) => index < from && isNeighbour(account))
      : accounts.findIndex((account, index) => index > from && isNeighbour(account));
  if (to < 0) return contents;
  return { ...contents, accounts: accounts.toSpliced(from, 1).toSpliced(to, 0, moved) };
}

export function changeView(contents: PersonalContents, change: Partial<ListView>): PersonalContents {
  return { ...contents, view: { ...contents.view, ...change } };
}

function changeAccount(contents: PersonalContents, id: AccountId, change: Partial<PersonalAccount>): PersonalContents {
  return { ...contents, accounts: contents.accounts.map((account) => (account.id === id ? { ...account, ...change } : account)) };
}
