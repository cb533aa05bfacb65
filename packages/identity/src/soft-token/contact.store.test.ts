import { eachEngine } from '@sallyport/platform/testing';
import { fromBase64url, parseContactReply, revocationMessage, toBase64url } from '@sallyport/protocol';
import { verify, createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  answerActivation,
  answerContact,
  listSoftTokens,
  receiveReceipt,
  receiveRemoval,
  requestUnlock,
  revokeSoftToken,
  startActivation,
  submitOtp,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  SESSION,
  type TestHouse,
  type TestPerson,
  type TestToken,
  VISIT,
  activatedToken,
  activationIdOf,
  activationRequest,
  answeredToken,
  expectDone,
  inParallel,
  personWithQuestions,
  personWithToken,
  proof,
  repairProofs,
  tally,
  testHouse,
} from '../testing/index.ts';
import { stateOf, unlock, unlockAndConfirm } from '../testing/unlocking.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

type Person = TestPerson & { readonly token: TestToken };

function contact(
  house: TestHouse,
  token: TestToken,
  change: { readonly tokenId?: string; readonly wish?: 0 | 1; readonly epoch?: number } = {},
) {
  const { tokenId = token.tokenId, ...facts } = change;
  const asked = token.contact(house.clock.now(), facts);
  return answerContact(house.ports, { tokenId, contact: asked.contact, visit: VISIT });
}

/** What the token hears; undefined when the answer is not its server's. */
async function heard(house: TestHouse, token: TestToken, change: { readonly wish?: 0 | 1; readonly at?: number } = {}) {
  const { wish = 0, at = house.clock.now() } = change;
  const asked = token.contact(at, { wish });
  const reply = expectDone(await answerContact(house.ports, { tokenId: token.tokenId, contact: asked.contact, visit: VISIT }));
  return token.hear(asked, reply);
}

async function isDue(house: TestHouse, token: TestToken): Promise<boolean> {
  house.clock.advance(1);
  const answer = await heard(house, token, { wish: 1 });
  if (!answer) expect.unreachable('the answer is not the server’s');
  return answer.rekeyOffer !== undefined;
}

eachEngine('contact', (open) => {
  test('with another token’s MAC, under other keys or for a token that is not there is one refusal, and audited where there is a token', async () => {
    const house = await testHouse(open);
    const ada = await personWithToken(house);
    const eve = await personWithToken(house, 'eve.quay');
    const refusals = [
      await contact(house, eve.token, { tokenId: ada.token.tokenId }),
      await contact(house, ada.token, { tokenId: 'AAAAAAAAAAAAAAAAAAAAAA' }),
      await contact(house, ada.token, { tokenId: '../../v1' }),
    ];
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'contact-refused', details: {} });
    expect(await auditTrail(house, 'soft-token.contact')).toEqual(['soft-token.contact refused: contact-refused: MAC']);
  });

  test('from windows that are open and windows that are closed, all at the same moment, is answered to each', async () => {
    const house = await testHouse(open);
    const { token } = await personWithToken(house);
    const { tokenId } = token;
    const now = house.clock.now();
    const closed = await Promise.all([1, 2, 3, 4].map((later) => token.closedContact(now + later)));
    const all = [...closed, ...[5, 6, 7, 8].map((later) => token.contact(now + later, {}).contact)];
    const outcomes = await Promise.all(all.map((asked) => answerContact(house.ports, { tokenId, contact: asked, visit: VISIT })));
    expect(tally(outcomes)).toEqual({ done: 8 });
  });

  test('strangers are looked at 120 times a quarter of an hour from one network; the token itself costs nothing', async () => {
    const house = await testHouse(open);
    const { token } = await personWithToken(house);
    const stranger = await personWithToken(house, 'eve.quay');
    for (let turn = 0; turn < 5; turn += 1) {
      expectDone(await contact(house, token));
      house.clock.advance(1);
    }
    const outcomes = await inParallel(130, () => contact(house, stranger.token, { tokenId: token.tokenId }));
    expect(tally(outcomes)).toEqual({ 'contact-refused': 120, 'too-many-attempts': 10 });
  });

  test('a request caught on the way changes nothing a second time, also at the same moment', async () => {
    const house = await testHouse(open);
    const { token } = await personWithToken(house);
    const asked = token.contact(house.clock.now());
    const replies = await inParallel(8, () => answerContact(house.ports, { tokenId: token.tokenId, contact: asked.contact, visit: VISIT }));
    const answers = replies.map((reply) => token.hear(asked, expectDone(reply)));
    expect(answers.filter((answer) => answer?.after === undefined)).toHaveLength(1);
    expect(answers.filter((answer) => answer?.after === house.clock.now())).toHaveLength(7);
  });

  test.each([-365 * DAY, -3 * MINUTE, 3 * MINUTE, 365 * DAY])(
    'a clock that is %i ms away is told the time, and gets through with it',
    async (skew) => {
      const house = await testHouse(open);
      const { token } = await personWithToken(house);
      const first = await heard(house, token, { at: house.clock.now() + skew });
      expect(first).toMatchObject({ timeMs: house.clock.now(), after: 1, rekeyOffer: undefined });
      expect(await heard(house, token)).toMatchObject({ after: undefined });
      // The next one must name a later time, also from a clock that was put back.
      expect(await heard(house, token, { at: house.clock.now() - 1 })).toMatchObject({ after: house.clock.now() });
    },
  );

  test('is what a page shows as the last use, when it is later than the last one-time password', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ lastUsedAt: undefined, removedAt: undefined }]);
    const otpAt = house.clock.now();
    expectDone(await submitOtp(house.ports, { ...person, otp: person.token.otp(otpAt), session: SESSION, visit: VISIT }));
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ lastUsedAt: otpAt }]);
    house.clock.advance(5 * MINUTE);
    await heard(house, person.token);
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ lastUsedAt: house.clock.now() }]);
  });
});

