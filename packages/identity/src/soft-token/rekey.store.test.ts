import { eachEngine } from '@sallyport/platform/testing';
import type { RekeyReply } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import {
  answerContact,
  answerRekey,
  confirmUnlock,
  listSoftTokens,
  reactivateToken,
  receiveReceipt,
  revokeSoftToken,
  submitOtp,
  viewUnlockCode,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  SESSION,
  type TestHouse,
  type TestPerson,
  type TestToken,
  VISIT,
  expectDone,
  inParallel,
  personWithToken,
  repairProofs,
  tally,
  testHouse,
} from '../testing/index.ts';
import { testDevice } from '../testing/test-token.ts';
import { stateOf, unlock, unlockAndConfirm } from '../testing/unlocking.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

type Person = TestPerson & { readonly token: TestToken };
interface Due {
  readonly house: TestHouse;
  readonly person: Person;
  readonly offer: Uint8Array;
}

async function offerTo(house: TestHouse, token: TestToken): Promise<Uint8Array> {
  house.clock.advance(1);
  const asked = token.contact(house.clock.now(), { wish: 1 });
  const reply = expectDone(await answerContact(house.ports, { tokenId: token.tokenId, contact: asked.contact, visit: VISIT }));
  return token.hear(asked, reply)?.rekeyOffer ?? expect.unreachable('no re-key was offered');
}

/** A token whose unlock has just been confirmed, and the one-time key it was offered. */
async function due(open: Parameters<typeof testHouse>[0]): Promise<Due> {
  const house = await testHouse(open);
  const person = await personWithToken(house);
  await unlockAndConfirm(house, person);
  house.clock.advance(30 * SECOND);
  return { house, person, offer: await offerTo(house, person.token) };
}

function send(house: TestHouse, token: TestToken, request: Parameters<typeof answerRekey>[1]['request']) {
  return answerRekey(house.ports, { tokenId: token.tokenId, request, visit: VISIT });
}

/** The server has answered; whether the device takes it is for the test to say. */
async function promised({ house, person, offer }: Due) {
  const started = await person.token.rekey(offer, house.clock.now());
  const reply = expectDone(await send(house, person.token, started.request));
  return { ...started, reply };
}

async function signsIn(house: TestHouse, { accountId }: TestPerson, otp: string): Promise<boolean> {
  return 'proof' in (await submitOtp(house.ports, { accountId, otp, session: SESSION, visit: VISIT }));
}

const REFUSED = { code: 'rekey-refused', details: {} };

