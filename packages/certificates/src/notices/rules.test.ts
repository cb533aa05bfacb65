import { describe, expect, test } from 'vitest';
import type { PersonId } from '../identifiers.ts';
import { type Listener, type Occasion, USUAL_CHOICE, isToldTo, isToldToAddresses, judgeEnding, nextDigest, nextNotice } from './rules.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 9, 1, 12);
const lifeOf = (days: number) => ({ notBefore: NOW, notAfter: NOW + days * DAY_MS - 1000 });

/** The days before the end at which somebody hears of it, when somebody looks all the time. */
function heard(days: number): readonly number[] {
  const life = lifeOf(days);
  const told: number[] = [];
  let dueAt: number | null = nextNotice(life, NOW);
  while (dueAt !== null) {
    const { daysLeft, next } = judgeEnding(life, { dueAt, now: dueAt });
    if (daysLeft !== undefined) told.push(daysLeft);
    dueAt = next;
  }
  return told;
}

describe('the moments at which people are told of an end', () => {
  test('none lies in the first half of a life', () => {
    expect(heard(365)).toEqual([60, 30, 15, 7, 1]);
    expect(heard(120)).toEqual([60, 30, 15, 7, 1]);
    expect(heard(90)).toEqual([30, 15, 7, 1]);
    expect(heard(47)).toEqual([15, 7, 1]);
    expect(heard(7)).toEqual([1]);
    expect(heard(1)).toEqual([]);
  });

  test('after a month in which nobody looked one is told, with the days there really are; after its end none', () => {
    const life = lifeOf(90);
    const dueAt = nextNotice(life, NOW) ?? 0;
    const late = judgeEnding(life, { dueAt, now: NOW + 80 * DAY_MS });
    expect(late.daysLeft).toBe(10);
    expect(late.next).toBe(life.notAfter - 7 * DAY_MS);
    expect(judgeEnding(life, { dueAt, now: life.notAfter + 1 })).toEqual({ daysLeft: undefined, next: null });
  });

  test('one that is looked at for the first time, long before its end, says nothing', () => {
    expect(judgeEnding(lifeOf(365), { dueAt: NOW, now: NOW + DAY_MS }).daysLeft).toBeUndefined();
  });
});

describe('the digest', () => {
  test('comes at six in the morning, never twice for one morning', () => {
    const six = Date.UTC(2026, 9, 2, 6);
    expect(nextDigest(NOW)).toBe(six);
    expect(nextDigest(six - 1)).toBe(six);
    expect(nextDigest(six)).toBe(six + DAY_MS);
  });
});

describe('who is told', () => {
  const [ada, bo, eve] = ['ada', 'bo', 'eve'] as readonly string[] as readonly PersonId[] as [PersonId, PersonId, PersonId];
  const listener = (personId: PersonId, change: Partial<Listener> = {}): Listener => ({
    personId,
    roles: ['requester'],
    ...USUAL_CHOICE,
    ...change,
  });
  const everybody = [
    listener(ada),
    listener(bo, { roles: ['approver'] }),
    listener(eve, { roles: ['organisation-administrator'] }),
  ] as const;
  const occasion = (what: Occasion['what'], change: Partial<Occasion> = {}): Occasion => ({
    what,
    by: null,
    certificate: { status: 'ACTIVE', requestedBy: ada },
    ...change,
  });
  const told = (one: Occasion, people: readonly Listener[] = everybody) =>
    people.filter((person) => isToldTo(one, person, people)).map(({ personId }) => personId);

  test('nobody who has lost every role hears anything, though they asked for it; what must not go unheard goes to the administrators', () => {
    const gone = [listener(ada, { roles: [] }), everybody[1], everybody[2]];
    expect(told(occasion('issued'), gone)).toEqual([]);
    for (const what of ['ending', 'failed', 'revoked'] as const) expect(told(occasion(what), gone), what).toEqual([eve]);
    expect(told(occasion('ending'))).toEqual([ada]);
  });

  test('approvers hear of what waits for them, and not of what they asked for themselves', () => {
    const waits = { certificate: { status: 'PENDING_APPROVAL', requestedBy: ada } } as const;
    expect(told(occasion('asked', waits))).toEqual([bo]);
    expect(told(occasion('asked', { certificate: { ...waits.certificate, requestedBy: bo } }))).toEqual([]);
    // It waits no more.
    expect(told(occasion('asked'))).toEqual([]);
    expect(told(occasion('asked', waits), [listener(bo, { roles: ['approver'], approvals: 'silent' })])).toEqual([]);
  });

  test('nobody hears of what they did themselves, but for a revocation in their name', () => {
    expect(told(occasion('deactivated', { by: ada }))).toEqual([]);
    expect(told(occasion('deactivated', { by: bo }))).toEqual([ada]);
    expect(told(occasion('revoked', { by: ada }))).toEqual([ada]);
  });

  test('what people chose holds: all of the organisation, or none', () => {
    const people = [listener(ada, { scope: 'none' }), listener(bo, { scope: 'all' })];
    expect(told(occasion('issued'), people)).toEqual([bo]);
  });

  test('addresses hear of issue, end and revocation, and of nothing that is between people', () => {
    expect(isToldToAddresses(occasion('ending'))).toBe(true);
    for (const what of ['asked', 'declined', 'failed', 'approved'] as const) expect(isToldToAddresses(occasion(what)), what).toBe(false);
  });
});
