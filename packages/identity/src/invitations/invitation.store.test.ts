import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { acceptInvitation, createAccount, createInvitation, findAccount, findSetUpStep, openInvitation, submitPassword } from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  PASSWORD,
  VISIT,
  activatedToken,
  expectDone,
  inParallel,
  invitedPerson,
  personWithPassword,
  personWithQuestions,
  tally,
  testHouse,
} from '../testing/index.ts';

const DAY = 24 * 60 * 60 * 1000;

eachEngine('an invitation', (open) => {
  test('is accepted once, even when it is submitted twenty times at the same moment', async () => {
    const house = await testHouse(open);
    const person = await invitedPerson(house);
    const { code } = expectDone(await createInvitation(house.ports, person));
    const outcomes = await inParallel(20, (index) =>
      acceptInvitation(house.ports, { code, password: new Secret(`a good password number ${String(index)}`), visit: VISIT }),
    );
    expect(tally(outcomes)).toEqual({ done: 1, 'invitation-not-valid': 19 });
    const winner = outcomes.findIndex((outcome) => 'accountId' in outcome);
    const password = new Secret(`a good password number ${String(winner)}`);
    expectDone(await submitPassword(house.ports, { userName: person.userName, password, visit: VISIT }));
    expect(await auditTrail(house, 'invitation.accept')).toContain('invitation.accept done');
  });

  test('guessed codes are not looked up for ever: the network is throttled', async () => {
    const house = await testHouse(open);
    const outcomes = await inParallel(80, (index) =>
      openInvitation(house.ports, { code: new Secret(String(index).padStart(22, 'A')), visit: VISIT }),
    );
    expect(tally(outcomes)).toEqual({ 'invitation-not-valid': 60, 'too-many-attempts': 20 });
  });

  test('the code of a password reset opens no invitation, and a malformed one touches nothing', async () => {
    const house = await testHouse(open);
    for (const text of ['', 'x', 'A'.repeat(21), 'A'.repeat(23), `${'A'.repeat(21)}+`, 'A'.repeat(100_000)]) {
      const refused = await openInvitation(house.ports, { code: new Secret(text), visit: VISIT });
      expect(refused).toMatchObject({ code: 'invitation-not-valid' });
    }
    expect(await house.database.query.selectFrom('attempt_budget').select('kind').execute()).toEqual([]);
  });

  test('looking at it spends nothing; it works until a password was set with it, and then no more', async () => {
    const house = await testHouse(open);
    const person = await invitedPerson(house);
    const { code } = expectDone(await createInvitation(house.ports, person));
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await openInvitation(house.ports, { code, visit: VISIT })).toMatchObject({
        userName: 'ada.quay',
        displayName: 'Ada Quay',
        organisationName: 'Northwind Harbour Authority',
      });
    }
    expectDone(await acceptInvitation(house.ports, { code, password: PASSWORD, visit: VISIT }));
    expect(await openInvitation(house.ports, { code, visit: VISIT })).toMatchObject({ code: 'invitation-not-valid' });
    expect(await createInvitation(house.ports, person)).toMatchObject({ code: 'set-up-step-already-done' });
  });

  test('a password that is refused spends nothing and says what is wrong', async () => {
    const house = await testHouse(open);
    const { code } = expectDone(await createInvitation(house.ports, await invitedPerson(house)));
    const tries: readonly (readonly [string, string])[] = [
      ['short', 'password-too-short'],
      ['x'.repeat(300), 'password-too-long'],
      ['aaaaaaaaaaaaaaaaaa', 'password-too-easy'],
      ['ada.quay-2026-2026', 'password-too-easy'],
    ];
    for (const [text, refusal] of tries) {
      expect(await acceptInvitation(house.ports, { code, password: new Secret(text), visit: VISIT }), text).toMatchObject({
        code: refusal,
      });
    }
    expectDone(await acceptInvitation(house.ports, { code, password: PASSWORD, visit: VISIT }));
  });

  test('a new one makes the old one worthless, and each ends after seven days', async () => {
    const house = await testHouse(open);
    const person = await invitedPerson(house);
    const first = expectDone(await createInvitation(house.ports, person));
    const second = expectDone(await createInvitation(house.ports, person));
    expect(await openInvitation(house.ports, { code: first.code, visit: VISIT })).toMatchObject({ code: 'invitation-not-valid' });
    expectDone(await openInvitation(house.ports, { code: second.code, visit: VISIT }));
    house.clock.advance(7 * DAY);
    const late = await acceptInvitation(house.ports, { code: second.code, password: PASSWORD, visit: VISIT });
    expect(late).toMatchObject({ code: 'invitation-expired', details: { until: second.expiresAt } });
  });

  test('is mailed to the first address alone, with the code in the fragment; the password set with it is told to every address', async () => {
    const house = await testHouse(open);
    const { code, link } = expectDone(await createInvitation(house.ports, await invitedPerson(house)));
    expect(link.reveal()).toBe(`https://self.example/invitation#i=${code.reveal()}`);
    expect(house.mailer.sent.map((mail) => mail.to)).toEqual(['ada.quay@northwind.example']);
    expect(house.mailer.sent[0]?.text).toContain(link.reveal());
    house.mailer.reset();
    expectDone(await acceptInvitation(house.ports, { code, password: PASSWORD, visit: VISIT }));
    expect(house.mailer.sent.map((mail) => mail.to)).toEqual(['ada.quay@northwind.example', 'ada.quay@home.example']);
    expect(house.mailer.sent[0]?.text).not.toContain(code.reveal());
  });

  test('its code is nowhere in the database', async () => {
    const house = await testHouse(open);
    const { code } = expectDone(await createInvitation(house.ports, await invitedPerson(house)));
    const rows = await house.database.query.selectFrom('invitation').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(code.reveal());
  });
});

