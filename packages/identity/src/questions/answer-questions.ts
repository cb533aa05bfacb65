import type { Secret } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { type Paid, refundAll, spendAll } from '../budgets.ts';
import type { AccountId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { judgeAnswers } from './judge-answers.ts';
import { type StoredAnswer, endChallenge, openChallenge, registeredQuestions } from './store.ts';

export interface QuestionAnswers {
  readonly accountId: AccountId;
  /** In the order of `askQuestions`. */
  readonly answers: readonly Secret<string>[];
  readonly visit: Visit;
}

type AnswerRefusal = Refusal<'busy' | 'answers-wrong' | 'questions-not-asked' | 'questions-not-registered' | 'too-many-attempts'>;

/** Both answers at once; which one was wrong is not said. Three challenges, then 24 hours. */
export async function answerQuestions(ports: IdentityPorts, input: QuestionAnswers): Promise<{ readonly proof: Proof } | AnswerRefusal> {
  const { accountId, visit } = input;
  const opened = await payForChallenge(ports, input);
  if (isRefusal(opened)) return opened;
  const verdict = await judgeAnswers(ports, opened.asked, input);
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<{ readonly proof: Proof } | AnswerRefusal> => {
    if (verdict === 'busy') {
      await refundAll(tx, opened.paid.tickets);
      return refuse('busy', 'hashing queue full');
    }
    // The answered challenge ends with the success: two right submissions of one challenge are one proof.
    const questions = opened.asked.map(({ ref }) => ref);
    const isRight = verdict === 'right' && (await endChallenge(tx, accountId, questions));
    if (!isRight) {
      const refusal = refuse('answers-wrong', verdict === 'right' ? 'challenge ended meanwhile' : 'wrong answer', {
        left: opened.paid.left,
      });
      await audit(tx, { at: now, action: 'questions.answer', account: accountId, actor: 'owner', visit, refusal });
      return refusal;
    }
    await refundAll(tx, opened.paid.tickets);
    await audit(tx, { at: now, action: 'questions.answer', account: accountId, actor: 'owner', visit });
    return { proof: { factor: 'questions', at: now, network: networkOf(visit.address) } };
  });
}

interface PaidChallenge {
  readonly paid: Paid;
  readonly asked: readonly StoredAnswer[];
}

async function payForChallenge(
  ports: IdentityPorts,
  input: QuestionAnswers,
): Promise<PaidChallenge | Refusal<'questions-not-asked' | 'questions-not-registered' | 'too-many-attempts'>> {
  const { accountId, visit } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const registered = await registeredQuestions(tx.query, accountId);
    const challenge = await openChallenge(tx.query, accountId);
    if (registered.length === 0) return refuse('questions-not-registered', 'none registered');
    if (!challenge) return refuse('questions-not-asked', 'no open challenge');
    const paid = await spendAll(tx, { policy: ports.policy, kind: 'questions', subject: accountId, now });
    if (paid.tickets) return { paid, asked: challenge.flatMap((ref) => registered.filter((answer) => answer.ref === ref)) };
    const refusal = refuse('too-many-attempts', 'questions', { until: paid.until });
    await audit(tx, { at: now, action: 'questions.answer', account: accountId, actor: 'owner', visit, refusal });
    return refusal;
  });
}
