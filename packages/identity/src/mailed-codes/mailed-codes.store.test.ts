import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { type AccountId, type FederationSessionRef, answerMailedCode, assuranceOf, sendMailedCode } from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  OTHER_SESSION,
  SESSION,
  type TestHouse,
  type TestPerson,
  VISIT,
  expectDone,
  inParallel,
  personWithPassword,
  proof,
  tally,
  testHouse,
} from '../testing/index.ts';

const TEN_MINUTES = 10 * 60_000;
const DAY = 24 * 60 * 60_000;

function send(house: TestHouse, { accountId }: TestPerson, session: FederationSessionRef = SESSION) {
  return sendMailedCode(house.ports, { accountId, session, visit: VISIT });
}

function answer(house: TestHouse, { accountId }: TestPerson, code: string) {
  return answerIn(house, { accountId, session: SESSION }, code);
}

function answerIn(house: TestHouse, place: { readonly accountId: AccountId; readonly session: FederationSessionRef }, code: string) {
  return answerMailedCode(house.ports, { ...place, code: new Secret(code), visit: VISIT });
}

function lastCode(house: TestHouse): string {
  return /Code: ([\d ]+)/.exec(house.mailer.sent.at(-1)?.text ?? '')?.[1]?.trim() ?? '';
}

function otherThan(code: string): string {
  return code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
}

async function personWithCode(house: TestHouse, userName?: string) {
  const person = await personWithPassword(house, userName);
  expectDone(await send(house, person));
  return { ...person, code: lastCode(house) };
}

eachEngine('a mailed code', (open) => {
  test('of 40 parallel guesses five are looked at, and the right one comes too late', async () => {
    const house = await testHouse(open);
    const person = await personWithCode(house);
    house.hasher.reset();
    const outcomes = await inParallel(40, () => answer(house, person, otherThan(person.code)));
    expect(tally(outcomes)).toEqual({ 'mailed-code-refused': 40 });
    expect(house.hasher.calls.filter((call) => call === 'verify')).toHaveLength(5);
    // The others did the same work, against nothing.
    expect(house.hasher.calls).toHaveLength(40);
    expect(await answer(house, person, person.code)).toMatchObject({ code: 'mailed-code-refused', details: { left: 0 } });
  });

  test('submitted at the same moment is one proof', async () => {
    const house = await testHouse(open);
    const person = await personWithCode(house);
    const outcomes = await inParallel(5, () => answer(house, person, person.code));
    expect(outcomes.filter((outcome) => 'proof' in outcome)).toEqual([{ proof: proof(house, 'mailed-code') }]);
    expect(await answer(house, person, person.code)).toMatchObject({ code: 'mailed-code-refused' });
  });

  test('opens nothing in another session, nor for another account', async () => {
    const house = await testHouse(open);
    const person = await personWithCode(house);
    const other = await personWithPassword(house, 'ben.strand');
    expect(await answerIn(house, { accountId: person.accountId, session: OTHER_SESSION }, person.code)).toMatchObject({
      code: 'mailed-code-refused',
    });
    expect(await answer(house, other, person.code)).toMatchObject({ code: 'mailed-code-refused' });
    expectDone(await answer(house, person, person.code));
  });

  test('runs out after ten minutes', async () => {
    const house = await testHouse(open);
    const person = await personWithCode(house);
    house.clock.advance(TEN_MINUTES);
    expect(await answer(house, person, person.code)).toMatchObject({ code: 'mailed-code-refused' });
  });

  test('is void as soon as another was sent', async () => {
    const house = await testHouse(open);
    const person = await personWithCode(house);
    expectDone(await send(house, person));
    expect(lastCode(house)).not.toBe(person.code);
    expect(await answer(house, person, person.code)).toMatchObject({ code: 'mailed-code-refused' });
    expectDone(await answer(house, person, lastCode(house)));
  });

  test('of 40 requests at the same moment three are answered with a mail to each address, and ten in a day', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    house.mailer.reset();
    expect(tally(await inParallel(40, () => send(house, person)))).toEqual({ done: 3, 'too-many-attempts': 37 });
    expect(house.mailer.sent).toHaveLength(6);
    for (let passed = 0; passed < DAY; passed += DAY / 24) {
      house.clock.advance(DAY / 24);
      await send(house, person);
    }
    expect(house.mailer.sent.length).toBeLessThanOrEqual(2 * 12);
  });

  test('raises nobody, and is told of in no other mail', async () => {
    const house = await testHouse(open);
    const person = await personWithCode(house);
    const { proof: given } = expectDone(await answer(house, person, person.code));
    expect(assuranceOf([proof(house, 'password'), given], house.clock.now()).level).toBe(1);
    expect(await auditTrail(house, 'mailed-code.answer')).toEqual(['mailed-code.answer done']);
  });

  test('what cannot be one costs no try; spaces and other digits are taken', async () => {
    const house = await testHouse(open);
    const person = await personWithCode(house);
    for (const text of ['', '1234567', '123456789', 'abcdefgh', '9'.repeat(100_000)])
      expect(await answer(house, person, text)).toMatchObject({ code: 'mailed-code-malformed', details: { limit: 8 } });
    const fullwidth = Array.from(person.code, (digit) => (digit === ' ' ? ' ' : String.fromCodePoint(0xff10 + Number(digit)))).join('');
    expectDone(await answer(house, person, fullwidth));
  });

  test('cannot be read in the database', async () => {
    const house = await testHouse(open);
    const person = await personWithCode(house);
    const rows = JSON.stringify(await house.database.query.selectFrom('mailed_code').selectAll().execute());
    expect(rows).not.toContain(person.code.replaceAll(' ', ''));
  });
});
