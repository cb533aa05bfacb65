import { Secret } from '@sallyport/platform';
import type { OpenTestDatabase, SoftAuthenticator } from '@sallyport/platform/testing';
import { asRecoveryCode, formatRecoveryCode } from '@sallyport/protocol';
import {
  type Situation,
  askQuestions,
  beginRehearsal,
  makeRecoveryCodes,
  noteRehearsed,
  offerPasskeyRehearsal,
  rehearseMailedCode,
  rehearseOtp,
  rehearsePasskey,
  rehearsePassword,
  rehearseQuestions,
  rehearseRecoveryCode,
  sendRehearsalCode,
  viewRecoveryCodes,
} from '../index.ts';
import { expectDone } from './outcomes.ts';
import {
  PASSWORD,
  type TestHouse,
  type TestPerson,
  activatedToken,
  answerTo,
  personWithToken,
  proof,
  strongProofs,
  testHouse,
} from './test-house.ts';
import { addPasskey } from './test-passkeys.ts';
import { SESSION, VISIT } from './test-ports.ts';
import type { TestToken } from './test-token.ts';
import { agreedContact } from './vouching.ts';

/** Somebody who has set up everything there is, and rehearses. */
export interface WellPerson extends TestPerson {
  readonly tokens: readonly [TestToken, TestToken];
  readonly recoveryCodes: readonly string[];
  readonly device: SoftAuthenticator;
}

/** A house whose recovery codes are hashed in no time. */
export async function rehearsalHouse(open: OpenTestDatabase): Promise<TestHouse> {
  const house = await testHouse(open);
  const recoveryCodes = { count: 3, memoryKiB: 8, passes: 1 };
  return { ...house, ports: { ...house.ports, policy: { ...house.ports.policy, recoveryCodes } } };
}

/** In good order, and nobody's. */
export const NOBODYS_RECOVERY_CODE = formatRecoveryCode(asRecoveryCode('0'.repeat(20)));

const step = ({ accountId }: TestPerson) => ({ accountId, session: SESSION, visit: VISIT });

export async function wellPerson(house: TestHouse): Promise<WellPerson> {
  const person = await personWithToken(house);
  const second = await activatedToken(house, person);
  expectDone(await makeRecoveryCodes(house.ports, { ...person, proofs: strongProofs(house), session: SESSION, visit: VISIT }));
  const { codes } = expectDone(await viewRecoveryCodes(house.ports, { ...person, session: SESSION }));
  const { device } = await addPasskey(house, person);
  await agreedContact(house, person);
  // Drawn already, as for whoever has ever opened the page of the questions.
  expectDone(await askQuestions(house.ports, person));
  return { ...person, tokens: [person.token, second], recoveryCodes: codes.map((code) => code.reveal()), device };
}

export async function begun<Person extends TestPerson>(
  house: TestHouse,
  person: Person,
  situation: Situation = 'token-lost',
): Promise<Person> {
  expectDone(await beginRehearsal(house.ports, { ...step(person), situation, proofs: [proof(house, 'password')] }));
  return person;
}

/** What can be done in a rehearsal, rightly and wrongly; each answers what the verb does. */
export const REHEARSAL_ACTS = {
  'right password': (house: TestHouse, person: WellPerson) => rehearsePassword(house.ports, { ...step(person), password: PASSWORD }),
  'wrong password': (house: TestHouse, person: WellPerson) =>
    rehearsePassword(house.ports, { ...step(person), password: new Secret('not the right one') }),
  'right answers': async (house: TestHouse, person: WellPerson) => answer(house, person, 'right'),
  'wrong answers': async (house: TestHouse, person: WellPerson) => answer(house, person, 'wrong'),
  'right one-time password': (house: TestHouse, person: WellPerson) =>
    rehearseOtp(house.ports, { ...step(person), otp: person.tokens[1].otp(house.clock.now()) }),
  'wrong one-time password': (house: TestHouse, person: WellPerson) =>
    rehearseOtp(house.ports, { ...step(person), otp: person.tokens[1].wrongOtp(house.clock.now()) }),
  'right recovery code': (house: TestHouse, person: WellPerson) => tryRecoveryCode(house, person, person.recoveryCodes[0] ?? ''),
  'wrong recovery code': (house: TestHouse, person: WellPerson) => tryRecoveryCode(house, person, NOBODYS_RECOVERY_CODE),
  'a mail': (house: TestHouse, person: WellPerson) => sendRehearsalCode(house.ports, step(person)),
  'right mailed code': (house: TestHouse, person: WellPerson) => tryMailedCode(house, person, lastRehearsalCode(house)),
  'wrong mailed code': (house: TestHouse, person: WellPerson) => tryMailedCode(house, person, '00000000'),
  'right passkey': async (house: TestHouse, person: WellPerson) => {
    const offer = await offerPasskeyRehearsal(house.ports, step(person));
    if (!('options' in offer)) return offer;
    return rehearsePasskey(house.ports, { ...step(person), fields: person.device.get(offer.options) });
  },
  'forged passkey': async (house: TestHouse, person: WellPerson) => {
    const offer = await offerPasskeyRehearsal(house.ports, step(person));
    if (!('options' in offer)) return offer;
    return rehearsePasskey(house.ports, { ...step(person), fields: person.device.get(offer.options, { origin: 'https://evil.example' }) });
  },
  'a contact': (house: TestHouse, person: WellPerson) =>
    noteRehearsed(house.ports, { ...step(person), note: { factor: 'recovery-contact', outcome: 'said' } }),
  'nothing at hand': (house: TestHouse, person: WellPerson) =>
    noteRehearsed(house.ports, { ...step(person), note: { factor: 'recovery-code', outcome: 'missing' } }),
} as const satisfies Readonly<Record<string, (house: TestHouse, person: WellPerson) => Promise<object>>>;

export type RehearsalAct = keyof typeof REHEARSAL_ACTS;

export function tryRecoveryCode(house: TestHouse, person: TestPerson, code: string) {
  return rehearseRecoveryCode(house.ports, { ...step(person), code: new Secret(code) });
}

export function tryMailedCode(house: TestHouse, person: TestPerson, code: string) {
  return rehearseMailedCode(house.ports, { ...step(person), code: new Secret(code) });
}

export function lastRehearsalCode({ mailer }: TestHouse): string {
  const mail = mailer.sent.findLast(({ subject }) => subject.startsWith('Rehearsal: your code'));
  return /Code: ([\d ]+)/.exec(mail?.text ?? '')?.[1]?.trim() ?? '12345678';
}

async function answer(house: TestHouse, person: TestPerson, how: 'right' | 'wrong') {
  const challenge = await askQuestions(house.ports, person);
  if (!('questions' in challenge)) return challenge;
  const answers = challenge.questions.map((question) => (how === 'right' ? answerTo(question) : new Secret('no idea')));
  return rehearseQuestions(house.ports, { ...step(person), answers });
}
