import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type PlatformSchema, Secret, platformMigrations } from '@sallyport/platform';
import { eachEngine, lendDatabase } from '@sallyport/platform/testing';
import {
  asActivationCode,
  asRecoveryCode,
  asTemporaryAccessCode,
  formatActivationCode,
  formatRecoveryCode,
  formatTemporaryAccessCode,
} from '@sallyport/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type IdentitySchema,
  addAddress,
  askQuestions,
  createInvitation,
  freezeAccount,
  identityMigrations,
  makeRecoveryCodes,
  reportMisplaced,
  requestPasswordReset,
  requestUnlock,
  sendMailedCode,
  sendRehearsalCode,
  startActivation,
  viewRecoveryCodes,
} from './index.ts';
import { auditTrail } from './testing/audit-trail.ts';
import {
  ANSWERS,
  SESSION,
  type TestHouse,
  type TestPerson,
  VISIT,
  activatedToken,
  answerTo,
  answeredToken,
  expectDone,
  houseOn,
  invitedPerson,
  mailedCode,
  otpProofOf,
  outcomeOf,
  personWithPassword,
  personWithQuestions,
  personWithToken,
  proof,
  repairProofs,
  testHouse,
} from './testing/index.ts';
import type { Race } from './testing/racing-process.ts';
import { RACING_VERBS, type RacingVerb, type Submission } from './testing/racing-verbs.ts';
import { NOBODYS_RECOVERY_CODE, begun, lastRehearsalCode } from './testing/rehearsing.ts';
import { addPasskey, askAnybody } from './testing/test-passkeys.ts';
import { offlineToken } from './testing/test-token-ways.ts';

/**
 * Every secret that somebody could guess at: of forty guesses at the same moment exactly its budget is looked at. And every one-time thing: of eight right submissions at the same moment
 * exactly one is accepted. On both engines, and by two server processes on one PostgreSQL database.
 */

interface Prepared {
  readonly verb: RacingVerb;
  readonly submission: Submission;
}

type Tally = Readonly<Record<string, number>>;

interface Case {
  readonly what: string;
  readonly prepare: (house: TestHouse) => Promise<Prepared>;
  readonly expected: Tally;
  /** Where the answer is the same whether the secret was looked at or not: how the audit log begins and ends for those that were. */
  readonly looked?: { readonly action: string; readonly reason: string; readonly times: number };
}

const GUESSES = 40;
const SUBMISSIONS = 8;
const WRONG = 'not the right one at all';

