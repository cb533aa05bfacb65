import { spendAll, refundAll } from '../budgets.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { randomBelow } from '../randomness.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { RegisteredQuestion } from './question.ts';
import { drawDistinct } from './rules.ts';
import { registeredQuestion } from './sealed-words.ts';
import { keepChallenge, openChallenge, registeredQuestions } from './store.ts';

export interface QuestionChallenge {
  /** Two of those registered, in the order in which they are shown. */
  readonly questions: readonly RegisteredQuestion[];
  /** Challenges left, this one included. */
  readonly left: number;
}

/** The open challenge, or a new one if the last was answered. The same questions come back until they are answered, also after signing out. */
export async function askQuestions(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId },
): Promise<QuestionChallenge | Refusal<'questions-not-registered' | 'too-many-attempts'>> {
  const { accountId } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const registered = await registeredQuestions(tx.query, accountId);
    if (registered.length === 0) return refuse('questions-not-registered', 'none registered');
    // Only to see whether there is a try left: asking costs nothing.
    const paid = await spendAll(tx, { policy: ports.policy, kind: 'questions', subject: accountId, now });
    if (!paid.tickets) return refuse('too-many-attempts', 'questions', { until: paid.until });
    await refundAll(tx, paid.tickets);
    const drawn = drawDistinct(registered, ports.policy.questions.asked, (limit) => randomBelow(ports.randomness, limit));
    await keepChallenge(tx, { accountId, questions: drawn.map(({ ref }) => ref), now });
    const asked = (await openChallenge(tx.query, accountId)) ?? [];
    const questions = asked.flatMap((ref) => registered.filter((answer) => answer.ref === ref));
    return { questions: questions.map((question) => registeredQuestion(ports, accountId, question)), left: paid.left + 1 };
  });
}