eachEngine('a re-key is refused', (open) => {
  test('with a one-time password of ten minutes ago, of ten minutes ahead, or that was passed by another since', async () => {
    const { house, person, offer } = await due(open);
    const now = house.clock.now();
    house.clock.advance(30 * SECOND);
    expect(await signsIn(house, person, person.token.otp(house.clock.now()))).toBe(true);
    for (const otp of [person.token.otp(now, -20), person.token.otp(now, 20), person.token.otp(now)]) {
      const { request } = await person.token.rekey(offer, now, { otp });
      expect(await send(house, person.token, request)).toMatchObject(REFUSED);
    }
    expect((await auditTrail(house, 'soft-token.promise-keys')).at(-1)).toContain('one-time password');
  });

  test('with another token’s MAC, for another token’s offer, or without any offer', async () => {
    const { house, person, offer } = await due(open);
    const eve = await personWithToken(house, 'eve.quay');
    const now = house.clock.now();
    const evil = await eve.token.rekey(offer, now);
    expect(await send(house, person.token, evil.request)).toMatchObject(REFUSED);
    expect(await send(house, eve.token, evil.request)).toMatchObject(REFUSED);
    await unlockAndConfirm(house, eve);
    const evesOffer = await offerTo(house, eve.token);
    const crossed = await person.token.rekey(evesOffer, now);
    expect(await send(house, person.token, crossed.request)).toMatchObject(REFUSED);
    expect(await answerRekey(house.ports, { tokenId: 'x', request: evil.request, visit: VISIT })).toMatchObject(REFUSED);
    expect(expectDone(await send(house, person.token, (await person.token.rekey(offer, now)).request))).toHaveProperty('ct2');
  });

  test('by strangers guessing at the MAC, 120 times a quarter of an hour, without a try of the offer being spent', async () => {
    const { house, person, offer } = await due(open);
    const { request } = await person.token.rekey(offer, house.clock.now());
    const forged = { ...request, mac: new Uint8Array(32) };
    const outcomes = await inParallel(130, () => send(house, person.token, forged));
    expect(tally(outcomes)).toEqual({ 'rekey-refused': 120, 'too-many-attempts': 10 });
    house.clock.advance(15 * MINUTE);
    const fresh = await offerTo(house, person.token);
    expectDone(await send(house, person.token, (await person.token.rekey(fresh, house.clock.now())).request));
  });

  test('after three requests that were not right, also when they come at once', async () => {
    const { house, person, offer } = await due(open);
    const now = house.clock.now();
    const wrong = await Promise.all(Array.from({ length: 12 }, () => person.token.rekey(offer, now, { otp: person.token.wrongOtp(now) })));
    await Promise.all(wrong.map(({ request }) => send(house, person.token, request)));
    const trail = await auditTrail(house, 'soft-token.promise-keys');
    expect(trail.filter((line) => line.includes('one-time password'))).toHaveLength(3);
    expect(trail.filter((line) => line.includes('no offer, or spent'))).toHaveLength(9);
    expect(await send(house, person.token, (await person.token.rekey(offer, now)).request)).toMatchObject(REFUSED);
  });

  test('for an offer of ten minutes ago', async () => {
    const { house, person, offer } = await due(open);
    house.clock.advance(10 * MINUTE);
    expect(await send(house, person.token, (await person.token.rekey(offer, house.clock.now())).request)).toMatchObject(REFUSED);
  });

  test('while an unlock waits, for a revoked token, and for an epoch that is over', async () => {
    const waiting = await due(open);
    const waitingRequest = (await waiting.person.token.rekey(waiting.offer, waiting.house.clock.now())).request;
    expectDone(await unlock(waiting.house, waiting.person, { code: waiting.person.token.pinResetCode() }));
    expect(await send(waiting.house, waiting.person.token, waitingRequest)).toMatchObject(REFUSED);

    const revoked = await due(open);
    const revokedRequest = (await revoked.person.token.rekey(revoked.offer, revoked.house.clock.now())).request;
    const { accountId, token } = revoked.person;
    const proofs = repairProofs(revoked.house);
    expectDone(await revokeSoftToken(revoked.house.ports, { accountId, tokenId: token.tokenId, proofs, visit: VISIT }));
    expect(await send(revoked.house, token, revokedRequest)).toMatchObject(REFUSED);

    const over = await due(open);
    const { request } = await over.person.token.rekey(over.offer, over.house.clock.now(), { epoch: 0 });
    expect(await send(over.house, over.person.token, request)).toMatchObject(REFUSED);
  });
});

eachEngine('two re-keys at once', (open) => {
  test('of two different requests one is answered; the same one gets the same answer however often it comes', async () => {
    const { house, person, offer } = await due(open);
    const [one, other] = await Promise.all([1, 2].map(() => person.token.rekey(offer, house.clock.now())));
    if (!one || !other) expect.unreachable();
    const outcomes = await Promise.all([one, other, one, other].map(({ request }) => send(house, person.token, request)));
    const answers = outcomes.filter((outcome): outcome is RekeyReply => 'ct2' in outcome);
    // Each side has three tries; the answer of the first is given again to its repeat, if that came in time for it.
    expect(new Set(answers.map(({ ct2 }) => ct2)).size).toBe(1);
    const winner = 'ct2' in (outcomes[0] ?? {}) || 'ct2' in (outcomes[2] ?? {}) ? one : other;
    const again = expectDone(await send(house, person.token, winner.request));
    expect(again.ct2).toBe(answers[0]?.ct2);
    expect(await send(house, person.token, (winner === one ? other : one).request)).toMatchObject(REFUSED);
    await winner.commit(again);
    expect(await signsIn(house, person, person.token.otp(house.clock.now()))).toBe(true);
  });

  test('what one window was promised is not taken back for another, until it can no longer be committed', async () => {
    const given = await due(open);
    const { house, person } = given;
    const first = await promised(given);
    const copy = person.token.copy();
    for (let minute = 1; minute < 10; minute += 1) {
      house.clock.advance(MINUTE - 1);
      await expect(offerTo(house, copy)).rejects.toThrow('no re-key was offered');
    }
    await first.commit(first.reply);
    expect(await signsIn(house, person, person.token.otp(house.clock.now()))).toBe(true);
  });

  test('a promise that nobody kept gives way to another after ten minutes', async () => {
    const given = await due(open);
    const { house, person } = given;
    await promised(given);
    house.clock.advance(10 * MINUTE);
    const second = await promised({ ...given, offer: await offerTo(house, person.token) });
    await second.commit(second.reply);
    expect(await signsIn(house, person, person.token.otp(house.clock.now()))).toBe(true);
  });
});

