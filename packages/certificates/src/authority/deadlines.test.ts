import { expect, test } from 'vitest';
import { deadlinesAt, tellAgainSeconds } from './deadlines.ts';
import type { AuthorityDescription } from './describe-authorities.ts';

const DAY_MS = 86_400_000;
const NOW = 1000 * DAY_MS;

function authority(of: Partial<AuthorityDescription>): AuthorityDescription {
  return {
    authorityId: 'root-2',
    kind: 'root',
    key: 'elsewhere',
    rootId: 'root-2',
    state: 'issues',
    name: 'CN=Root',
    serialHex: '01',
    sha256: '',
    notBefore: 0,
    notAfter: 9000 * DAY_MS,
    list: undefined,
    pem: '',
    ...of,
  };
}
const endingIn = (ms: number) => ({ number: 1, thisUpdate: 0, nextUpdate: NOW + ms });
const due = (...all: readonly Partial<AuthorityDescription>[]) => deadlinesAt(all.map(authority), NOW).map(({ about }) => about);

test('the list of an offline root is missed from thirty days before its end on, when it is over, and when there is none', () => {
  expect(due({ list: endingIn(30 * DAY_MS + 1) })).toEqual([]);
  expect(due({ list: endingIn(30 * DAY_MS) }, { list: endingIn(-DAY_MS) }, {})).toEqual(['list', 'list', 'list']);
});

test('nobody is told of lists that the server makes itself, nor of a root that is over', () => {
  expect(due({ key: 'here' }, { kind: 'issuing', state: 'vouches', key: 'here' }, { notAfter: NOW - 1 })).toEqual([]);
});

test('the CA that issues is missed while a lifetime still fits in before its end; one that issues no more is not', () => {
  const issuing = { kind: 'issuing', key: 'here' } as const;
  expect(due({ ...issuing, notAfter: NOW + 400 * DAY_MS }, { ...issuing, notAfter: NOW + 400 * DAY_MS + 1 })).toEqual(['issuing']);
  expect(due({ ...issuing, state: 'revoked', notAfter: NOW + DAY_MS })).toEqual([]);
});

test('it is told weekly, and daily in the last week and after the end', () => {
  const days = (ms: number) => tellAgainSeconds({ endsAt: NOW + ms }, NOW) / 86_400;
  expect([days(8 * DAY_MS), days(7 * DAY_MS), days(-DAY_MS), tellAgainSeconds({ endsAt: undefined }, NOW) / 86_400]).toEqual([7, 1, 1, 1]);
});
