import { Secret } from '@sallyport/platform';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import { type Proof, assuranceOf } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { foldAnswer } from './fold-answer.ts';
import type { Question } from './question.ts';
import { type QuestionFault, judgeQuestionSet } from './rules.ts';
import { storedAnswer } from './stored-answer.ts';
import { type StoredAnswer, endChallenge, registeredQuestions, replaceAnswers } from './store.ts';

export interface RegisteredAnswer {
  readonly question: Question;
  readonly answer: Secret<string>;
}

export interface QuestionRegistration {
  readonly accountId: AccountId;
  readonly proofs: readonly Proof[];
  readonly answers: readonly RegisteredAnswer[];
  readonly visit: Visit;
}

type RegistrationRefusal = Refusal<'busy' | QuestionFault['fault'] | 'step-up-needed'>;

/** Five different questions with five different answers. The first time at level 1; replacing them needs level 2, and ends the open challenge. */
export async function registerQuestions(
  ports: IdentityPorts,
  input: QuestionRegistration,
): Promise<{ readonly kind: 'registered' } | RegistrationRefusal> {
  const { accountId, visit } = input;
  const set = input.answers.map(({ question, answer }) => ({ question, folded: foldAnswer(answer.reveal()) }));
  const fault = judgeQuestionSet(set, ports.policy.questions);
  if (fault) return refuse(fault.fault, fault.fault, { positions: fault.positions });
  const now = ports.clock.now();
  const { level } = assuranceOf(input.proofs, now);
  // Known before anything is hashed; asked again in the transaction, where it counts.
  const early = stepUpRefusal(level, await registeredQuestions(ports.database.query, accountId));
  if (early) return early;
  const answers = await hashAnswers(ports, input, set);
  if (answers === 'busy') return refuse('busy', 'hashing queue full');
  return ports.database.transact(async (tx) => {
    // Locked, so that of two registrations at the same moment the second sees the first.
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    const before = await registeredQuestions(tx.query, accountId);
    const refusal = account?.state === 'ACTIVE' ? stepUpRefusal(level, before) : refuse('step-up-needed', 'no active account');
    if (refusal || !account) {
      await audit(tx, { at: now, action: 'questions.register', account: accountId, actor: 'owner', visit, refusal });
      return refusal ?? refuse('step-up-needed', 'no account');
    }
    await replaceAnswers(tx, accountId, answers);
    await endChallenge(tx, accountId);
    const about = before.length === 0 ? 'questions-registered' : 'questions-replaced';
    await queueNotice(ports, tx, { account, about, at: now, visit });
    await audit(tx, { at: now, action: 'questions.register', account: accountId, actor: 'owner', visit });
    return { kind: 'registered' as const };
  });
}

/** Answers are a way back in: whoever may replace them may move the account, so that takes the second factor. */
function stepUpRefusal(level: number, registered: readonly StoredAnswer[]): Refusal<'step-up-needed'> | undefined {
  const needed = registered.length === 0 ? 1 : 2;
  return level >= needed ? undefined : refuse('step-up-needed', `level ${String(level)} of ${String(needed)}`);
}

async function hashAnswers(
  ports: IdentityPorts,
  { accountId, visit }: QuestionRegistration,
  set: readonly { readonly question: Question; readonly folded: string }[],
): Promise<readonly StoredAnswer[] | 'busy'> {
  const answers: StoredAnswer[] = [];
  for (const { question, folded } of set) {
    const answerHash = await ports.passwordHasher.hash(new Secret(folded), askerOf({ accountId, visit }));
    if (answerHash === 'busy') return 'busy';
    answers.push(storedAnswer(ports, { accountId, question, answerHash }));
  }
  return answers;
}
