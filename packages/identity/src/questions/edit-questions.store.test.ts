import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type Factor,
  type Question,
  type QuestionEdit,
  type QuestionRef,
  answerQuestions,
  askQuestions,
  editQuestions,
  listQuestions,
  ownQuestion,
  registerQuestions,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  ANSWERS,
  type TestHouse,
  type TestPerson,
  VISIT,
  answerTo,
  asked,
  expectDone,
  inParallel,
  personWithPassword,
  personWithQuestions,
  proof,
  tally,
  testHouse,
} from '../testing/index.ts';

const DAY = 24 * 60 * 60 * 1000;
const OWN = ownQuestion('Where did the old ferry stop?', 'en');
const ADD = { kind: 'add', question: OWN, answer: new Secret('Kornhamn') } as const satisfies QuestionEdit;
const BY_ANSWERS = ['password', 'questions'] as const;
const BY_TOKEN = ['password', 'soft-token-otp'] as const;

interface Attempt {
  readonly by?: readonly Factor[];
  readonly edit: QuestionEdit;
}

function edit(house: TestHouse, person: TestPerson, attempt: Attempt) {
  const proofs = (attempt.by ?? BY_ANSWERS).map((factor) => proof(house, factor));
  return editQuestions(house.ports, { ...person, proofs, edit: attempt.edit, visit: VISIT });
}

function change(given: { readonly present?: string; readonly question?: Question } = {}): QuestionEdit {
  return {
    kind: 'change',
    ref: 'childhood-pet',
    question: given.question ?? OWN,
    answer: new Secret('Kornhamn quay'),
    presentAnswer: given.present === undefined ? undefined : new Secret(given.present),
  };
}

async function refsOf(house: TestHouse, person: TestPerson): Promise<readonly QuestionRef[]> {
  return (await listQuestions(house.ports, person)).map(({ ref }) => ref);
}

async function ownRef(house: TestHouse, person: TestPerson): Promise<QuestionRef> {
  const ref = (await refsOf(house, person)).find((one) => one.startsWith('own:'));
  if (ref === undefined) throw new Error('there is no question in own words');
  return ref;
}

