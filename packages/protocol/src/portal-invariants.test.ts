import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, u32 } from './bytes.ts';
import type { PinResetCode } from './codes.ts';
import { sha256 } from './key-schedule.ts';
import { pinResetCode, pinResetMac } from './pin-reset-code.ts';
import { judgeConfirmation, judgeReactivation, judgeReceipt, otpPurpose } from './portal-confirmation.ts';
import { type UnlockCandidate, type UnlockJudgement, judgeUnlockRequest } from './portal.ts';
import { HOURS_24, type TokenRecord, UNLOCK_POLICY, expireUnlock, pendingRecord } from './token-record.ts';

/** Section 18, invariants 6 and 9, over the pure decisions. Seeded: a five-digit MAC of a stranger matches once in 100,000 tries. */
const SEEDED = { seed: 20260101, numRuns: 300 };
const START = 1_767_225_600_000;

interface Device {
  readonly tokenId: Bytes;
  readonly key: Bytes;
}

function device(number: number): Device {
  return { tokenId: sha256(u32(number)).slice(0, 16), key: sha256(u32(number + 1_000_000)) };
}

function codeOf({ tokenId, key }: Device, epoch: number, r: number): PinResetCode {
  return pinResetCode({ epoch, r, mac: pinResetMac({ resetMacKey: key, tokenId, epoch, r }) });
}

function active({ tokenId, key }: Device, change: Partial<TokenRecord> = {}): UnlockCandidate {
  return { record: { ...pendingRecord(tokenId), state: { kind: 'ACTIVE' }, ...change }, resetMacKey: key };
}

function request(
  tokens: readonly UnlockCandidate[],
  code: PinResetCode,
  from: { readonly session: string; readonly now: number } = { session: 's1', now: START },
): UnlockJudgement<UnlockCandidate> {
  return judgeUnlockRequest({ tokens, code, actor: 'owner', policy: UNLOCK_POLICY, ...from });
}

function refusalOf(judgement: UnlockJudgement<UnlockCandidate>): string {
  return judgement.kind === 'issue' ? 'issued' : judgement.refusal.code;
}

const epoch = fc.nat({ max: 5000 });
const r = fc.nat({ max: 9999 });

describe('invariant 6', () => {
  test('the PIN Reset Code of one token is refused for every other', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 1000 }), { minLength: 2, maxLength: 2 }), epoch, r, ([one = 0, other = 1], at, random) => {
        const judgement = request([active(device(other), { lowestEpoch: at })], codeOf(device(one), at, random));
        expect(refusalOf(judgement)).toBe('PRC_NO_MATCH');
        expect(judgement.next).toBeUndefined();
      }),
      SEEDED,
    );
  });

  test('among several tokens the code finds its own', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4 }), epoch, r, (mine, at, random) => {
        const tokens = [0, 1, 2, 3, 4].map((number) => active(device(number), { lowestEpoch: at }));
        const judgement = request(tokens, codeOf(device(mine), at, random));
        expect(judgement.kind === 'issue' && judgement.token).toBe(tokens[mine]);
      }),
      SEEDED,
    );
  });

  test('after one unlock the old code gives PRC_OLD, however often the PIN was changed before', () => {
    fc.assert(
      fc.property(epoch, fc.nat({ max: 299 }), r, (lowestEpoch, changes, random) => {
        const mine = device(1);
        const at = lowestEpoch + changes;
        const issued = request([active(mine, { lowestEpoch })], codeOf(mine, at, random));
        if (issued.kind !== 'issue') expect.fail(issued.refusal.code);
        const confirmed = judgeConfirmation({
          record: issued.next,
          policy: UNLOCK_POLICY,
          now: START,
          session: 's1',
          otp: 'right',
          triesLeft: 2,
        });
        if (confirmed.kind !== 'confirmed') expect.fail(confirmed.kind);
        expect(confirmed.next.lowestEpoch).toBe(at + 1);
        expect(refusalOf(request([{ ...active(mine), record: confirmed.next }], codeOf(mine, at, random)))).toBe('PRC_OLD');
      }),
      SEEDED,
    );
  });

  test('a restored copy that went its own way gives PRC_FORK or PRC_OLD, before and after the confirmation', () => {
    const copy = fc.record({ behind: fc.integer({ min: 0, max: 20 }), random: r, afterConfirmation: fc.constantFrom('yes', 'no') });
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 5000 }), r, copy, (at, random, { behind, random: copyRandom, afterConfirmation }) => {
        fc.pre(behind > 0 || copyRandom !== random);
        const mine = device(2);
        const issued = request([active(mine, { lowestEpoch: at - 20 })], codeOf(mine, at, random));
        if (issued.kind !== 'issue') expect.fail(issued.refusal.code);
        const receipt = judgeReceipt({ record: issued.next, policy: UNLOCK_POLICY, now: START, epoch: at + 1 });
        const record = afterConfirmation === 'yes' && receipt.kind === 'confirmed' ? receipt.next : issued.next;
        const answer = refusalOf(request([{ ...active(mine), record }], codeOf(mine, at - behind, copyRandom)));
        expect(answer).toBe(behind === 0 && afterConfirmation === 'no' ? 'PRC_FORK' : 'PRC_OLD');
      }),
      SEEDED,
    );
  });
});