eachEngine('the keys of a token are due', (open) => {
  test('not while they are young, not before an unlock is confirmed, and not without a PIN at hand; but after the unlock', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    expect(await isDue(house, person.token)).toBe(false);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    expect(await isDue(house, person.token)).toBe(false);
    person.token.commit();
    expectDone(await receiveReceipt(house.ports, { tokenId: person.token.tokenId, receipt: person.token.receipt(2, 0), visit: VISIT }));
    expect((await heard(house, person.token))?.rekeyOffer).toBeUndefined();
    expect(await isDue(house, person.token)).toBe(true);
  });

  test('never for an epoch that is over: a restored copy cannot take the token from its owner', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const copy = person.token.copy();
    await unlockAndConfirm(house, person);
    expect(await isDue(house, copy)).toBe(false);
    expect(await isDue(house, person.token)).toBe(true);
  });

  test('after a year', async () => {
    const house = await testHouse(open);
    const { token } = await personWithToken(house);
    house.clock.advance(365 * DAY - 1000);
    expect(await isDue(house, token)).toBe(false);
    house.clock.advance(1000);
    expect(await isDue(house, token)).toBe(true);
  });

  test('and the same key is offered to all that ask at once; twelve a day, no more', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    await unlockAndConfirm(house, person);
    house.clock.advance(1000);
    const offer = (await heard(house, person.token, { wish: 1 }))?.rekeyOffer;
    house.clock.advance(1000);
    expect((await heard(house, person.token, { wish: 1 }))?.rekeyOffer).toEqual(offer);
    const offers = new Set<string>();
    for (let turn = 0; turn < 20; turn += 1) {
      house.clock.advance(6 * MINUTE);
      const next = (await heard(house, person.token, { wish: 1 }))?.rekeyOffer;
      if (next) offers.add(toBase64url(next));
    }
    expect(offers.size).toBe(11);
    house.clock.advance(DAY);
    expect((await heard(house, person.token, { wish: 1 }))?.rekeyOffer).toBeDefined();
  });
});

