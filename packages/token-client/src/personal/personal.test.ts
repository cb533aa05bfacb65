import { utf8 } from '@sallyport/protocol';
import type { AccountId, PersonalAccount, PersonalContents } from '@sallyport/protocol/personal-vault';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addAccounts,
  changeView,
  deleteAccount,
  duplicateOf,
  found,
  inOrder,
  moveAccount,
  noteUse,
  pinAccount,
  purgeDeleted,
  renameAccount,
  restoreAccount,
  unpinAccount,
  withoutDuplicates,
} from './index.ts';

const TOTP = { type: 'totp', algorithm: 'SHA1', digits: 6, period: 30, counter: 0 } as const;

function account(name: string, change: Partial<PersonalAccount> = {}): PersonalAccount {
  return {
    id: name as AccountId,
    issuer: name,
    label: `ada@${name.toLowerCase()}.example`,
    otp: TOTP,
    secret: utf8(`secret of ${name}`),
    isPinned: false,
    usedAt: 0,
    isDeleted: false,
    ...change,
  };
}

function contents(...accounts: readonly PersonalAccount[]): PersonalContents {
  return { recoveryKey: new Uint8Array(32), isRecoveryKeyChecked: true, view: { order: 'hand', size: 'large', codes: 'shown' }, accounts };
}

function names(list: Pick<PersonalContents, 'accounts'>): string {
  return list.accounts.map(({ id }) => id).join(' ');
}

const id = (name: string): AccountId => name as AccountId;

describe('an account that is there already is recognised', () => {
  const list = contents(account('Bank'), account('Shop', { isDeleted: true }));

  test('by its key and how it counts, whatever it is called', () => {
    const same = { ...account('Another name'), secret: utf8('secret of Bank') };
    expect(duplicateOf(list.accounts, same)?.id).toBe('Bank');
    for (const otp of [
      { ...TOTP, digits: 8 },
      { ...TOTP, period: 60 },
      { ...TOTP, algorithm: 'SHA256' },
      { ...TOTP, type: 'hotp' },
    ] as const) {
      expect(duplicateOf(list.accounts, { ...same, otp })).toBeUndefined();
    }
    expect(duplicateOf(list.accounts, { ...same, secret: utf8('another') })).toBeUndefined();
  });

  test('a counter that stands elsewhere makes no other account', () => {
    const counting = account('Gate', { otp: { ...TOTP, type: 'hotp', counter: 4 } });
    expect(duplicateOf([counting], { ...counting, otp: { ...counting.otp, counter: 9, period: 60 } })?.id).toBe('Gate');
  });

  test('but one that was deleted may come back', () => {
    expect(duplicateOf(list.accounts, account('Shop'))).toBeUndefined();
  });

  test('also among those that come together', () => {
    const { fresh, duplicates } = withoutDuplicates(list.accounts, [
      account('Bank'),
      account('Pool'),
      account('Pool', { issuer: 'Pool again' }),
    ]);
    expect(fresh.map(({ issuer }) => issuer)).toEqual(['Pool']);
    expect(duplicates.map(({ issuer }) => issuer)).toEqual(['Bank', 'Pool again']);
  });
});

test('what is asked of an account that is not there changes nothing', () => {
  const list = contents(account('Bank'));
  const gone = id('Gone');
  for (const changed of [
    renameAccount(list, gone, { issuer: 'x', label: 'y' }),
    pinAccount(list, gone),
    deleteAccount(list, gone),
    restoreAccount(list, gone),
    noteUse(list, gone, 5),
    moveAccount(list, gone, 'up'),
  ]) {
    expect(changed).toEqual(list);
  }
});

test('added ones stand at the end, as given and nothing more', () => {
  const more = { ...account('Pool'), note: 'not kept' };
  const list = addAccounts(contents(account('Bank')), [{ id: id('new'), account: more, isPinned: true }]);
  expect(names(list)).toBe('Bank new');
  const { id: _, ...rest } = account('Pool', { isPinned: true });
  expect(list.accounts[1]).toEqual({ ...rest, id: 'new' });
});