type Act =
  | { readonly kind: 'request'; readonly ahead: number; readonly r: number; readonly session: string }
  | { readonly kind: 'confirm'; readonly session: string; readonly otp: 'right' | 'wrong' }
  | { readonly kind: 'reactivate'; readonly otp: 'right' | 'wrong' }
  | { readonly kind: 'receipt'; readonly ahead: number }
  | { readonly kind: 'sweep' };

const session = fc.constantFrom('s1', 's2');
const otp = fc.constantFrom('right' as const, 'wrong' as const);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('request' as const), ahead: fc.nat({ max: 3 }), r: fc.nat({ max: 1 }), session }),
  fc.record({ kind: fc.constant('confirm' as const), session, otp }),
  fc.record({ kind: fc.constant('reactivate' as const), otp }),
  fc.record({ kind: fc.constant('receipt' as const), ahead: fc.nat({ max: 4 }) }),
  fc.constant({ kind: 'sweep' as const }),
);
const acts = fc.array(fc.record({ hours: fc.integer({ min: 0, max: 20 }), act }), { maxLength: 40 });

/**
 * What an onlooker knows who writes down only what went in and came out: an unlock code is out (since when, for which epoch, to
 * which session), or it is not. Nothing of the record is asked.
 */
type Out = { readonly epoch: number; readonly session: string; readonly since: number } | undefined;

interface World {
  record: TokenRecord;
  out: Out;
  forked: boolean;
}

const mine = device(3);

/** Takes one step, and asserts that exactly what the onlooker allows is confirmed. */
function play(world: World, step: Act, now: number): void {
  const moment = { record: world.record, policy: UNLOCK_POLICY, now };
  const inTime = world.out !== undefined && now - world.out.since < HOURS_24;
  const confirmed = (judgement: { readonly kind: string; readonly next?: TokenRecord | undefined }, allowed: boolean): void => {
    expect(judgement.kind === 'confirmed').toBe(allowed && !world.forked);
    if (judgement.kind === 'confirmed') world.out = undefined;
    world.record = judgement.next ?? world.record;
  };
  switch (step.kind) {
    case 'request': {
      const at = world.record.lowestEpoch + step.ahead;
      const judgement = request([{ record: world.record, resetMacKey: mine.key }], codeOf(mine, at, step.r), {
        now,
        session: step.session,
      });
      if (judgement.kind === 'issue') world.out = { epoch: at, session: step.session, since: now };
      world.forked ||= refusalOf(judgement) === 'PRC_FORK';
      world.record = judgement.next ?? world.record;
      return;
    }
    case 'confirm': {
      const allowed = inTime && step.session === world.out?.session && step.otp === 'right';
      confirmed(judgeConfirmation({ ...moment, session: step.session, otp: step.otp, triesLeft: 2 }), allowed);
      return;
    }
    case 'reactivate': {
      const allowed = world.out !== undefined && !inTime && step.otp === 'right';
      confirmed(judgeReactivation({ ...moment, otp: step.otp, triesLeft: 2 }), allowed);
      return;
    }
    case 'receipt': {
      const at = world.record.lowestEpoch + step.ahead;
      confirmed(judgeReceipt({ ...moment, epoch: at }), inTime && world.out !== undefined && at > world.out.epoch);
      return;
    }
    case 'sweep':
      world.record = expireUnlock(moment)?.next ?? world.record;
  }
}

describe('invariant 9', () => {
  test('between issue and confirmation no one-time password signs in, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const world: World = { record: active(mine).record, out: undefined, forked: false };
        let now = START;
        for (const { hours, act: next } of list) {
          now += hours * 60 * 60 * 1000;
          const before = world.record.lowestEpoch;
          play(world, next, now);
          const signsIn = otpPurpose({ record: world.record, policy: UNLOCK_POLICY, now }) === 'sign-in';
          expect(signsIn).toBe(world.out === undefined && !world.forked);
          expect(world.record.lowestEpoch).toBeGreaterThanOrEqual(before);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('exactly one password after the issue is taken as the confirmation, by the session that has the code', () => {
    const judgement = request([active(mine)], codeOf(mine, 7, 5831));
    if (judgement.kind !== 'issue') expect.fail(judgement.refusal.code);
    const attempt = { policy: UNLOCK_POLICY, now: START, otp: 'right' as const, triesLeft: 2 };
    expect(judgeConfirmation({ ...attempt, record: judgement.next, session: 'another' }).kind).toBe('refuse');
    const confirmed = judgeConfirmation({ ...attempt, record: judgement.next, session: 's1' });
    if (confirmed.kind !== 'confirmed') expect.fail(confirmed.kind);
    expect(judgeConfirmation({ ...attempt, record: confirmed.next, session: 's1' }).kind).toBe('not-awaited');
    expect(otpPurpose({ record: confirmed.next, policy: UNLOCK_POLICY, now: START })).toBe('sign-in');
  });
});

test('a code is never issued for an epoch outside the window, and always for the one that made it', () => {
  fc.assert(
    fc.property(epoch, fc.integer({ min: -150, max: 450 }), r, (lowestEpoch, away, random) => {
      const at = lowestEpoch + away;
      fc.pre(at >= 0);
      const judgement = request([active(mine, { lowestEpoch })], codeOf(mine, at, random));
      if (away >= 0 && away < 300) expect(judgement.kind === 'issue' && [judgement.epoch, judgement.r]).toEqual([at, random]);
      else expect(refusalOf(judgement)).toBe(away < 0 && away >= -100 ? 'PRC_OLD' : 'PRC_NO_MATCH');
    }),
    SEEDED,
  );
});
