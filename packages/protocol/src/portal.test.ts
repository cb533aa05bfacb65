import { describe, expect, test } from 'vitest';
import { fromHex } from './bytes.ts';
import { type PinResetCode, parsePinResetCode } from './codes.ts';
import { deriveRecoveryKeys } from './key-schedule.ts';
import {
  type ConfirmationJudgement,
  type ReceiptJudgement,
  judgeConfirmation,
  judgeReactivation,
  judgeReceipt,
  otpPurpose,
} from './portal-confirmation.ts';
import { type UnlockCandidate, judgeUnlockRequest } from './portal.ts';
import { readVectors } from './testing/read-vectors.ts';
import type { PortalEvent, PortalStep, TokenName } from './testing/vectors/portal-sequences.ts';
import {
  type PortalEffect,
  type TokenRecord,
  type Transition,
  UNLOCK_POLICY,
  activateRecord,
  expireUnlock,
  pendingRecord,
  revokeRecord,
  suspendRecord,
} from './token-record.ts';

const HOUR = 60 * 60 * 1000;
const START = 1_767_225_600_000;

type Event = Exclude<PortalEvent, { kind: 'request' }> | (Extract<PortalEvent, { kind: 'request' }> & { readonly code: string });

interface Vectors {
  readonly tokens: Readonly<Record<TokenName, { readonly tokenId: string; readonly serial: string; readonly kRec: string }>>;
  readonly sequences: readonly { readonly name: string; readonly steps: readonly (PortalStep & { readonly event: Event })[] }[];
}

const vectors = readVectors<Vectors>('portal');

interface Outcome {
  readonly answer: string;
  readonly next: TokenRecord | undefined;
  readonly effects: readonly PortalEffect[];
}

/** The portal of one person with two tokens: what the service does around the pure decisions, without a database. */
class Portal {
  readonly #records: Record<TokenName, TokenRecord>;

  constructor() {
    this.#records = {
      desk: pendingRecord(fromHex(vectors.tokens.desk.tokenId)),
      phone: pendingRecord(fromHex(vectors.tokens.phone.tokenId)),
    };
  }

  take(event: Event, now: number): { answer: string; state: string; lowestEpoch: number; effects: string[] } {
    const subject = event.kind === 'request' ? (event.named ?? event.shownBy) : event.token;
    const { answer, next, effects } = event.kind === 'request' ? this.#request(event, now) : this.#act(event, now);
    if (next !== undefined) this.#records[subject] = next;
    const { state, lowestEpoch } = this.#records[subject];
    return {
      answer,
      state: state.kind === 'SUSPENDED' ? `SUSPENDED:${state.reason}` : state.kind,
      lowestEpoch,
      effects: effects.map(({ kind, about }) => `${kind}:${about}`),
    };
  }

  #request(event: Extract<Event, { kind: 'request' }>, now: number): Outcome {
    const code = parsePinResetCode(event.code);
    if (!code.ok) expect.fail(`${event.code} is no PIN Reset Code`);
    const names: readonly TokenName[] = event.named === undefined ? ['desk', 'phone'] : [event.named];
    const tokens = names.map((name) => this.#candidate(name));
    const judgement = judgeUnlockRequest({ code: code.value, tokens, session: event.session, actor: 'owner', policy: UNLOCK_POLICY, now });
    const { next, effects } = judgement;
    return { answer: judgement.kind === 'issue' ? 'issue' : judgement.refusal.code, next, effects };
  }

  #candidate(name: TokenName): UnlockCandidate {
    const { serial, kRec } = vectors.tokens[name];
    const record = this.#records[name];
    const { resetMacKey } = deriveRecoveryKeys({ recoveryKey: fromHex(kRec), tokenId: record.tokenId, serial });
    return { record, resetMacKey };
  }

  #act(event: Exclude<Event, { kind: 'request' }>, now: number): Outcome {
    const record = this.#records[event.token];
    const moment = { record, policy: UNLOCK_POLICY, now };
    switch (event.kind) {
      case 'activate':
        return fromTransition('activated', activateRecord(record));
      case 'suspend':
        return fromTransition('suspended', suspendRecord(record));
      case 'revoke':
        return fromTransition('revoked', revokeRecord(record));
      case 'sweep':
        return fromTransition('expired', expireUnlock(moment));
      case 'otp':
        return { answer: otpPurpose(moment), next: undefined, effects: [] };
      case 'confirm':
        return fromJudgement(judgeConfirmation({ ...moment, ...event }));
      case 'reactivate':
        return fromJudgement(judgeReactivation({ ...moment, ...event, triesLeft: 2 }));
      case 'receipt':
        return fromJudgement(judgeReceipt({ ...moment, epoch: event.epoch }));
    }
  }
}

function fromTransition(answer: string, transition: Transition | undefined): Outcome {
  return transition === undefined ? { answer: 'nothing', next: undefined, effects: [] } : { answer, ...transition };
}