test('names are one line', () => {
  const [renamed] = renameAccount(contents(account('Bank')), id('Bank'), { issuer: ' The\nBank\u202e ', label: '' }).accounts;
  expect(renamed).toMatchObject({ issuer: 'The Bank', label: '' });
});

describe('moving', () => {
  const list = contents(
    account('A', { isPinned: true }),
    account('B'),
    account('C', { isDeleted: true }),
    account('D', { isPinned: true }),
    account('E'),
  );

  test('goes past the next one in sight in the same part of the list', () => {
    expect(names(moveAccount(list, id('E'), 'up'))).toBe('A E B C D');
    expect(names(moveAccount(list, id('B'), 'down'))).toBe('A C D E B');
    expect(names(moveAccount(list, id('D'), 'up'))).toBe('D A B C E');
  });

  test('stops at the ends', () => {
    expect(moveAccount(list, id('A'), 'up')).toEqual(list);
    expect(moveAccount(list, id('B'), 'up')).toEqual(list);
    expect(moveAccount(list, id('E'), 'down')).toEqual(list);
  });

  test('loses nobody, and down after up is where it was', () => {
    const many = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(many, fc.nat(), (all, place) => {
        const start = contents(...all.map((name, index) => account(name, { isPinned: index % 3 === 0 })));
        const who = id(all[place % all.length] ?? '');
        const up = moveAccount(start, who, 'up');
        expect(up.accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(start.accounts.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
        const seen = (list: PersonalContents): string =>
          inOrder(list.accounts, 'hand')
            .map((one) => one.id)
            .join();
        if (seen(up) !== seen(start)) expect(seen(moveAccount(up, who, 'down'))).toBe(seen(start));
      }),
    );
  });
});

test('deleted is out of sight, and back where it was when restored', () => {
  const list = contents(account('A'), account('B'), account('C'));
  const without = deleteAccount(list, id('B'));
  expect(inOrder(without.accounts, 'hand').map((one) => one.id)).toEqual(['A', 'C']);
  expect(restoreAccount(without, id('B'))).toEqual(list);
  expect(restoreAccount(purgeDeleted(without), id('B'))).toEqual(contents(account('A'), account('C')));
});

describe('the order', () => {
  const list = contents(
    account('zebra', { usedAt: 5 }),
    account('Äpfel', { usedAt: 0 }),
    account('apple 10', { usedAt: 9 }),
    account('apple 9', { usedAt: 9 }),
    account('Kept', { isPinned: true, usedAt: 1 }),
  );
  const order = (wish: 'hand' | 'name' | 'use'): string =>
    inOrder(list.accounts, wish)
      .map((one) => one.id)
      .join(', ');

  test('by hand, by name and by use, with pinned ones on top', () => {
    expect(order('hand')).toBe('Kept, zebra, Äpfel, apple 10, apple 9');
    expect(order('name')).toBe('Kept, Äpfel, apple 9, apple 10, zebra');
    expect(order('use')).toBe('Kept, apple 10, apple 9, zebra, Äpfel');
  });

  test('follows use, pins and the view', () => {
    const used = noteUse(unpinAccount(pinAccount(list, id('zebra')), id('Kept')), id('Äpfel'), 99.9);
    expect(inOrder(used.accounts, 'use').map((one) => one.id)).toEqual(['zebra', 'Äpfel', 'apple 10', 'apple 9', 'Kept']);
    expect(changeView(list, { codes: 'hidden' }).view).toEqual({ order: 'hand', size: 'large', codes: 'hidden' });
  });
});

test('a search finds every word in issuer or label, case and accents aside', () => {
  const list = [account('Hafenbehörde'), account('Harbour'), account('Bank', { label: 'HAFEN 12' })];
  const search = (words: string): readonly string[] => found(list, words).map(({ issuer }) => issuer);
  expect(search('hafen')).toEqual(['Hafenbehörde', 'Bank']);
  expect(search('  BEHORDE ada ')).toEqual(['Hafenbehörde']);
  expect(search('')).toHaveLength(3);
  expect(search('nothing')).toEqual([]);
});