const GUESSED: readonly Case[] = [
  {
    what: 'a password',
    prepare: async (house) => handIn('submitPassword', await personWithPassword(house), WRONG),
    expected: { 'sign-in-failed': 5, 'too-many-attempts': 35 },
  },
  {
    what: 'a password, in a session',
    prepare: async (house) => handIn('changePassword', await personWithPassword(house), WRONG),
    expected: { 'current-password-wrong': 10, 'too-many-attempts': 30 },
  },
  {
    what: 'a password that shall open a frozen account',
    prepare: async (house) => {
      const person = await personWithToken(house);
      expectDone(await freezeAccount(house.ports, { code: mailedCode(house, 'notice'), visit: VISIT }));
      return { verb: 'thawAccount', submission: { ...person, code: WRONG, besides: '123456' } };
    },
    expected: { 'thaw-failed': 5, 'too-many-attempts': 35 },
  },
  {
    what: 'a one-time password',
    prepare: async (house) => {
      const { token, ...person } = await personWithToken(house);
      return handIn('submitOtp', person, token.wrongOtp(house.clock.now()));
    },
    expected: { 'otp-refused': 5, 'too-many-attempts': 35 },
  },
  {
    what: 'answers to questions',
    prepare: async (house) => {
      const person = await personWithQuestions(house);
      expectDone(await askQuestions(house.ports, person));
      return handIn('answerQuestions', person, `${WRONG}\n${WRONG}`);
    },
    expected: { 'answers-wrong': 3, 'too-many-attempts': 37 },
  },
  {
    what: 'the present answer to a question that shall be changed',
    prepare: async (house) => ({
      verb: 'presentAnswer',
      submission: { ...(await personWithQuestions(house)), code: WRONG, besides: 'first-school' },
    }),
    expected: { 'present-answer-wrong': 3, 'too-many-attempts': 37 },
  },
  {
    what: 'a PIN Reset Code',
    prepare: async (house) => {
      const { token, ...person } = await personWithToken(house);
      return handIn('requestUnlock', person, token.forgedPinResetCode(7).reveal());
    },
    expected: { 'prc-no-match': 5, 'too-many-attempts': 35 },
  },
  {
    what: 'the one-time password that confirms an unlock',
    prepare: async (house) => {
      const { token, ...person } = await personWithToken(house);
      const given = { ...person, code: token.pinResetCode(), session: SESSION, proofs: repairProofs(house), visit: VISIT };
      expectDone(await requestUnlock(house.ports, given));
      return handIn('confirmUnlock', person, token.wrongOtp(house.clock.now()));
    },
    expected: { 'unlock-not-confirmed': 40 },
    looked: { action: 'soft-token.confirm-unlock', reason: 'wrong-code', times: 3 },
  },
  {
    what: 'a recovery code',
    prepare: async (house) =>
      handIn('spendRecoveryCode', (await personWithCodes(house)).person, formatRecoveryCode(asRecoveryCode('0'.repeat(20)))),
    expected: { 'recovery-code-refused': 5, 'too-many-attempts': 35 },
  },
  {
    what: 'a temporary access code',
    prepare: async (house) => {
      const person = await personWithToken(house);
      const proofs = [proof(house, 'password'), proof(house, 'recovery-code')];
      expectDone(await reportMisplaced(house.ports, { ...person, tokenId: person.token.tokenId, proofs, visit: VISIT }));
      return handIn('spendTemporaryAccessCode', person, formatTemporaryAccessCode(asTemporaryAccessCode('0'.repeat(12))));
    },
    expected: { 'temporary-access-code-refused': 5, 'too-many-attempts': 35 },
  },
  {
    what: 'a mailed code',
    prepare: async (house) => {
      const { code, ...person } = await personWithMailedCode(house);
      return handIn('answerMailedCode', person, otherThan(code));
    },
    expected: { 'mailed-code-refused': 40 },
    looked: { action: 'mailed-code.answer', reason: 'wrong, or spent meanwhile', times: 5 },
  },
  {
    what: 'a password, in a rehearsal',
    prepare: async (house) => handIn('rehearsePassword', await rehearsing(house), WRONG),
    expected: { 'current-password-wrong': 2, 'rehearsed-enough': 38 },
  },
  {
    what: 'answers, in a rehearsal',
    prepare: async (house) => {
      const person = await rehearsing(house);
      expectDone(await askQuestions(house.ports, person));
      return handIn('rehearseQuestions', person, `${WRONG}\n${WRONG}`);
    },
    expected: { 'answers-wrong': 1, 'rehearsed-enough': 39 },
  },
  {
    what: 'a one-time password, in a rehearsal',
    prepare: async (house) => {
      const person = await rehearsing(house);
      return handIn('rehearseOtp', person, person.token.wrongOtp(house.clock.now()));
    },
    expected: { 'otp-refused': 2, 'rehearsed-enough': 38 },
  },
  {
    what: 'a recovery code, in a rehearsal',
    prepare: async (house) => {
      const { person } = await personWithCodes(house);
      return handIn('rehearseRecoveryCode', await begun(house, person), NOBODYS_RECOVERY_CODE);
    },
    expected: { 'recovery-code-refused': 2, 'rehearsed-enough': 38 },
  },
  {
    what: 'the mailed code of a rehearsal',
    prepare: async (house) => {
      const person = await rehearsing(house);
      expectDone(await sendRehearsalCode(house.ports, { ...person, session: SESSION, visit: VISIT }));
      return handIn('rehearseMailedCode', person, otherThan(lastRehearsalCode(house)));
    },
    expected: { 'mailed-code-refused': 40 },
    looked: { action: 'rehearsal.mailed-code', reason: 'wrong, or spent meanwhile', times: 5 },
  },
  {
    what: 'the mails of a rehearsal',
    prepare: async (house) => handIn('sendRehearsalCode', await rehearsing(house), ''),
    expected: { done: 2, 'rehearsed-enough': 38 },
  },
  {
    what: 'an activation code',
    prepare: async (house) => {
      const person = await personWithQuestions(house);
      const { serial } = await offerTo(house, person);
      return handIn('startTypedRun', person, JSON.stringify({ serial, code: formatActivationCode(asActivationCode('0'.repeat(12))) }));
    },
    expected: { done: 40 },
    looked: { action: 'soft-token.start-typed-activation', reason: 'done', times: 5 },
  },
  {
    what: 'a registration code',
    prepare: async (house) => {
      const person = await personWithQuestions(house);
      await offerTo(house, person);
      const { registrationCode } = await offlineToken((await offerTo(house, await personWithQuestions(house, 'ben.strand'))).offlineText);
      return handIn('registerOfflineActivation', person, registrationCode);
    },
    expected: { 'registration-code-wrong': 5, 'activation-used': 35 },
  },
  {
    what: 'the one-time password that confirms an activation',
    prepare: async (house) => {
      const { person, token } = await answered(house);
      return handIn('confirmActivationByOtp', person, token.wrongOtp(house.clock.now()));
    },
    expected: { 'activation-not-confirmed': 5, 'activation-used': 35 },
  },
];