function fromJudgement(judgement: ConfirmationJudgement | ReceiptJudgement): Outcome {
  const answer = judgement.kind === 'refuse' ? judgement.refusal.code : judgement.kind;
  const next = 'next' in judgement ? judgement.next : undefined;
  return { answer, next, effects: 'effects' in judgement ? judgement.effects : [] };
}

describe.each(vectors.sequences)('portal vector: $name', ({ steps }) => {
  test('every answer, state, lowest epoch and effect is the expected one', () => {
    const portal = new Portal();
    const played = steps.map(({ hour, event }) => ({ hour, event, ...portal.take(event, START + hour * HOUR) }));
    expect(played).toEqual(steps);
  });
});

/** The worked example: an active token locked at epoch 7, and the code it shows. */
function lockedDesk(): { candidate: UnlockCandidate; code: PinResetCode } {
  const { tokenId, serial, kRec } = vectors.tokens.desk;
  const keys = { recoveryKey: fromHex(kRec), tokenId: fromHex(tokenId), serial };
  const code = parsePinResetCode('10751 83150 83728');
  return {
    candidate: { record: { ...pendingRecord(keys.tokenId), state: { kind: 'ACTIVE' } }, resetMacKey: deriveRecoveryKeys(keys).resetMacKey },
    code: code.ok ? code.value : expect.fail('the worked example is refused'),
  };
}

test('a confirmation that fails tells how many tries are left, and keeps the reason for the audit', () => {
  const state = { kind: 'UNLOCK_PENDING', epoch: 7, session: 's1', since: START } as const;
  const record: TokenRecord = { ...pendingRecord(new Uint8Array(16)), state };
  const attempt = { record, policy: UNLOCK_POLICY, now: START, triesLeft: 1 };
  expect(judgeConfirmation({ ...attempt, otp: 'wrong', session: 's1' })).toMatchObject({
    kind: 'refuse',
    refusal: { code: 'CONFIRM_FAILED', left: 1, why: 'wrong-code' },
  });
  expect(judgeConfirmation({ ...attempt, otp: 'right', session: 's2' })).toMatchObject({
    kind: 'refuse',
    refusal: { code: 'CONFIRM_FAILED', left: 1, why: 'other-session' },
  });
});

test('policy decides how long a code waits and how often it is given out again', () => {
  const policy = { confirmationMs: HOUR, reissue: 1 };
  const { candidate, code } = lockedDesk();
  const request = { code, session: 's1', actor: 'owner', policy };
  const first = judgeUnlockRequest({ ...request, tokens: [candidate], now: START });
  if (first.kind !== 'issue') expect.fail(first.refusal.code);
  expect({ epoch: first.epoch, r: first.r, issues: first.next.issues }).toEqual({
    epoch: 7,
    r: 5831,
    issues: [{ epoch: 7, r: 5831, at: START, session: 's1', actor: 'owner' }],
  });
  const again = judgeUnlockRequest({ ...request, tokens: [{ ...candidate, record: first.next }], now: START + 1 });
  expect(again).toMatchObject({ kind: 'refuse', refusal: { code: 'PRC_REISSUE_LIMIT' } });
  expect(otpPurpose({ record: first.next, policy, now: START + HOUR - 1 })).toBe('confirm-unlock');
  expect(otpPurpose({ record: first.next, policy, now: START + HOUR })).toBe('reactivate');
});

test('a refusal still saves that the unlock before it has run out', () => {
  const policy = { confirmationMs: HOUR, reissue: 1 };
  const { candidate, code } = lockedDesk();
  const request = { code, session: 's1', actor: 'owner', policy };
  const first = judgeUnlockRequest({ ...request, tokens: [candidate], now: START });
  if (first.kind !== 'issue') expect.fail(first.refusal.code);
  const later = judgeUnlockRequest({ ...request, tokens: [{ ...candidate, record: first.next }], now: START + HOUR });
  expect(later).toMatchObject({
    kind: 'refuse',
    refusal: { code: 'PRC_REISSUE_LIMIT' },
    next: { state: { kind: 'SUSPENDED', reason: 'unconfirmed', epoch: 7 } },
    effects: [{ kind: 'notify-owner', about: 'token-suspended' }],
  });
});

describe('when a code fits several tokens, as one in 100,000 does', () => {
  const { candidate, code } = lockedDesk();
  const chosen = (...tokens: readonly UnlockCandidate[]): UnlockCandidate | undefined =>
    judgeUnlockRequest({ code, tokens, session: 's1', actor: 'owner', policy: UNLOCK_POLICY, now: START }).token;
  const revoked: UnlockCandidate = { ...candidate, record: { ...candidate.record, state: { kind: 'REVOKED' } } };
  const further: UnlockCandidate = { ...candidate, record: { ...candidate.record, lowestEpoch: 8 } };

  test('a token in use goes before one that is not', () => {
    expect(chosen(revoked, candidate)).toBe(candidate);
    expect(chosen(revoked, further)).toBe(further);
  });

  test('a lock of now goes before an earlier lock', () => {
    expect(chosen(further, candidate)).toBe(candidate);
  });
});