eachEngine('a re-key that dies half-way leaves a token that works', (open) => {
  test('the answer was lost: the old keys go on, for signing in, contact and unlocking', async () => {
    const given = await due(open);
    const { house, person } = given;
    await promised(given);
    house.clock.advance(30 * SECOND);
    expect(await signsIn(house, person, person.token.otp(house.clock.now()))).toBe(true);
    const asked = person.token.contact(house.clock.now());
    expectDone(await answerContact(house.ports, { tokenId: person.token.tokenId, contact: asked.contact, visit: VISIT }));
    house.clock.advance(30 * SECOND);
    await unlockAndConfirm(house, person);
    expect(await stateOf(house, person)).toEqual({ is: 'ACTIVE' });
  });

  test('the device committed and never reported: each first word under the new keys makes the old ones worthless', async () => {
    const words: Readonly<Record<string, (house: TestHouse, person: Person) => Promise<unknown>>> = {
      'one-time password': async (house, person) => expect(await signsIn(house, person, person.token.otp(house.clock.now()))).toBe(true),
      receipt: async (house, { token }) =>
        expectDone(await receiveReceipt(house.ports, { tokenId: token.tokenId, receipt: token.receipt(1, 0), visit: VISIT })),
      contact: async (house, { token }) => {
        const asked = token.contact(house.clock.now());
        const reply = expectDone(await answerContact(house.ports, { tokenId: token.tokenId, contact: asked.contact, visit: VISIT }));
        expect(token.hear(asked, reply)).toBeDefined();
      },
    };
    for (const say of Object.values(words)) {
      const given = await due(open);
      const { house, person } = given;
      const old = person.token.copy();
      const started = await promised(given);
      await started.commit(started.reply);
      house.clock.advance(30 * SECOND);
      house.mailer.reset();
      await say(house, person);
      expect(await auditTrail(house, 'soft-token.renew-keys')).toEqual(['soft-token.renew-keys done']);
      expect(house.mailer.sent.map((mail) => mail.subject)).toEqual(Array(2).fill('The keys of your soft token were renewed'));
      house.clock.advance(30 * SECOND);
      expect(await signsIn(house, person, old.otp(house.clock.now()))).toBe(false);
      const asked = old.contact(house.clock.now());
      const answer = await answerContact(house.ports, { tokenId: old.tokenId, contact: asked.contact, visit: VISIT });
      expect(answer).toMatchObject({ code: 'contact-refused' });
      const receipt = old.receipt(1, 0);
      expect(await receiveReceipt(house.ports, { tokenId: old.tokenId, receipt, visit: VISIT })).toMatchObject({ code: 'receipt-refused' });
      expect(await signsIn(house, person, person.token.otp(house.clock.now()))).toBe(true);
    }
  });

  test('the old one-time passwords are good until that first word, and of two at the same moment each step is taken once', async () => {
    const given = await due(open);
    const { house, person } = given;
    const old = person.token.copy();
    const started = await promised(given);
    await started.commit(started.reply);
    house.clock.advance(30 * SECOND);
    const now = house.clock.now();
    expect(await signsIn(house, person, old.otp(now))).toBe(true);
    expect(await signsIn(house, person, person.token.otp(now))).toBe(false);
    house.clock.advance(30 * SECOND);
    const otps = [old.otp(house.clock.now()), person.token.otp(house.clock.now())];
    const outcomes = await Promise.all(otps.map((otp) => signsIn(house, person, otp)));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });

  test('the device committed, never reported, and locked: its code under the promised keys unlocks it, and the confirmation keeps the promise', async () => {
    for (const finish of ['one-time password', 'receipt', 'late'] as const) {
      const given = await due(open);
      const { house, person } = given;
      const started = await promised(given);
      await started.commit(started.reply);
      const issued = expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
      const view = expectDone(await viewUnlockCode(house.ports, { ...person, session: SESSION, visit: VISIT }));
      expect(view.code.reveal()).toBe(issued.code.reveal());
      person.token.commit();
      house.clock.advance(finish === 'late' ? 2 * DAY : 30 * SECOND);
      const otp = person.token.otp(house.clock.now());
      if (finish === 'one-time password') expectDone(await confirmUnlock(house.ports, { ...person, otp, session: SESSION, visit: VISIT }));
      if (finish === 'late') expectDone(await reactivateToken(house.ports, { ...person, otp, proofs: repairProofs(house), visit: VISIT }));
      if (finish === 'receipt') {
        const receipt = person.token.receipt(2, 0);
        expectDone(await receiveReceipt(house.ports, { tokenId: person.token.tokenId, receipt, visit: VISIT }));
      }
      expect(await stateOf(house, person)).toEqual({ is: 'ACTIVE' });
      expect(await auditTrail(house, 'soft-token.renew-keys')).toEqual(['soft-token.renew-keys done']);
      house.clock.advance(30 * SECOND);
      expect(await signsIn(house, person, person.token.otp(house.clock.now()))).toBe(true);
    }
  });

  test('an unlock code issued under the old keys is the same one when it is looked at again while others are promised', async () => {
    const given = await due(open);
    const { house, person } = given;
    await promised(given);
    const issued = expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    const view = expectDone(await viewUnlockCode(house.ports, { ...person, session: SESSION, visit: VISIT }));
    expect(view.code.reveal()).toBe(issued.code.reveal());
  });
});

