/** Fakes and harnesses for tests: an installation of its own for each test, people, and soft tokens reduced to their keys. Never imported by product code. */
export { type CountingHasher, countingHasher } from './counting-hasher.ts';
export { type RecordingMailer, recordingMailer } from './recording-mailer.ts';
export { expectDone, inParallel, outcomeOf, tally } from './outcomes.ts';
export { OTHER_SESSION, SESSION, SUPPORT_MAIL, VISIT, testPorts } from './test-ports.ts';
export { TestToken, activationIdOf, activationRequest, answeredToken } from './test-token.ts';
export {
  ANSWERS,
  PASSWORD,
  type TestHouse,
  type TestPerson,
  activatedToken,
  answerTo,
  asked,
  colleagueOf,
  houseOn,
  invitedPerson,
  otpProofOf,
  personWithPassword,
  personWithQuestions,
  personWithToken,
  proof,
  repairProofs,
  strongProofs,
  testHouse,
  underPolicy,
} from './test-house.ts';
export { mailedCode, mailedCodes } from './mailed-links.ts';
