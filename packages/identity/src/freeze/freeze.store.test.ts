import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  addAddress,
  answerActivation,
  changePassword,
  confirmAddress,
  findAccount,
  freezeAccount,
  listDelays,
  removeOldLinks,
  requestPasswordReset,
  resetPassword,
  startActivation,
  startDelay,
  submitPassword,
  thawAccount,
  thawByHelpDesk,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  PASSWORD,
  SUPPORT_MAIL,
  type TestHouse,
  type TestPerson,
  type TestToken,
  VISIT,
  activatedToken,
  activationIdOf,
  activationRequest,
  expectDone,
  inParallel,
  mailedCode,
  mailedCodes,
  personWithPassword,
  personWithToken,
  proof,
  tally,
  testHouse,
} from '../testing/index.ts';
import { unlockAndConfirm } from '../testing/unlocking.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const STRANGER = { address: '203.0.113.66' };
const NEW_PASSWORD = new Secret('seventeen brass anchors');

type Person = TestPerson & { readonly token: TestToken };

function strongProofs(house: TestHouse) {
  return [proof(house, 'password'), proof(house, 'soft-token-otp')];
}

/** Somebody who knows the password has changed it: what its owner finds in the mail. */
async function noticed(open: Parameters<typeof testHouse>[0]): Promise<{ house: TestHouse; person: Person; code: Secret<string> }> {
  const house = await testHouse(open);
  const person = await personWithToken(house);
  house.clock.advance(MINUTE);
  house.mailer.reset();
  expectDone(await changePassword(house.ports, { ...person, currentPassword: PASSWORD, newPassword: NEW_PASSWORD, visit: STRANGER }));
  return { house, person, code: mailedCode(house, 'notice') };
}

function stateOf(house: TestHouse, person: TestPerson) {
  return findAccount(house.ports, { accountId: person.accountId }).then((account) => account?.state);
}

function thaw(house: TestHouse, person: Person, change: { password?: Secret<string>; otp?: string; userName?: string } = {}) {
  house.clock.advance(30_000);
  const { password = NEW_PASSWORD, otp = person.token.otp(house.clock.now()), userName = person.userName } = change;
  return thawAccount(house.ports, { userName, password, otp, visit: VISIT });
}