eachEngine('the key of the device', (open) => {
  test('is never replaced by another that comes with a re-key', async () => {
    const given = await due(open);
    const { house, person } = given;
    const stored = () => house.database.query.selectFrom('soft_token').select(['device_key', 'promised_device_key']).executeTakeFirst();
    const before = await stored();
    const started = await person.token.rekey(given.offer, house.clock.now(), { device: await testDevice() });
    await started.commit(expectDone(await send(house, person.token, started.request)));
    expect(await signsIn(house, person, person.token.otp(house.clock.now()))).toBe(true);
    expect(await stored()).toEqual({ device_key: before?.device_key, promised_device_key: null });
    expect(before?.device_key).toContain('P-256');
  });
});

eachEngine('keys in the database', (open) => {
  test('promised or in force, none is stored in the clear; the offer’s key is gone once answered, and everything of it once kept', async () => {
    const given = await due(open);
    const { house, person } = given;
    const rows = () => house.database.query.selectFrom('rekey_offer').select(['state', 'sealed_receiver_key', 'reply']).execute();
    expect(await rows()).toMatchObject([{ state: 'OPEN', reply: null }]);
    const started = await promised(given);
    expect(await rows()).toMatchObject([{ state: 'ANSWERED', sealed_receiver_key: null, reply: started.reply.ct2 }]);
    await started.commit(started.reply);
    expect(await signsIn(house, person, person.token.otp(house.clock.now()))).toBe(true);
    expect(await rows()).toEqual([]);
    const token = await house.database.query
      .selectFrom('soft_token')
      .select(['sealed_promised_seed', 'sealed_promised_recovery_key', 'sealed_promised_server_key', 'promised_at', 'keyed_at'])
      .executeTakeFirst();
    expect(token).toEqual({
      sealed_promised_seed: null,
      sealed_promised_recovery_key: null,
      sealed_promised_server_key: null,
      promised_at: null,
      keyed_at: house.clock.now(),
    });
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ state: { is: 'ACTIVE' } }]);
  });
});
