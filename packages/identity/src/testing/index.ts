/** Fakes and harnesses for tests: an installation of its own for each test, people, and soft tokens reduced to their keys. Never imported by product code. */
export { type CountingHasher, countingHasher } from './counting-hasher.ts';
export { type RecordingMailer, recordingMailer } from './recording-mailer.ts';
export { TestToken, activationIdOf, activationRequest, answeredToken } from './test-token.ts';
export {
  ANSWERS,
  OTHER_SESSION,
  PASSWORD,
  SESSION,
  SUPPORT_MAIL,
  type TestHouse,
  type TestPerson,
  VISIT,
  activatedToken,
  expectDone,
  houseOn,
  inParallel,
  invitedPerson,
  outcomeOf,
  personWithPassword,
  personWithQuestions,
  personWithToken,
  proof,
  repairProofs,
  tally,
  testHouse,
} from './test-house.ts';