const ONCE: readonly Omit<Case, 'expected'>[] = [
  {
    what: 'an invitation',
    prepare: async (house) => {
      const person = await invitedPerson(house);
      return handIn('acceptInvitation', person, expectDone(await createInvitation(house.ports, person)).code.reveal());
    },
  },
  {
    what: 'the link for a new password',
    prepare: async (house) => {
      const person = await personWithPassword(house);
      expectDone(await requestPasswordReset(house.ports, { ...person, visit: VISIT }));
      return handIn('resetPassword', person, mailedCode(house, 'reset').reveal());
    },
  },
  {
    what: 'the link that confirms an address',
    prepare: async (house) => {
      const person = await personWithToken(house);
      const proofs = [proof(house, 'password'), otpProofOf(house, person.token)];
      expectDone(await addAddress(house.ports, { ...person, address: 'ada@new.example', proofs, visit: VISIT }));
      return handIn('confirmAddress', person, mailedCode(house, 'address').reveal());
    },
  },
  {
    what: 'the link that says “this was not me”',
    prepare: async (house) => handIn('freezeAccount', await personWithPassword(house), mailedCode(house, 'notice').reveal()),
  },
  {
    what: 'a one-time password',
    prepare: async (house) => {
      const { token, ...person } = await personWithToken(house);
      return handIn('submitOtp', person, token.otp(house.clock.now()));
    },
  },
  {
    what: 'a recovery code',
    prepare: async (house) => {
      const { person, first } = await personWithCodes(house);
      return handIn('spendRecoveryCode', person, first);
    },
  },
  {
    what: 'a mailed code',
    prepare: async (house) => {
      const { code, ...person } = await personWithMailedCode(house);
      return handIn('answerMailedCode', person, code);
    },
  },
  {
    what: 'an answer of a passkey',
    prepare: async (house) => {
      const person = await personWithPassword(house);
      const { device } = await addPasskey(house, person);
      return handIn('signInWithPasskey', person, JSON.stringify(device.get(await askAnybody(house, SESSION))));
    },
  },
  {
    what: 'an answered challenge',
    prepare: async (house) => {
      const person = await personWithQuestions(house);
      const { questions } = expectDone(await askQuestions(house.ports, person));
      return handIn('answerQuestions', person, questions.map((question) => answerTo(question).reveal()).join('\n'));
    },
  },
  {
    what: 'a registration code',
    prepare: async (house) => {
      const person = await personWithQuestions(house);
      return handIn('registerOfflineActivation', person, (await offlineToken((await offerTo(house, person)).offlineText)).registrationCode);
    },
    // Typed again it is answered the same, so that a lost answer costs nothing; it is registered once.
    looked: { action: 'soft-token.register-offline', reason: 'done', times: 1 },
  },
  {
    what: 'the one-time password that confirms an activation',
    prepare: async (house) => {
      const { person, token } = await answered(house);
      return handIn('confirmActivationByOtp', person, token.otp(house.clock.now()));
    },
  },
];

function handIn(verb: RacingVerb, person: Pick<Submission, 'accountId' | 'userName'>, code: string): Prepared {
  return { verb, submission: { accountId: person.accountId, userName: person.userName, code } };
}

