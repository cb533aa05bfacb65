import { type PasskeyAssertionFields, Secret } from '@sallyport/platform';
import {
  type AccountId,
  type IdentityPorts,
  type QuestionRef,
  acceptInvitation,
  answerMailedCode,
  answerQuestions,
  changePassword,
  confirmActivationByOtp,
  confirmAddress,
  confirmUnlock,
  editQuestions,
  freezeAccount,
  registerOfflineActivation,
  rehearseMailedCode,
  rehearseOtp,
  rehearsePassword,
  rehearseQuestions,
  rehearseRecoveryCode,
  requestUnlock,
  resetPassword,
  sendRehearsalCode,
  signInWithPasskey,
  spendRecoveryCode,
  spendTemporaryAccessCode,
  startTypedRun,
  submitOtp,
  submitPassword,
  thawAccount,
} from '../index.ts';
import { SESSION, VISIT } from './test-ports.ts';
import { type Typed, typedStart } from './test-token-ways.ts';

/** Every door at which a secret or a one-time thing can be handed in, in one shape, so that a process that was started for a race can be told by a message what to do. */
export interface Submission {
  readonly accountId: AccountId;
  readonly userName: string;
  /** The secret as typed, or the code of the link. */
  readonly code: string;
  /** What else the door asks for. */
  readonly besides?: string;
}

type Verb = (ports: IdentityPorts, submission: Submission) => Promise<object>;

const NEW_PASSWORD = new Secret('another violet harbour lantern');
const visit = VISIT;
const session = SESSION;

export const RACING_VERBS = {
  submitPassword: (ports, { userName, code }) => submitPassword(ports, { userName, password: new Secret(code), visit }),
  changePassword: (ports, { accountId, code }) =>
    changePassword(ports, { accountId, currentPassword: new Secret(code), newPassword: NEW_PASSWORD, visit }),
  thawAccount: (ports, { userName, code, besides = '' }) =>
    thawAccount(ports, { userName, password: new Secret(code), otp: besides, visit }),
  submitOtp: (ports, { accountId, code }) => submitOtp(ports, { accountId, otp: code, session: SESSION, visit }),
  answerQuestions: (ports, { accountId, code }) =>
    answerQuestions(ports, { accountId, answers: code.split('\n').map((one) => new Secret(one)), visit }),
  presentAnswer: (ports, { accountId, code, besides = '' }) =>
    editQuestions(ports, {
      accountId,
      edit: {
        kind: 'change',
        ref: besides as QuestionRef,
        question: { kind: 'catalogue', key: 'first-concert', language: 'en' },
        answer: new Secret('The Proclaimers'),
        presentAnswer: new Secret(code),
      },
      proofs: proofsOf(ports, ['password', 'questions']),
      visit,
    }),
  requestUnlock: (ports, { accountId, code }) =>
    requestUnlock(ports, {
      accountId,
      code: new Secret(code),
      session: SESSION,
      proofs: proofsOf(ports, ['password', 'questions']),
      visit,
    }),
  confirmUnlock: (ports, { accountId, code }) => confirmUnlock(ports, { accountId, otp: code, session: SESSION, visit }),
  spendRecoveryCode: (ports, { accountId, code }) => spendRecoveryCode(ports, { accountId, code: new Secret(code), visit }),
  spendTemporaryAccessCode: (ports, { accountId, code }) => spendTemporaryAccessCode(ports, { accountId, code: new Secret(code), visit }),
  /** What the device has signed, as JSON. */
  signInWithPasskey: (ports, { code }) =>
    signInWithPasskey(ports, { fields: JSON.parse(code) as PasskeyAssertionFields, session: SESSION, visit }),
  answerMailedCode: (ports, { accountId, code }) => answerMailedCode(ports, { accountId, code: new Secret(code), session: SESSION, visit }),
  startTypedRun: async (ports, { code }) => startTypedRun(ports, { start: (await typedStart(JSON.parse(code) as Typed)).start, visit }),
  registerOfflineActivation: (ports, { accountId, code }) => registerOfflineActivation(ports, { accountId, code: new Secret(code), visit }),
  confirmActivationByOtp: (ports, { accountId, code }) => confirmActivationByOtp(ports, { accountId, otp: code, visit }),
  rehearsePassword: (ports, { accountId, code }) => rehearsePassword(ports, { accountId, session, visit, password: new Secret(code) }),
  rehearseQuestions: (ports, { accountId, code }) =>
    rehearseQuestions(ports, { accountId, session, visit, answers: code.split('\n').map((one) => new Secret(one)) }),
  rehearseOtp: (ports, { accountId, code }) => rehearseOtp(ports, { accountId, session, visit, otp: code }),
  rehearseRecoveryCode: (ports, { accountId, code }) => rehearseRecoveryCode(ports, { accountId, session, visit, code: new Secret(code) }),
  rehearseMailedCode: (ports, { accountId, code }) => rehearseMailedCode(ports, { accountId, session, visit, code: new Secret(code) }),
  sendRehearsalCode: (ports, { accountId }) => sendRehearsalCode(ports, { accountId, session, visit }),
  acceptInvitation: (ports, { code }) => acceptInvitation(ports, { code: new Secret(code), password: NEW_PASSWORD, visit }),
  resetPassword: (ports, { code }) => resetPassword(ports, { code: new Secret(code), newPassword: NEW_PASSWORD, visit }),
  confirmAddress: (ports, { code }) => confirmAddress(ports, { code: new Secret(code), visit }),
  freezeAccount: (ports, { code }) => freezeAccount(ports, { code: new Secret(code), visit }),
} as const satisfies Readonly<Record<string, Verb>>;

export type RacingVerb = keyof typeof RACING_VERBS;

function proofsOf(ports: IdentityPorts, factors: readonly ('password' | 'questions')[]) {
  return factors.map((factor) => ({ factor, at: ports.clock.now(), network: VISIT.address }));
}