eachEngine('a revoked token', (open) => {
  async function revoked(house: TestHouse): Promise<Person> {
    const person = await personWithToken(house);
    const { accountId, token } = person;
    expectDone(await revokeSoftToken(house.ports, { accountId, tokenId: token.tokenId, proofs: repairProofs(house), visit: VISIT }));
    return person;
  }

  test('is revoked by its owner alone, with fresh proofs, and of another account it is not there', async () => {
    const house = await testHouse(open);
    const ada = await personWithToken(house);
    const eve = await personWithToken(house, 'eve.quay');
    const { tokenId } = ada.token;
    const old = repairProofs(house);
    house.clock.advance(10 * MINUTE);
    for (const proofs of [[], [proof(house, 'password')], old]) {
      expect(await revokeSoftToken(house.ports, { ...ada, tokenId, proofs, visit: VISIT })).toMatchObject({ code: 'step-up-needed' });
    }
    const proofs = repairProofs(house);
    expect(await revokeSoftToken(house.ports, { ...eve, tokenId, proofs, visit: VISIT })).toMatchObject({ code: 'token-not-found' });
    expect(await revokeSoftToken(house.ports, { ...ada, tokenId: 'nothing', proofs, visit: VISIT })).toMatchObject({
      code: 'token-not-found',
    });
    expect(await stateOf(house, ada)).toEqual({ is: 'ACTIVE' });
    house.mailer.reset();
    const outcomes = await inParallel(4, () => revokeSoftToken(house.ports, { ...ada, tokenId, proofs, visit: VISIT }));
    expect(tally(outcomes)).toEqual({ done: 4 });
    expect(await stateOf(house, ada)).toEqual({ is: 'REVOKED' });
    expect(house.mailer.sent.map((mail) => mail.subject)).toEqual(Array(2).fill('Your soft token was revoked'));
    expect(await auditTrail(house, 'soft-token.revoke')).toEqual(
      [
        'soft-token.revoke refused: token-not-found: of another account',
        'soft-token.revoke refused: token-not-found: malformed token id',
        'soft-token.revoke done',
      ].filter((line) => !line.includes('malformed')),
    );
  });

  test('opens nothing, unlocks nothing and says why, and its seed is gone from the database', async () => {
    const house = await testHouse(open);
    const { accountId, token } = await revoked(house);
    const now = house.clock.now();
    expect(await submitOtp(house.ports, { accountId, otp: token.otp(now), session: SESSION, visit: VISIT })).toMatchObject({
      code: 'otp-refused',
    });
    const asked = { accountId, code: token.pinResetCode(), session: SESSION, proofs: repairProofs(house), visit: VISIT };
    expect(await requestUnlock(house.ports, asked)).toMatchObject({ code: 'token-revoked' });
    const row = await house.database.query.selectFrom('soft_token').select(['sealed_seed', 'sealed_promised_seed']).executeTakeFirst();
    expect(row).toEqual({ sealed_seed: null, sealed_promised_seed: null });
  });

  test('hears it when it is open, under its K_srv', async () => {
    const house = await testHouse(open);
    const { token } = await revoked(house);
    const answer = await heard(house, token, { wish: 1 });
    expect(answer?.rekeyOffer).toBeUndefined();
    expect(answer?.revocation).toHaveLength(32);
  });

  test('hears it when it is closed, signed with the key that was pinned at activation; a stranger hears nothing', async () => {
    const house = await testHouse(open);
    const { token } = await revoked(house);
    const stranger = await personWithToken(house, 'eve.quay');
    const forged = await stranger.token.closedContact(house.clock.now());
    expect(await answerContact(house.ports, { tokenId: token.tokenId, contact: forged, visit: VISIT })).toMatchObject({
      code: 'contact-refused',
    });
    expect(await auditTrail(house, 'soft-token.contact')).toEqual(['soft-token.contact refused: contact-refused: signature']);

    const asked = await token.closedContact(house.clock.now());
    const reply = expectDone(await answerContact(house.ports, { tokenId: token.tokenId, contact: asked, visit: VISIT }));
    const signature = parseContactReply(reply)?.answer.revocation;
    const pinned = Buffer.from(token.issuerKey ?? []);
    const key = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), pinned]),
      format: 'der',
      type: 'spki',
    });
    expect(verify(null, revocationMessage(fromBase64url(token.tokenId)), key, signature ?? new Uint8Array())).toBe(true);

    const inService = await answerContact(house.ports, {
      tokenId: stranger.token.tokenId,
      contact: await stranger.token.closedContact(house.clock.now()),
      visit: VISIT,
    });
    expect(inService).toMatchObject({ revocation: null, rekey: null, mac: null, after: null });
  });

  test('that was never confirmed takes its link with it', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const offer = expectDone(await startActivation(house.ports, { ...person, actor: { kind: 'operator' } }));
    expectDone(await revokeSoftToken(house.ports, { ...person, tokenId: offer.tokenId, proofs: repairProofs(house), visit: VISIT }));
    const link = offer.link.reveal();
    const { request } = await activationRequest(link);
    const answer = await answerActivation(house.ports, { activationId: activationIdOf(link), request, visit: VISIT });
    expect(answer).toMatchObject({ code: 'activation-used' });
  });
});

eachEngine('removal by the owner at the device', (open) => {
  async function remove(house: TestHouse, tokenId: string, by: TestToken) {
    return receiveRemoval(house.ports, { tokenId, signature: await by.removal(), visit: VISIT });
  }

  test('signed by another device, or for a token that is not there, is refused', async () => {
    const house = await testHouse(open);
    const ada = await personWithToken(house);
    const eve = await personWithToken(house, 'eve.quay');
    expect(await remove(house, ada.token.tokenId, eve.token)).toMatchObject({ code: 'removal-refused' });
    expect(await remove(house, 'AAAAAAAAAAAAAAAAAAAAAA', ada.token)).toMatchObject({ code: 'removal-refused' });
    expect(await remove(house, 'x', ada.token)).toMatchObject({ code: 'removal-refused' });
    expect(await stateOf(house, ada)).toEqual({ is: 'ACTIVE' });
    expect(await auditTrail(house, 'soft-token.remove')).toEqual(['soft-token.remove refused: removal-refused: signature']);
  });

  test('revokes the token, says where it happened, tells the owner once, and may be repeated', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    house.mailer.reset();
    const outcomes = await inParallel(4, () => remove(house, person.token.tokenId, person.token));
    expect(tally(outcomes)).toEqual({ done: 4 });
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ state: { is: 'REVOKED' }, removedAt: house.clock.now() }]);
    expect(house.mailer.sent.map((mail) => mail.subject)).toEqual(Array(2).fill('Your soft token was removed from its device'));
    const { accountId, token } = person;
    const otp = await submitOtp(house.ports, { accountId, otp: token.otp(house.clock.now()), session: SESSION, visit: VISIT });
    expect(otp).toMatchObject({ code: 'otp-refused' });
  });

  test('of a token whose activation was never confirmed is taken too', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { link } = expectDone(await startActivation(house.ports, { ...person, actor: { kind: 'operator' } }));
    const token = await answeredToken(house.ports, { link, visit: VISIT });
    expect(await remove(house, token.tokenId, token)).toEqual({ kind: 'taken' });
    expect(await stateOf(house, person)).toEqual({ is: 'REVOKED' });
    expect(await activatedToken(house, person)).toBeDefined();
  });
});