eachEngine('editing questions', (open) => {
  test('of 30 parallel guesses at the present answer three are looked at, and the challenge is closed with them for 24 hours', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    await askQuestions(house.ports, person);
    house.hasher.reset();
    const outcomes = await inParallel(30, (index) => edit(house, person, { edit: change({ present: `guess ${String(index)}` }) }));
    expect(tally(outcomes)).toEqual({ 'present-answer-wrong': 3, 'too-many-attempts': 27 });
    expect(house.hasher.calls).toEqual(['verify', 'verify', 'verify']);
    expect(await askQuestions(house.ports, person)).toMatchObject({
      code: 'too-many-attempts',
      details: { until: house.clock.now() + DAY },
    });
    expect(await edit(house, person, { edit: change({ present: 'Barnacle' }) })).toMatchObject({ code: 'too-many-attempts' });
  });

  test('nobody learns the other answers by adding guesses: each costs one of twelve a day, right or wrong', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const outcomes = await inParallel(30, () => edit(house, person, { by: BY_TOKEN, edit: { ...ADD, answer: new Secret('Quay ROAD') } }));
    expect(tally(outcomes)).toEqual({ 'answers-not-distinct': 12, 'too-many-attempts': 18 });
    house.clock.advance(DAY);
    house.hasher.reset();
    await edit(house, person, { by: BY_TOKEN, edit: { ...ADD, answer: new Secret('St Olaves') } });
    expect(house.hasher.calls).toEqual(Array(5).fill('verify'));
  });

  test('of parallel edits made for the same set one is done', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const outcomes = await inParallel(6, () => edit(house, person, { edit: ADD }));
    // Who comes late enough to see the first one is told that the question is there already.
    const { done, 'questions-changed': changed = 0, 'questions-not-distinct': late = 0 } = tally(outcomes);
    expect([done, changed + late]).toEqual([1, 5]);
    expect(await refsOf(house, person)).toHaveLength(6);
  });

  test('the password alone edits nothing, and neither do another account’s questions', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const before = await refsOf(house, person);
    house.hasher.reset();
    for (const by of [[], ['password'], ['questions'], ['password', 'pin-reset-code']] as const) {
      expect(await edit(house, person, { by, edit: change({ present: 'Barnacle' }) })).toMatchObject({ code: 'step-up-needed' });
    }
    expect(house.hasher.calls).toEqual([]);
    const other = await personWithPassword(house, 'ben.strand');
    expect(await edit(house, other, { by: BY_TOKEN, edit: change() })).toMatchObject({ code: 'question-not-found' });
    expect(await refsOf(house, person)).toEqual(before);
    expect(await auditTrail(house, 'questions.change')).toContain('questions.change refused: step-up-needed: editing questions');
  });

  test('without the second factor the present answer must be given; with it, not', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    expect(await edit(house, person, { edit: change() })).toMatchObject({ code: 'present-answer-wrong', details: { left: 2 } });
    expectDone(await edit(house, person, { edit: change({ present: ' BARNACLE ' }) }));
    const back = { kind: 'change', question: asked('childhood-pet'), answer: new Secret('Barnacle'), presentAnswer: undefined } as const;
    expectDone(await edit(house, person, { by: BY_TOKEN, edit: { ...back, ref: await ownRef(house, person) } }));
    expect(await refsOf(house, person)).toEqual(ANSWERS.map(({ question }) => 'key' in question && question.key));
  });

  test('the changed question is asked in its owner’s words and language, and only its new answer is right', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    for (const { question, answer } of ANSWERS) {
      const ref = 'key' in question ? question.key : 'own:none';
      const own = ownQuestion(`Wo lag das alte Fährhaus? (${ref})`, 'de');
      const edited = { kind: 'change', ref, question: own, answer: new Secret(`Fährhafen ${ref}`), presentAnswer: answer } as const;
      expectDone(await edit(house, person, { edit: edited }));
    }
    const { questions } = expectDone(await askQuestions(house.ports, person));
    expect(questions.map(({ language }) => language)).toEqual(['de', 'de']);
    const keys = questions.map(({ words }) => /Wo lag das alte Fährhaus\? \((.*)\)/.exec(words)?.[1] ?? 'none');
    const submit = (answers: readonly Secret<string>[]) => answerQuestions(house.ports, { ...person, answers, visit: VISIT });
    expect(await submit(keys.map((ref) => answerTo({ ref })))).toMatchObject({ code: 'answers-wrong' });
    expectDone(await submit(keys.map((ref) => new Secret(`fahrhafen-${ref}`))));
  });

  test('an edit ends the open challenge, so that nobody is asked what is no longer registered', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    expectDone(await edit(house, person, { edit: ADD }));
    await askQuestions(house.ports, person);
    const ref = await ownRef(house, person);
    expectDone(await edit(house, person, { edit: { kind: 'remove', ref, presentAnswer: new Secret('kornhamn') } }));
    const { questions } = expectDone(await askQuestions(house.ports, person));
    expect(questions.every(({ ref }) => !ref.startsWith('own:'))).toBe(true);
  });

  test('never fewer than at set-up, never more than ten', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const remove: QuestionEdit = { kind: 'remove', ref: 'childhood-pet', presentAnswer: undefined };
    expect(await edit(house, person, { by: BY_TOKEN, edit: remove })).toMatchObject({ code: 'questions-too-few', details: { limit: 5 } });
    const more = ['first-concert', 'first-holiday', 'childhood-hero', 'parents-met', 'favourite-dish'] as const;
    for (const key of more) {
      expectDone(await edit(house, person, { edit: { kind: 'add', question: asked(key), answer: new Secret(`answer to ${key}`) } }));
    }
    expect(await edit(house, person, { edit: ADD })).toMatchObject({ code: 'questions-too-many', details: { limit: 10 } });
    expectDone(await edit(house, person, { by: BY_TOKEN, edit: remove }));
  });

  test('every address is told what was done, and no mail holds question or answer', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    house.mailer.reset();
    expectDone(await edit(house, person, { edit: ADD }));
    expectDone(await edit(house, person, { edit: change({ present: 'Barnacle', question: asked('first-concert') }) }));
    expect(house.mailer.sent.map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
      'ada.quay@northwind.example: A question was added to your account',
      'ada.quay@home.example: A question was added to your account',
      'ada.quay@northwind.example: A question of your account was changed',
      'ada.quay@home.example: A question of your account was changed',
    ]);
    for (const { text } of house.mailer.sent) expect(text).not.toMatch(/ferry|hamn|pet|Barnacle/i);
  });

  test('neither answers nor questions in somebody’s own words can be read in the database', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    expectDone(await edit(house, person, { edit: ADD }));
    const rows = await house.database.query.selectFrom('answer').selectAll().execute();
    const octets = rows.map((row) => Buffer.from(row.sealed_words ?? []).toString('latin1')).join(' ');
    expect(`${JSON.stringify(rows)} ${octets}`).not.toMatch(/ferry|kornhamn/i);
    expect((await listQuestions(house.ports, person)).at(-1)?.words).toBe('Where did the old ferry stop?');
  });

  test('a full hashing queue spends nothing', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    house.hasher.setBusy('busy');
    for (let turn = 0; turn < 15; turn += 1)
      expect(await edit(house, person, { edit: change({ present: 'Barnacle' }) })).toMatchObject({ code: 'busy' });
    house.hasher.setBusy('free');
    expectDone(await edit(house, person, { edit: change({ present: 'Barnacle' }) }));
  });

  test('what is wrong with a question or an answer is said before anything is hashed or spent', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    house.hasher.reset();
    const tries: readonly (readonly [Partial<Extract<QuestionEdit, { kind: 'add' }>>, string])[] = [
      [{ question: asked('first-school') }, 'questions-not-distinct'],
      [{ question: ownQuestion('Why?', 'en') }, 'question-malformed'],
      [{ answer: new Secret('...') }, 'answer-too-short'],
      [{ answer: new Secret('Old ferry') }, 'answer-in-question'],
    ];
    for (let turn = 0; turn < 4; turn += 1) {
      for (const [wrong, code] of tries) expect(await edit(house, person, { edit: { ...ADD, ...wrong } })).toMatchObject({ code });
    }
    expect(house.hasher.calls).toEqual([]);
  });

  test('questions of one’s own, in another language, may be registered from the start', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const answers = ANSWERS.map((entry, index) =>
      index === 0 ? { ...entry, question: ownQuestion('  Wo lag   das Fährhaus? ', 'de') } : entry,
    );
    expectDone(await registerQuestions(house.ports, { ...person, proofs: [proof(house, 'password')], answers, visit: VISIT }));
    expect((await listQuestions(house.ports, person))[0]).toMatchObject({ words: 'Wo lag das Fährhaus?', language: 'de' });
  });
});