eachEngine('“this was not me”', (open) => {
  test('freezes once, however often its button is pressed at the same moment, and tells once', async () => {
    const { house, person, code } = await noticed(open);
    const before = await findAccount(house.ports, { accountId: person.accountId });
    house.mailer.reset();
    const outcomes = await inParallel(20, () => freezeAccount(house.ports, { code, visit: VISIT }));
    expect(tally(outcomes)).toEqual({ done: 1, 'notice-link-not-valid': 19 });
    expect(await findAccount(house.ports, { accountId: person.accountId })).toMatchObject({
      state: 'FROZEN',
      epoch: (before?.epoch ?? 0) + 1,
    });
    expect(house.mailer.sent.map((mail) => mail.to).sort()).toEqual(['ada.quay@home.example', 'ada.quay@northwind.example', SUPPORT_MAIL]);
  });

  test('the links of two addresses pressed at the same moment freeze once, and both stand as evidence', async () => {
    const { house, person } = await noticed(open);
    const codes = [...mailedCodes(house, 'notice').values()];
    const before = await findAccount(house.ports, { accountId: person.accountId });
    const outcomes = await Promise.all(codes.map((code) => freezeAccount(house.ports, { code, visit: VISIT })));
    expect(tally(outcomes)).toEqual({ done: 2 });
    expect((await findAccount(house.ports, { accountId: person.accountId }))?.epoch).toBe((before?.epoch ?? 0) + 1);
    const events = await house.database.query
      .selectFrom('audit_event')
      .select('details')
      .where('action', '=', 'account.freeze')
      .orderBy('sequence')
      .execute();
    expect(events.map(({ details }) => (JSON.parse(details ?? '{}') as { effect: string }).effect)).toEqual(['frozen', 'was FROZEN']);
  });

  test('a stranger without a link freezes nobody: no code that was not mailed, and no code of another kind of link', async () => {
    const { house, person } = await noticed(open);
    expectDone(await requestPasswordReset(house.ports, { userName: person.userName, visit: STRANGER }));
    const codes = [mailedCode(house, 'reset'), new Secret('A'.repeat(22)), new Secret(''), new Secret('x'.repeat(5000))];
    for (const code of codes) {
      expect(await freezeAccount(house.ports, { code, visit: STRANGER })).toMatchObject({ code: 'notice-link-not-valid' });
    }
    expect(await stateOf(house, person)).toBe('ACTIVE');
  });

  test('guessing links is throttled by network, and a real link costs nothing', async () => {
    const { house, code } = await noticed(open);
    const guesses = Array.from({ length: 70 }, (_, index) => new Secret(`guess${String(index).padStart(17, '0')}`));
    const outcomes = await Promise.all(guesses.map((guess) => freezeAccount(house.ports, { code: guess, visit: STRANGER })));
    expect(tally(outcomes)).toEqual({ 'notice-link-not-valid': 60, 'too-many-attempts': 10 });
    expectDone(await freezeAccount(house.ports, { code, visit: VISIT }));
  });

  test('the link of one account never freezes another', async () => {
    const { house, person, code } = await noticed(open);
    const bo = await personWithPassword(house, 'bo.harbour');
    expectDone(await freezeAccount(house.ports, { code, visit: VISIT }));
    expect(await stateOf(house, person)).toBe('FROZEN');
    expect(await stateOf(house, bo)).toBe('ACTIVE');
    expectDone(await submitPassword(house.ports, { userName: bo.userName, password: PASSWORD, visit: VISIT }));
  });

  test('the link ends after thirty days', async () => {
    const { house, person, code } = await noticed(open);
    house.clock.advance(30 * DAY);
    expect(await freezeAccount(house.ports, { code, visit: VISIT })).toMatchObject({ code: 'notice-link-expired' });
    expect(await stateOf(house, person)).toBe('ACTIVE');
    await removeOldLinks(house.ports);
    expect(await freezeAccount(house.ports, { code, visit: VISIT })).toMatchObject({ code: 'notice-link-not-valid' });
  });

  test('the help desk and the audit log hear what it was about, when and from where; the codes of links are nowhere', async () => {
    const { house, code } = await noticed(open);
    house.mailer.reset();
    expectDone(await freezeAccount(house.ports, { code, visit: VISIT }));
    const alarm = house.mailer.sent.find((mail) => mail.to === SUPPORT_MAIL)?.text ?? '';
    for (const fact of ['The password of your account was changed', 'Account: ada.quay', '203.0.113.66', '5 January 2026 at 09:01 (UTC)']) {
      expect(alarm).toContain(fact);
    }
    const event = await house.database.query
      .selectFrom('audit_event')
      .select(['details', 'actor', 'network'])
      .where('action', '=', 'account.freeze')
      .executeTakeFirst();
    expect(event).toMatchObject({ actor: 'anonymous', network: VISIT.address });
    expect(JSON.parse(event?.details ?? '{}')).toMatchObject({ about: 'password-changed', network: '203.0.113.66', effect: 'frozen' });
    const rows = JSON.stringify(await house.database.query.selectFrom('notice_link').selectAll().execute());
    expect(`${rows}${event?.details ?? ''}`).not.toContain(code.reveal());
  });
});