eachEngine('setting an account up', (open) => {
  test('goes on where it was left: password, questions, soft token, done', async () => {
    const house = await testHouse(open);
    const step = (person: { accountId: Parameters<typeof findSetUpStep>[1]['accountId'] }) => findSetUpStep(house.ports, person);
    expect(await step(await invitedPerson(house, 'person.one'))).toBe('password');
    expect(await step(await personWithPassword(house, 'person.two'))).toBe('questions');
    const person = await personWithQuestions(house, 'person.three');
    expect(await step(person)).toBe('soft-token');
    await activatedToken(house, person);
    expect(await step(person)).toBe('done');
  });

  test('one user name is one account, in whatever case, even when two are made at the same moment', async () => {
    const house = await testHouse(open);
    const { accountId } = await invitedPerson(house, 'first.one');
    const organisationId = (await findAccount(house.ports, { accountId }))?.organisationId;
    if (!organisationId) throw new Error('no organisation');
    const outcomes = await inParallel(8, (index) =>
      createAccount(house.ports, {
        organisationId,
        userName: index % 2 === 0 ? 'Dora.Mole' : 'dora.mole',
        displayName: 'Dora Mole',
        addresses: ['dora@northwind.example'],
      }),
    );
    expect(tally(outcomes)).toEqual({ done: 1, 'user-name-taken': 7 });
  });

  test('an account is refused with a word for what is wrong with it', async () => {
    const house = await testHouse(open);
    const { accountId } = await invitedPerson(house);
    const organisationId = (await findAccount(house.ports, { accountId }))?.organisationId;
    if (!organisationId) throw new Error('no organisation');
    const good = { organisationId, userName: 'dora.mole', displayName: 'Dora Mole', addresses: ['dora@northwind.example'] };
    const create = (change: Partial<typeof good>) => createAccount(house.ports, { ...good, ...change });
    expect(await create({ userName: 'no spaces please' })).toMatchObject({ code: 'user-name-malformed' });
    expect(await create({ displayName: '\u0007' })).toMatchObject({ code: 'display-name-malformed' });
    expect(await create({ addresses: [] })).toMatchObject({ code: 'address-malformed' });
    expect(await create({ addresses: ['dora@northwind.example', 'not an address'] })).toMatchObject({
      code: 'address-malformed',
      details: { positions: [1] },
    });
  });
});
