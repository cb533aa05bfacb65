import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { answerQuestions, askQuestions, registerQuestions } from '../index.ts';
import {
  ANSWERS,
  type TestHouse,
  type TestPerson,
  VISIT,
  answerTo,
  expectDone,
  inParallel,
  personWithPassword,
  personWithQuestions,
  proof,
  tally,
  testHouse,
} from '../testing/index.ts';

const DAY = 24 * 60 * 60 * 1000;
const WRONG = new Secret('not that');

async function rightAnswers(house: TestHouse, person: TestPerson): Promise<readonly Secret<string>[]> {
  return expectDone(await askQuestions(house.ports, person)).questions.map(answerTo);
}

function answer(house: TestHouse, person: TestPerson, answers: readonly Secret<string>[]) {
  return answerQuestions(house.ports, { ...person, answers, visit: VISIT });
}

eachEngine('the question & answer challenge', (open) => {
  test('of 40 parallel guesses three are looked at, and then none for 24 hours', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    await askQuestions(house.ports, person);
    house.hasher.reset();
    const outcomes = await inParallel(40, () => answer(house, person, [WRONG, WRONG]));
    expect(tally(outcomes)).toEqual({ 'answers-wrong': 3, 'too-many-attempts': 37 });
    expect(house.hasher.calls).toHaveLength(6);
    house.clock.advance(DAY - 1);
    expect(await askQuestions(house.ports, person)).toMatchObject({ code: 'too-many-attempts', details: { until: house.clock.now() + 1 } });
    house.clock.advance(1);
    expectDone(await answer(house, person, await rightAnswers(house, person)));
  });

  test('there is no shopping for easier questions: the same two come back until they are answered', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const first = expectDone(await askQuestions(house.ports, person));
    expect(first.questions).toHaveLength(2);
    for (let turn = 0; turn < 2; turn += 1) {
      await answer(house, person, [WRONG, WRONG]);
      expect(await askQuestions(house.ports, person)).toEqual({ questions: first.questions, left: 2 - turn });
    }
    house.clock.advance(2 * DAY);
    expect(expectDone(await askQuestions(house.ports, person)).questions).toEqual(first.questions);
  });

  test('two browsers that ask at the same moment are asked the same', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const challenges = await inParallel(8, () => askQuestions(house.ports, person));
    expect(new Set(challenges.map((challenge) => JSON.stringify(challenge))).size).toBe(1);
  });

  test('one right answer of two is as wrong as none: same answer, same work', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const [first = WRONG, second = WRONG] = await rightAnswers(house, person);
    const seen = [];
    for (const answers of [
      [WRONG, WRONG],
      [first, WRONG],
      [WRONG, second],
    ]) {
      house.hasher.reset();
      const refused = await answer(house, person, answers);
      seen.push({ code: 'code' in refused ? refused.code : 'done', work: house.hasher.calls });
    }
    expect(seen).toEqual(Array(3).fill({ code: 'answers-wrong', work: ['verify', 'verify'] }));
  });

  test('answers in the wrong order, or too many of them, are wrong', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const [first = WRONG, second = WRONG] = await rightAnswers(house, person);
    expect(await answer(house, person, [second, first])).toMatchObject({ code: 'answers-wrong', details: { left: 2 } });
    expect(await answer(house, person, [first, second, first])).toMatchObject({ code: 'answers-wrong', details: { left: 1 } });
  });

  test('however they are typed, right answers are right, and give one proof even when sent twice at the same moment', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const answers = (await rightAnswers(house, person)).map((secret) => new Secret(`  ${secret.reveal().toUpperCase()} `));
    const outcomes = await inParallel(2, () => answer(house, person, answers));
    expect(outcomes.filter((outcome) => 'proof' in outcome)).toHaveLength(1);
    expect(outcomes.find((outcome) => 'proof' in outcome)).toMatchObject({ proof: proof(house, 'questions') });
  });

  test('answering what was not asked opens nothing', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    expect(await answer(house, person, [answerTo({ ref: 'first-school' }), answerTo({ ref: 'first-street' })])).toMatchObject({
      code: 'questions-not-asked',
    });
    const nobody = await personWithPassword(house, 'ben.strand');
    expect(await askQuestions(house.ports, nobody)).toMatchObject({ code: 'questions-not-registered' });
  });

  test('another account’s answers are no answers', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const other = await personWithPassword(house, 'ben.strand');
    const others = ANSWERS.map(({ question }, index) => ({ question, answer: new Secret(`other answer ${String(index)}`) }));
    expectDone(await registerQuestions(house.ports, { ...other, proofs: [proof(house, 'password')], answers: others, visit: VISIT }));
    const theirs = expectDone(await askQuestions(house.ports, other)).questions.map(answerTo);
    expect(await answer(house, other, theirs)).toMatchObject({ code: 'answers-wrong' });
    expectDone(await answer(house, person, await rightAnswers(house, person)));
  });

  test('a full hashing queue spends nothing', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const answers = await rightAnswers(house, person);
    house.hasher.setBusy('busy');
    for (let turn = 0; turn < 4; turn += 1) expect(await answer(house, person, answers)).toMatchObject({ code: 'busy' });
    house.hasher.setBusy('free');
    expectDone(await answer(house, person, answers));
  });
});

eachEngine('registering questions', (open) => {
  test('takes a password the first time, and the second factor to replace them', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const register = (...factors: readonly Parameters<typeof proof>[1][]) =>
      registerQuestions(house.ports, { ...person, proofs: factors.map((factor) => proof(house, factor)), answers: ANSWERS, visit: VISIT });
    expect(await register()).toMatchObject({ code: 'step-up-needed' });
    expectDone(await register('password'));
    expect(await register('password', 'questions')).toMatchObject({ code: 'step-up-needed' });
    expectDone(await register('password', 'soft-token-otp'));
    expect(house.mailer.sent.slice(-4).map((mail) => mail.subject)).toEqual([
      'Your questions were registered',
      'Your questions were registered',
      'Your questions were changed',
      'Your questions were changed',
    ]);
  });

  test('of two first registrations at the same moment one is made and the other needs the second factor', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const outcomes = await inParallel(6, () =>
      registerQuestions(house.ports, { ...person, proofs: [proof(house, 'password')], answers: ANSWERS, visit: VISIT }),
    );
    expect(tally(outcomes)).toEqual({ done: 1, 'step-up-needed': 5 });
  });

  test('no answer can be read in the database', async () => {
    const house = await testHouse(open);
    await personWithQuestions(house);
    const rows = JSON.stringify(await house.database.query.selectFrom('answer').selectAll().execute()).toLowerCase();
    for (const { answer: secret } of ANSWERS) expect(rows).not.toContain(secret.reveal().toLowerCase());
  });

  test('what is wrong with the answers is said by position, before anything is hashed', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    house.hasher.reset();
    const answers = ANSWERS.map((entry, index) => (index === 3 ? { ...entry, answer: new Secret('QUAY-road') } : entry));
    const refused = await registerQuestions(house.ports, { ...person, proofs: [proof(house, 'password')], answers, visit: VISIT });
    expect(refused).toMatchObject({ code: 'answers-not-distinct', details: { positions: [3] } });
    expect(house.hasher.calls).toEqual([]);
  });
});