async function personWithCodes(house: TestHouse) {
  const person = await personWithToken(house);
  const proofs = [proof(house, 'password'), otpProofOf(house, person.token)];
  expectDone(await makeRecoveryCodes(house.ports, { ...person, proofs, session: SESSION, visit: VISIT }));
  const { codes } = expectDone(await viewRecoveryCodes(house.ports, { ...person, session: SESSION }));
  return { person, first: codes[0]?.reveal() ?? '' };
}

async function rehearsing(house: TestHouse) {
  return begun(house, await personWithToken(house));
}

function otherThan(code: string): string {
  return code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
}

async function personWithMailedCode(house: TestHouse) {
  const person = await personWithPassword(house);
  expectDone(await sendMailedCode(house.ports, { ...person, session: SESSION, visit: VISIT }));
  return { ...person, code: /Code: ([\d ]+)/.exec(house.mailer.sent.at(-1)?.text ?? '')?.[1]?.trim() ?? '' };
}

async function offerTo(house: TestHouse, { accountId }: Pick<Submission, 'accountId'>) {
  return expectDone(await startActivation(house.ports, { accountId, actor: { kind: 'operator' } }));
}

/** An activation that the device has answered and nobody has confirmed. */
async function answered(house: TestHouse) {
  const person = await personWithQuestions(house);
  const { link } = await offerTo(house, person);
  return { person, token: await answeredToken(house.ports, { link, visit: VISIT }) };
}

function tallyOf(outcomes: readonly string[]): Tally {
  return Object.fromEntries([...new Set(outcomes)].map((code) => [code, outcomes.filter((outcome) => outcome === code).length]));
}

async function expectLooked(house: TestHouse, { looked }: Pick<Case, 'looked'>): Promise<void> {
  if (!looked) return;
  const events = await auditTrail(house, looked.action);
  expect(events.filter((event) => event.endsWith(looked.reason))).toHaveLength(looked.times);
}

async function expectOnce(house: TestHouse, once: Omit<Case, 'expected'>, outcomes: readonly string[]): Promise<void> {
  if (once.looked) await expectLooked(house, once);
  else expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
}

eachEngine('of forty guesses at the same moment', (open) => {
  test.each(GUESSED)('at $what exactly the budget is looked at', async (guessed) => {
    const house = await testHouse(open);
    const { verb, submission } = await guessed.prepare(house);
    const outcomes = await Promise.all(Array.from({ length: GUESSES }, () => RACING_VERBS[verb](house.ports, submission)));
    expect(tallyOf(outcomes.map(outcomeOf))).toEqual(guessed.expected);
    await expectLooked(house, guessed);
  });
});

eachEngine('of eight submissions at the same moment', (open) => {
  test.each(ONCE)('of $what one is accepted', async (oneTime) => {
    const house = await testHouse(open);
    const { verb, submission } = await oneTime.prepare(house);
    const outcomes = await Promise.all(Array.from({ length: SUBMISSIONS }, () => RACING_VERBS[verb](house.ports, submission)));
    await expectOnce(house, oneTime, outcomes.map(outcomeOf));
  });
});

/** Right in the hands of its owner, who is known from the session; links and passkeys bring their account along. */
const OF_AN_ACCOUNT: readonly Omit<Case, 'expected'>[] = [
  ...ONCE.filter(({ what }) => !/link|invitation|passkey/.test(what)),
  {
    what: 'a PIN Reset Code',
    prepare: async (house) => {
      const { token, ...person } = await personWithToken(house);
      return handIn('requestUnlock', person, token.pinResetCode().reveal());
    },
  },
  {
    what: 'a temporary access code',
    prepare: async (house) => {
      const person = await personWithToken(house);
      const proofs = [proof(house, 'password'), proof(house, 'recovery-code')];
      const access = await reportMisplaced(house.ports, { ...person, tokenId: person.token.tokenId, proofs, visit: VISIT });
      return handIn('spendTemporaryAccessCode', person, expectDone(access).code.reveal());
    },
  },
];

/** Who has a token and has answered questions of their own otherwise: two people may be asked the same ones. */
async function thiefIn(house: TestHouse): Promise<TestPerson> {
  const answers = ANSWERS.map(({ question }, place) => ({ question, answer: new Secret(`Something else ${String(place)}`) }));
  const thief = await personWithQuestions(house, 'eve.quay', answers);
  await activatedToken(house, thief);
  return thief;
}

