import type { Secret } from '@sallyport/platform';
import { type Paid, refundAll } from '../budgets.ts';
import type { IdentityPorts } from '../ports.ts';
import { judgeAnswers } from '../questions/judge-answers.ts';
import { type StoredAnswer, openChallenge, registeredQuestions } from '../questions/store.ts';
import { isRefusal, refuse } from '../refusals.ts';
import { type RehearsalStep, type TryOutcome, type TryRefusal, keepTry, payForTry } from './under-way.ts';

/**
 * The answers to the very questions that would be asked: `askQuestions` says which. The challenge goes on, whatever is answered: who rehearses is asked the same again for real, and
 * cannot shop for others.
 */
export async function rehearseQuestions(
  ports: IdentityPorts,
  input: RehearsalStep & { readonly answers: readonly Secret<string>[] },
): Promise<TryOutcome<'busy' | 'answers-wrong' | 'questions-not-asked' | 'questions-not-registered'>> {
  const paid = await payForChallenge(ports, input);
  if (isRefusal(paid)) return paid;
  const verdict = await judgeAnswers(ports, paid.asked, input);
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    if (verdict !== 'wrong') await refundAll(tx, paid.tickets);
    if (verdict === 'busy') return refuse('busy', 'hashing queue full');
    const { left } = paid;
    return keepTry(ports, tx, {
      ...tried(input),
      now,
      verdict: verdict === 'right' ? 'right' : refuse('answers-wrong', 'wrong answer', { left }),
    });
  });
}

function tried(step: RehearsalStep) {
  return { step, factor: 'questions', action: 'rehearsal.questions' } as const;
}

function payForChallenge(
  ports: IdentityPorts,
  input: RehearsalStep,
): Promise<(Paid & { readonly asked: readonly StoredAnswer[] }) | TryRefusal<'questions-not-asked' | 'questions-not-registered'>> {
  const { accountId } = input;
  return ports.database.transact(async (tx) => {
    const registered = await registeredQuestions(tx.query, accountId);
    const challenge = await openChallenge(tx.query, accountId);
    if (registered.length === 0) return refuse('questions-not-registered', 'none registered');
    if (!challenge) return refuse('questions-not-asked', 'no open challenge');
    const paid = await payForTry(ports, tx, { ...tried(input), now: ports.clock.now(), real: 'questions' });
    if (isRefusal(paid)) return paid;
    return { ...paid, asked: challenge.flatMap((ref) => registered.filter((answer) => answer.ref === ref)) };
  });
}
