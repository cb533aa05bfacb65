import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type Proof,
  acceptVouching,
  answerNaming,
  answerVouching,
  askContact,
  assuranceOf,
  cancelDelaysAtLevelTwo,
  createOrganisation,
  findReadiness,
  findRecoveryVerdict,
  freezeAccount,
  listContacts,
  listVouchings,
  nameContact,
  removeContact,
  startDelay,
  viewVouching,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  type TestHouse,
  type TestPerson,
  VISIT,
  colleagueOf,
  expectDone,
  inParallel,
  mailedCodes,
  outcomeOf,
  personWithPassword,
  personWithToken,
  proof,
  strongProofs,
  tally,
  testHouse,
} from '../testing/index.ts';
import { type TestBond, agreedContact, askedContact, namedContact } from '../testing/vouching.ts';
import { CLAIM, OTHER_CLAIM } from '../testing/waiting.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const WRONG = new Secret('000 001');

function name(house: TestHouse, { accountId }: TestPerson, contact: string) {
  return nameContact(house.ports, { accountId, contact, proofs: strongProofs(house), visit: VISIT });
}

function vouch(house: TestHouse, by: TestPerson, given: { readonly voucherId: string; readonly code: Secret<string> | undefined }) {
  return answerVouching(house.ports, { accountId: by.accountId, proofs: strongProofs(house), visit: VISIT, ...given });
}

function accept(house: TestHouse, { accountId }: TestPerson, claim: Secret<string> | undefined = CLAIM) {
  return acceptVouching(house.ports, { accountId, claim, visit: VISIT });
}

async function asked(open: Parameters<typeof testHouse>[0]) {
  const house = await testHouse(open);
  const person = await personWithToken(house);
  const bond = await agreedContact(house, person);
  return { house, person, bond, ...(await askedContact(house, person, bond)) };
}

async function freeze(house: TestHouse, person: TestPerson): Promise<void> {
  const code = mailedCodes(house, 'notice').get(`${person.userName}@home.example`);
  if (!code) throw new Error('no notice was sent');
  expectDone(await freezeAccount(house.ports, { code, visit: VISIT }));
}

eachEngine('naming a recovery contact', (open) => {
  test('tells a stranger nothing: without level 2 every name is answered alike, and none is looked up', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    await colleagueOf(house, person, 'ben.weir');
    for (const contact of ['ben.weir', 'nobody.here', person.userName])
      expect(
        await nameContact(house.ports, { ...person, contact, proofs: [proof(house, 'password'), proof(house, 'questions')], visit: VISIT }),
      ).toMatchObject({
        code: 'step-up-needed',
      });
    expect(await listContacts(house.ports, person)).toEqual({ mine: [], others: [] });
  });

  test('finds a colleague by user name or primary address, and answers alike for everybody else', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const ben = await colleagueOf(house, person, 'ben.weir');
    const cleo = await colleagueOf(house, person, 'cleo.pier');
    await personWithPassword(house, 'eve.elsewhere');
    const frozen = await colleagueOf(house, person, 'fay.frozen');
    await freeze(house, frozen);
    const missed = [
      'nobody.here',
      'eve.elsewhere',
      'eve.elsewhere@northwind.example',
      'fay.frozen',
      'ben.weir@home.example',
      person.userName,
      '',
    ];
    const answers = [];
    for (const contact of missed) answers.push({ ...(await name(house, person, contact)), reason: undefined });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: 'contact-not-found', details: {} });
    expect(expectDone(await name(house, person, ' BEN.Weir '))).toMatchObject({ displayName: 'Ben Weir' });
    expectDone(await name(house, person, 'Cleo.Pier@northwind.example'));
    expect((await listContacts(house.ports, ben)).others).toMatchObject([{ userName: person.userName, standing: 'asked' }]);
    expect((await listContacts(house.ports, cleo)).others).toHaveLength(1);
  });

  test('of twenty parallel tries ten are looked at, whatever they find', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const outcomes = await inParallel(20, (index) => name(house, person, `colleague.${String(index)}`));
    expect(tally(outcomes)).toEqual({ 'contact-not-found': 10, 'too-many-attempts': 10 });
  });

  test('names one colleague once, and three at most', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    await colleagueOf(house, person, 'ben.weir');
    expect(tally(await inParallel(5, () => name(house, person, 'ben.weir')))).toEqual({ done: 1, 'contact-known': 4 });
    await namedContact(house, person, 'cleo.pier');
    await namedContact(house, person, 'dora.quay');
    await colleagueOf(house, person, 'finn.dock');
    expect(await name(house, person, 'finn.dock')).toMatchObject({ code: 'contact-limit', details: { limit: 3 } });
  });

  test('mails the colleague a link that holds no secret, and they alone agree or decline, at level 2, once', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    house.mailer.reset();
    const { contact, contactId } = await namedContact(house, person);
    const mail = house.mailer.sent.find(({ to, subject }) => to === 'ben.weir@northwind.example' && subject.includes('recovery contact'));
    expect(mail?.text).toContain('https://self.example/contacts\n');
    const answer = (by: TestPerson, answered: 'agree' | 'decline', proofs = strongProofs(house)) =>
      answerNaming(house.ports, { accountId: by.accountId, contactId, answer: answered, proofs, visit: VISIT });
    expect(await answer(person, 'agree')).toMatchObject({ code: 'contact-not-asked' });
    expect(await answer(contact, 'agree', [proof(house, 'password'), proof(house, 'questions')])).toMatchObject({ code: 'step-up-needed' });
    const outcomes = await inParallel(6, (index) => answer(contact, index % 2 === 0 ? 'agree' : 'decline'));
    expect(tally(outcomes)).toEqual({ done: 1, 'contact-not-asked': 5 });
  });

  test('is ended by either side and by nobody else, and what was asked ends with it', async () => {
    const { house, person, bond, voucherId, code } = await asked(open);
    const { contact, contactId } = bond;
    const eve = await colleagueOf(house, person, 'eve.harbour');
    const remove = (by: TestPerson) =>
      removeContact(house.ports, { accountId: by.accountId, contactId, proofs: strongProofs(house), visit: VISIT });
    expect(await remove(eve)).toMatchObject({ code: 'contact-not-asked' });
    const outcomes = await Promise.all([remove(person), remove(contact), remove(person)]);
    expect(tally(outcomes)).toEqual({ done: 1, 'contact-not-asked': 2 });
    expect(await vouch(house, contact, { voucherId, code })).toMatchObject({ code: 'vouching-over' });
    expect(await listContacts(house.ports, person)).toEqual({ mine: [], others: [] });
    // And may be named anew.
    expectDone(await name(house, person, contact.userName));
  });
});