eachEngine('somebody else’s secret', (open) => {
  test.each(OF_AN_ACCOUNT)('($what) opens nothing, and is still good for its owner', async ({ prepare }) => {
    const house = await testHouse(open);
    const { verb, submission } = await prepare(house);
    const thief = await thiefIn(house);
    await askQuestions(house.ports, thief);
    const stolen = { ...submission, ...thief };
    expect(outcomeOf(await RACING_VERBS[verb](house.ports, stolen))).not.toBe('done');
    expect(outcomeOf(await RACING_VERBS[verb](house.ports, submission))).toBe('done');
  });
});

describe('two server processes on one PostgreSQL database', () => {
  let racers: readonly ChildProcess[];
  beforeAll(() => {
    racers = [fork(RACER, { execArgv: [] }), fork(RACER, { execArgv: [] })];
  });
  afterAll(() => {
    for (const racer of racers) racer.kill();
  });

  /** Lets both do the same at the same moment, so many times together. */
  function race(house: SharedHouse, { verb, submission }: Prepared, times: number): Promise<readonly string[]> {
    return raceWith(house, verb, Array<Submission>(times / 2).fill(submission));
  }

  async function raceWith(house: SharedHouse, verb: RacingVerb, submissions: readonly Submission[]): Promise<readonly string[]> {
    const order: Race = { databaseUrl: house.databaseUrl, now: house.clock.now(), verb, submissions };
    await told(order);
    return (await told('go')).flatMap((report) => report as string[]);
  }

  function told(word: Race | 'go'): Promise<readonly unknown[]> {
    const answers = racers.map(async (racer) => ((await once(racer, 'message')) as [unknown])[0]);
    for (const racer of racers) racer.send(word);
    return Promise.all(answers);
  }

  test.each(GUESSED)('look at $what as often between them as one does', async (guessed) => {
    const house = await sharedHouse();
    expect(tallyOf(await race(house, await guessed.prepare(house), GUESSES))).toEqual(guessed.expected);
    await expectLooked(house, guessed);
  });

  test.each(ONCE)('accept $what once between them', async (oneTime) => {
    const house = await sharedHouse();
    await expectOnce(house, oneTime, await race(house, await oneTime.prepare(house), SUBMISSIONS));
  });

  test('issue one unlock code three times between them', async () => {
    const house = await sharedHouse();
    const { token, ...person } = await personWithToken(house);
    const outcomes = await race(house, handIn('requestUnlock', person, token.pinResetCode().reveal()), SUBMISSIONS);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(3);
  });

  test('take one of two answers of a passkey that have the same count', async () => {
    const house = await sharedHouse();
    const person = await personWithPassword(house);
    const { device } = await addPasskey(house, person);
    const asked = await askAnybody(house, SESSION);
    // Another challenge for the same sign-in: the table has room for what the verb would have replaced.
    const other = await askAnybody(house, 'elsewhere');
    await house.database.transact((tx) =>
      tx.query.updateTable('passkey_challenge').set({ session: SESSION }).where('session', '=', 'elsewhere').execute(),
    );
    const submissions = [asked, other].map((options) => ({ ...person, code: JSON.stringify(device.get(options, { signCount: 9 })) }));
    const outcomes = await raceWith(house, 'signInWithPasskey', submissions);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(await auditTrail(house, 'passkey.suspend')).toHaveLength(1);
  });

  test('let a temporary access code be used ten times between them', async () => {
    const house = await sharedHouse();
    const person = await personWithToken(house);
    const proofs = [proof(house, 'password'), proof(house, 'recovery-code')];
    const access = expectDone(await reportMisplaced(house.ports, { ...person, tokenId: person.token.tokenId, proofs, visit: VISIT }));
    let used = 0;
    for (let turn = 0; turn < 4; turn += 1) {
      const outcomes = await race(house, handIn('spendTemporaryAccessCode', person, access.code.reveal()), 4);
      used += outcomes.filter((outcome) => outcome === 'done').length;
    }
    expect(used).toBe(10);
  });
});

const RACER = fileURLToPath(new URL('testing/racing-process.ts', import.meta.url));

interface SharedHouse extends TestHouse {
  readonly databaseUrl: string;
}

async function sharedHouse(): Promise<SharedHouse> {
  const { url, database } = await lendDatabase<PlatformSchema & IdentitySchema>('postgresql', [platformMigrations, identityMigrations]);
  return { ...houseOn(database), databaseUrl: url };
}