eachEngine('a frozen account', (open) => {
  async function frozen() {
    const given = await noticed(open);
    expectDone(await freezeAccount(given.house.ports, { code: given.code, visit: VISIT }));
    return given;
  }

  test('answers at sign-in as any failed one, with the right password and with a wrong one', async () => {
    const { house, person } = await frozen();
    const answers = [];
    for (const [userName, password] of [
      [person.userName, NEW_PASSWORD],
      [person.userName, PASSWORD],
      ['nobody.here', NEW_PASSWORD],
    ] as const) {
      const outcome = await submitPassword(house.ports, { userName, password, visit: VISIT });
      answers.push(JSON.stringify({ ...outcome, reason: undefined }));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('sign-in-failed');
  });

  test('mails no reset link, and one asked for before sets no password', async () => {
    const { house, person, code } = await noticed(open);
    expectDone(await requestPasswordReset(house.ports, { userName: person.userName, visit: STRANGER }));
    const reset = mailedCode(house, 'reset');
    expectDone(await freezeAccount(house.ports, { code, visit: VISIT }));
    house.mailer.reset();
    expectDone(await requestPasswordReset(house.ports, { userName: person.userName, visit: STRANGER }));
    expect(house.mailer.sent).toEqual([]);
    expect(await resetPassword(house.ports, { code: reset, newPassword: PASSWORD, visit: STRANGER })).toMatchObject({
      code: 'reset-link-not-valid',
    });
  });

  test('has given up what was begun: an activation, a new address, and recovery that waits', async () => {
    const { house, person, code } = await noticed(open);
    const { accountId } = person;
    const proofs = strongProofs(house);
    const { link } = expectDone(await startActivation(house.ports, { accountId, actor: { kind: 'owner', proofs, visit: STRANGER } }));
    expectDone(await addAddress(house.ports, { accountId, address: 'eve@evil.example', proofs, visit: STRANGER }));
    const address = mailedCode(house, 'address');
    const byContact = [proof(house, 'password'), proof(house, 'recovery-contact')];
    const claim = new Secret('AAAAAAAAAAAAAAAAAAAAAA');
    expectDone(await startDelay(house.ports, { accountId, kind: 'new-soft-token', proofs: byContact, claim, visit: STRANGER }));
    expectDone(await freezeAccount(house.ports, { code, visit: VISIT }));

    const { request } = await activationRequest(link.reveal());
    const activationId = activationIdOf(link.reveal());
    expect(await answerActivation(house.ports, { activationId, request, visit: STRANGER })).toMatchObject({ code: 'activation-used' });
    expect(await confirmAddress(house.ports, { code: address, visit: STRANGER })).toMatchObject({ code: 'address-link-not-valid' });
    expect(await listDelays(house.ports, { accountId })).toMatchObject([{ standing: { at: 'over', state: 'CANCELLED' } }]);
  });

  test('keeps its evidence, whatever the housekeeping throws away', async () => {
    const { house } = await frozen();
    house.clock.advance(40 * DAY);
    await removeOldLinks(house.ports);
    const kept = await house.database.query.selectFrom('notice_link').select('about').where('spent_at', 'is not', null).execute();
    expect(kept).toEqual([{ about: 'password-changed' }]);
  });
});

eachEngine('opening a frozen account again', (open) => {
  async function frozen() {
    const given = await noticed(open);
    expectDone(await freezeAccount(given.house.ports, { code: given.code, visit: VISIT }));
    return given;
  }

  test('with one factor wrong is answered alike whichever it was, as for a name that nobody has', async () => {
    const { house, person } = await frozen();
    const answers = [];
    for (const change of [{ password: PASSWORD }, { otp: '000000' }, { userName: 'nobody.here' }]) {
      const outcome = await thaw(house, person, change);
      answers.push(JSON.stringify({ ...outcome, reason: undefined }));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('thaw-failed');
    expect(await stateOf(house, person)).toBe('FROZEN');
  });

  test('guesses at either factor spend the budget of the sign-in, also beside a right password', async () => {
    const { house, person } = await frozen();
    const guess = { ...person, password: NEW_PASSWORD, otp: person.token.wrongOtp(house.clock.now()), visit: VISIT };
    const outcomes = await inParallel(30, () => thawAccount(house.ports, guess));
    expect(tally(outcomes)).toEqual({ 'thaw-failed': 5, 'too-many-attempts': 25 });
    expect(await submitPassword(house.ports, { ...person, password: NEW_PASSWORD, visit: VISIT })).toMatchObject({
      code: 'too-many-attempts',
    });
  });

  test('is not done by a token that was activated after what was repudiated', async () => {
    const { house, person, code } = await noticed(open);
    const { accountId } = person;
    const actor = { kind: 'owner', proofs: strongProofs(house), visit: STRANGER } as const;
    expectDone(await startActivation(house.ports, { accountId, actor }));
    const theirs = await activatedToken(house, person);
    expectDone(await freezeAccount(house.ports, { code, visit: VISIT }));
    expect(await thaw(house, { ...person, token: theirs })).toMatchObject({ code: 'thaw-failed' });
    expect(await stateOf(house, person)).toBe('FROZEN');
    expectDone(await thaw(house, person));
  });

  test('is not done by the token that the repudiated notice was about', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    house.clock.advance(MINUTE);
    house.mailer.reset();
    await unlockAndConfirm(house, person);
    expectDone(await freezeAccount(house.ports, { code: mailedCode(house, 'notice'), visit: VISIT }));
    expect(await thaw(house, person, { password: PASSWORD })).toMatchObject({ code: 'thaw-failed' });
  });

  test('by password and own token lets sign-in happen again; sessions from before stay ended, and old links freeze no more', async () => {
    const { house, person } = await frozen();
    const { accountId } = person;
    const before = await findAccount(house.ports, { accountId });
    const unspent = [...mailedCodes(house, 'notice').values()];
    house.mailer.reset();
    expectDone(await thaw(house, person));
    expect(await findAccount(house.ports, { accountId })).toMatchObject({ state: 'ACTIVE', epoch: (before?.epoch ?? 0) + 1 });
    expectDone(await submitPassword(house.ports, { ...person, password: NEW_PASSWORD, visit: VISIT }));
    for (const code of unspent) {
      expect(await freezeAccount(house.ports, { code, visit: STRANGER })).toMatchObject({ code: 'notice-link-not-valid' });
    }
    expect(house.mailer.sent.map((mail) => mail.subject)).toEqual(Array(2).fill('Your account can be used again'));
    expectDone(await freezeAccount(house.ports, { code: mailedCode(house, 'notice'), visit: VISIT }));
    expect(await stateOf(house, person)).toBe('FROZEN');
  });

  test('happens once: two at the same moment leave one epoch and one notice', async () => {
    const { house, person } = await frozen();
    house.mailer.reset();
    house.clock.advance(30_000);
    const [first, second] = [person.token.otp(house.clock.now()), person.token.otp(house.clock.now(), 1)];
    const submit = (otp: string) => thawAccount(house.ports, { ...person, password: NEW_PASSWORD, otp, visit: VISIT });
    const outcomes = await Promise.all([submit(first), submit(second)]);
    expect(tally(outcomes)['done']).toBe(1);
    expect(house.mailer.sent).toHaveLength(2);
  });

  test('of an account that is not frozen says so only to who gave both factors', async () => {
    const { house, person } = await noticed(open);
    expect(await thaw(house, person)).toMatchObject({ code: 'account-not-frozen' });
    expect(await thaw(house, person, { otp: '000000' })).toMatchObject({ code: 'thaw-failed' });
  });

  test('by the help desk needs no factor, keeps agent and reason in the audit log, and tells every address', async () => {
    const { house, person } = await frozen();
    house.mailer.reset();
    const given = { accountId: person.accountId, agent: 'mo', reason: 'called back on the number in the staff directory' };
    const outcomes = await inParallel(5, () => thawByHelpDesk(house.ports, given));
    expect(tally(outcomes)).toEqual({ done: 1, 'account-not-frozen': 4 });
    expect(await auditTrail(house, 'account.thaw')).toHaveLength(5);
    const event = await house.database.query
      .selectFrom('audit_event')
      .select('details')
      .where('action', '=', 'account.thaw')
      .executeTakeFirst();
    expect(JSON.parse(event?.details ?? '{}')).toEqual({ by: 'help-desk', agent: 'mo', reason: given.reason });
    expect(house.mailer.sent).toHaveLength(2);
    expect(house.mailer.sent[0]?.text).not.toContain('staff directory');
  });
});