eachEngine('a recovery contact', (open) => {
  test('vouches once and is believed once, however often both are sent at the same moment', async () => {
    const { house, person, bond, voucherId, code } = await asked(open);
    const answers = await inParallel(10, () => vouch(house, bond.contact, { voucherId, code }));
    expect(tally(answers)['done']).toBe(1);
    expect(tally(await inParallel(10, () => accept(house, person)))).toEqual({ done: 1, 'vouching-not-given': 9 });
  });

  test('is stopped after three wrong codes, however many are sent at the same moment', async () => {
    const { house, person, bond, voucherId, code } = await asked(open);
    const answers = await inParallel(20, () => vouch(house, bond.contact, { voucherId, code: WRONG }));
    expect(tally(answers)).toEqual({ 'vouching-code-wrong': 3, 'vouching-over': 17 });
    expect(await vouch(house, bond.contact, { voucherId, code })).toMatchObject({ code: 'vouching-over' });
    expect(await accept(house, person)).toMatchObject({ code: 'vouching-not-given' });
  });

  test('alone answers: neither the person themselves, nor another contact, nor a stranger, and not at level 1', async () => {
    const { house, person, bond, voucherId, code } = await asked(open);
    const other = await agreedContact(house, person, 'cleo.pier');
    for (const by of [person, other.contact]) expect(await vouch(house, by, { voucherId, code })).toMatchObject({ code: 'vouching-over' });
    const weak = { ...bond.contact, voucherId, code, proofs: [proof(house, 'password'), proof(house, 'questions')], visit: VISIT };
    expect(await answerVouching(house.ports, weak)).toMatchObject({ code: 'step-up-needed' });
    house.clock.advance(10 * 60_000);
    const stale = [proof(house, 'password'), proof(house, 'soft-token-otp')].map((one) => ({ ...one, at: one.at - 10 * 60_000 }));
    expect(await answerVouching(house.ports, { ...weak, proofs: stale })).toMatchObject({ code: 'step-up-needed' });
    expect(await listVouchings(house.ports, other.contact)).toEqual([]);
  });

  test('who is frozen neither vouches nor is believed any more', async () => {
    const first = await asked(open);
    await freeze(first.house, first.bond.contact);
    expect(await vouch(first.house, first.bond.contact, first)).toMatchObject({ code: 'vouching-over' });
    const { house, person, bond, ...answer } = await asked(open);
    expectDone(await vouch(house, bond.contact, answer));
    await freeze(house, bond.contact);
    expect(await accept(house, person)).toMatchObject({ code: 'vouching-not-given' });
  });

  test('is believed by nobody but the browser that asked, and not after a day', async () => {
    const { house, person, bond, ...answer } = await asked(open);
    expectDone(await vouch(house, bond.contact, answer));
    expect(await accept(house, person, OTHER_CLAIM)).toMatchObject({ code: 'vouching-not-given' });
    expect(await acceptVouching(house.ports, { ...person, claim: undefined, visit: VISIT })).toMatchObject({ code: 'vouching-not-given' });
    expect(await accept(house, bond.contact)).toMatchObject({ code: 'vouching-not-given' });
    expect(await viewVouching(house.ports, { ...person, claim: OTHER_CLAIM })).toBeUndefined();
    expect(await viewVouching(house.ports, { ...person, claim: CLAIM })).toMatchObject({ standing: 'vouched', contactName: 'Ben Weir' });
    house.clock.advance(DAY);
    expect(await accept(house, person)).toMatchObject({ code: 'vouching-not-given' });
  });

  test('is asked five times a day at most, and only by whoever gave a password just now', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const { contactId } = await agreedContact(house, person);
    const ask = (proofs: readonly Proof[]) => askContact(house.ports, { ...person, contactId, proofs, claim: CLAIM, visit: VISIT });
    expect(await ask([])).toMatchObject({ code: 'step-up-needed' });
    expect(tally(await inParallel(12, () => ask([proof(house, 'password')])))).toEqual({ done: 5, 'too-many-attempts': 7 });
    const open_ = await house.database.query.selectFrom('recovery_voucher').select('voucher_id').where('ended_at', 'is', null).execute();
    expect(open_).toHaveLength(1);
  });

  test('who has not agreed, or is another person’s, is asked nothing', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const named = await namedContact(house, person);
    const eve = await personWithToken(house, 'eve.harbour');
    const eves = await agreedContact(house, eve, 'ivo.mole');
    for (const { contactId } of [named, eves])
      expect(
        await askContact(house.ports, { ...person, contactId, proofs: [proof(house, 'password')], claim: CLAIM, visit: VISIT }),
      ).toMatchObject({
        code: 'contact-not-found',
      });
  });

  test('gets a mail without the code, which says to speak with the person first', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const bond = await agreedContact(house, person);
    house.mailer.reset();
    const { code } = await askedContact(house, person, bond);
    const mail = house.mailer.sent.find(({ to }) => to === 'ben.weir@northwind.example');
    expect(mail?.text).toContain('https://self.example/vouching\n');
    expect(mail?.text).toContain('Speak with Ada Quay first');
    for (const { text, html } of house.mailer.sent) for (const part of [text, html]) expect(part).not.toContain(code.reveal());
    const row = await house.database.query.selectFrom('recovery_voucher').select('sealed_code').executeTakeFirst();
    expect(Buffer.from(row?.sealed_code ?? []).toString('latin1')).not.toContain(code.reveal().replace(' ', ''));
    expect((await auditTrail(house)).join('\n')).not.toContain(code.reveal());
  });

  test('opens nothing at once under any policy, and raises no level', async () => {
    const { house, person, bond, ...answer } = await asked(open);
    expectDone(await vouch(house, bond.contact, answer));
    const { proof: vouched } = expectDone(await accept(house, person));
    const proofs = [proof(house, 'password'), vouched];
    expect(assuranceOf(proofs).level).toBe(1);
    expect(await findRecoveryVerdict(house.ports, { ...person, act: 'unlock-token', proofs })).toEqual({
      kind: 'after-delay',
      delayMs: 8 * HOUR,
    });
    house.mailer.reset();
    expectDone(await startDelay(house.ports, { ...person, kind: 'unlock-token', proofs, claim: CLAIM, visit: VISIT }));
    expect([...mailedCodes(house, 'delay').keys()]).toEqual(['ada.quay@northwind.example', 'ada.quay@home.example']);
  });

  test('is told that it is over when the person comes in by password and soft token', async () => {
    const { house, person, bond, ...answer } = await asked(open);
    await cancelDelaysAtLevelTwo(house.ports, { ...person, proofs: strongProofs(house), visit: VISIT });
    expect(await vouch(house, bond.contact, answer)).toMatchObject({ code: 'vouching-over' });
  });

  test('counts for readiness once they have agreed, while they can sign in, and not when each is the other’s only way', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const named = await namedContact(house, person);
    expect(await findReadiness(house.ports, person)).toMatchObject({ contacts: 'none' });
    const agree = (by: TestPerson, bond: Pick<TestBond, 'contactId'>) =>
      answerNaming(house.ports, { accountId: by.accountId, ...bond, answer: 'agree', proofs: strongProofs(house), visit: VISIT });
    expectDone(await agree(named.contact, named));
    const ready = await findReadiness(house.ports, person);
    expect(ready.contacts).toBe('counts');
    expect(ready.holds).toContain('recovery-contact');
    const back = expectDone(await name(house, named.contact, person.userName));
    expectDone(await agree(person, back));
    const circular = await findReadiness(house.ports, person);
    expect(circular.contacts).toBe('circular');
    expect(circular.holds).not.toContain('recovery-contact');
    expect((await listContacts(house.ports, person)).mine).toMatchObject([{ bond: 'mutual', standing: 'agreed' }]);
    await freeze(house, named.contact);
    expect(await findReadiness(house.ports, person)).toMatchObject({ contacts: 'none' });
    expect((await listContacts(house.ports, person)).mine).toMatchObject([{ standing: 'away' }]);
  });

  test('of another organisation is named by nobody, even under the same user name', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    await createOrganisation(house.ports, { name: 'Elsewhere' });
    await personWithPassword(house, 'ben.weir');
    expect(outcomeOf(await name(house, person, 'ben.weir'))).toBe('contact-not-found');
  });
});
