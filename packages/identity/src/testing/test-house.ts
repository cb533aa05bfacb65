import { type Database, type PlatformSchema, Secret, platformMigrations } from '@sallyport/platform';
import { expect } from 'vitest';
import { type ManualClock, type OpenTestDatabase, manualClock } from '@sallyport/platform/testing';
import {
  type AccountId,
  type IdentityPorts,
  type IdentitySchema,
  type Proof,
  type Question,
  type QuestionKey,
  type RecoveryPreset,
  type TokenId,
  acceptInvitation,
  confirmActivation,
  createAccount,
  createInvitation,
  createOrganisation,
  findAccount,
  identityMigrations,
  registerQuestions,
  startActivation,
} from '../index.ts';
import { type CountingHasher, countingHasher } from './counting-hasher.ts';
import { expectDone } from './outcomes.ts';
import { type RecordingMailer, recordingMailer } from './recording-mailer.ts';
import { VISIT, testPorts } from './test-ports.ts';
import { type TestToken, answeredToken } from './test-token.ts';

/** An empty installation of its own for one test: real database, real sealing, and fakes for what only costs time. */
export interface TestHouse {
  readonly ports: IdentityPorts;
  readonly database: Database<PlatformSchema & IdentitySchema>;
  readonly clock: ManualClock;
  readonly hasher: CountingHasher;
  readonly mailer: RecordingMailer;
}

export const PASSWORD = new Secret('violet harbour lantern 52');
/** A question of the catalogue, in English. */
export function asked(key: QuestionKey): Question {
  return { kind: 'catalogue', key, language: 'en' };
}

/** Of whoever a test is about. */
export const ANSWERS: readonly { readonly question: Question; readonly answer: Secret<string> }[] = [
  { question: asked('first-school'), answer: new Secret('St. Olave’s') },
  { question: asked('first-street'), answer: new Secret('Quay Road') },
  { question: asked('childhood-pet'), answer: new Secret('Barnacle') },
  { question: asked('favourite-book'), answer: new Secret('Moby-Dick') },
  { question: asked('learned-to-swim'), answer: new Secret('Lake Windermere') },
];

/** The answer to a question that was asked, out of `ANSWERS`. */
export function answerTo(question: { readonly ref: string } | undefined): Secret<string> {
  const known = ANSWERS.find((entry) => entry.question.kind === 'catalogue' && entry.question.key === question?.ref);
  if (!known) throw new Error(`nobody registered ${question?.ref ?? 'that'}`);
  return known.answer;
}

export async function testHouse(open: OpenTestDatabase): Promise<TestHouse> {
  return houseOn(await open<PlatformSchema & IdentitySchema>([platformMigrations, identityMigrations]));
}

/** The same for a database that is open already, such as one shared by two processes. */
export function houseOn(database: Database<PlatformSchema & IdentitySchema>): TestHouse {
  // On the first second of a time step, so that a test knows how long the step lasts.
  const clock = manualClock(Date.UTC(2026, 0, 5, 9, 0, 0));
  const hasher = countingHasher();
  const mailer = recordingMailer();
  const ports = testPorts({ database, clock, passwordHasher: hasher, mailer });
  return { ports, database, clock, hasher, mailer };
}

export interface TestPerson {
  readonly accountId: AccountId;
  readonly userName: string;
}

/** An account that was invited and has not answered yet. */
export async function invitedPerson(house: TestHouse, userName = 'ada.quay'): Promise<TestPerson> {
  const { organisationId } = await createOrganisation(house.ports, { name: 'Northwind Harbour Authority' });
  const addresses = [`${userName}@northwind.example`, `${userName}@home.example`];
  const created = expectDone(await createAccount(house.ports, { organisationId, userName, displayName: 'Ada Quay', addresses }));
  return { accountId: created.accountId, userName };
}

/** An account with a password. */
export async function personWithPassword(house: TestHouse, userName?: string): Promise<TestPerson> {
  const person = await invitedPerson(house, userName);
  const { code } = expectDone(await createInvitation(house.ports, person));
  expectDone(await acceptInvitation(house.ports, { code, password: PASSWORD, visit: VISIT }));
  return person;
}

/** An account with a password and questions, as the people of the demonstration are. */
export async function personWithQuestions(house: TestHouse, userName?: string, answers = ANSWERS): Promise<TestPerson> {
  const person = await personWithPassword(house, userName);
  const proofs = [proof(house, 'password')];
  expectDone(await registerQuestions(house.ports, { ...person, proofs, answers, visit: VISIT }));
  return person;
}

/** An account that has finished its set-up, and its soft token. */
export async function personWithToken(house: TestHouse, userName?: string): Promise<TestPerson & { readonly token: TestToken }> {
  const person = await personWithQuestions(house, userName);
  return { ...person, token: await activatedToken(house, person) };
}

export async function activatedToken(house: TestHouse, person: TestPerson): Promise<TestToken> {
  const { ports, clock } = house;
  const { link } = expectDone(await startActivation(ports, { accountId: person.accountId, actor: { kind: 'operator' } }));
  const token = await answeredToken(ports, { link, visit: VISIT });
  const confirmation = token.confirmation(clock.now());
  expectDone(await confirmActivation(ports, { activationId: token.activationId, confirmation, visit: VISIT }));
  return token;
}

/** A one-time password of this token, given at this very moment. */
export function otpProofOf(house: TestHouse, token: TestToken): Proof {
  return { ...proof(house, 'soft-token-otp'), tokenId: token.tokenId as TokenId };
}

/** The same house under another recovery policy, as after its operator has changed it. */
export function underPolicy(house: TestHouse, recovery: RecoveryPreset): TestHouse {
  return { ...house, ports: { ...house.ports, policy: { ...house.ports.policy, recovery } } };
}

/** Somebody of the same organisation, with a password. */
export async function colleagueOf(house: TestHouse, person: TestPerson, userName: string): Promise<TestPerson> {
  const { organisationId } = (await findAccount(house.ports, person)) ?? expect.unreachable('no such person');
  const addresses = [`${userName}@northwind.example`, `${userName}@home.example`];
  const { accountId } = expectDone(await createAccount(house.ports, { organisationId, userName, displayName: 'Ben Weir', addresses }));
  const { code } = expectDone(await createInvitation(house.ports, { accountId }));
  expectDone(await acceptInvitation(house.ports, { code, password: PASSWORD, visit: VISIT }));
  return { accountId, userName };
}

/** What somebody gives who has everything, at this very moment. */
export function strongProofs(house: TestHouse): readonly Proof[] {
  return [proof(house, 'password'), proof(house, 'soft-token-otp')];
}

/** A proof given at this very moment. */
export function proof(house: TestHouse, factor: Proof['factor']): Proof {
  return { factor, at: house.clock.now(), network: '192.0.2.10' };
}

/** What an unlock needs, given at this very moment. */
export function repairProofs(house: TestHouse): readonly Proof[] {
  return [proof(house, 'password'), proof(house, 'questions')];
}
