import { Secret } from '@sallyport/platform';
import { askerOf } from '../asker.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Visit } from '../visit.ts';
import { foldAnswer } from './fold-answer.ts';
import type { StoredAnswer } from './store.ts';

/** Every answer asked for is hashed, whatever came before it, so that the time taken tells nothing about which one was wrong. The try must have been paid for. */
export async function judgeAnswers(
  ports: IdentityPorts,
  asked: readonly StoredAnswer[],
  given: { readonly accountId: AccountId; readonly answers: readonly Secret<string>[]; readonly visit: Visit },
): Promise<'right' | 'wrong' | 'busy'> {
  const { answers } = given;
  const outcomes: string[] = [];
  for (const [index, { answerHash }] of asked.entries()) {
    const password = new Secret(foldAnswer(answers[index]?.reveal() ?? ''));
    outcomes.push(await ports.passwordHasher.verify({ password, hash: answerHash }, askerOf(given)));
  }
  if (outcomes.includes('busy')) return 'busy';
  return answers.length === asked.length && outcomes.every((outcome) => outcome === 'match') ? 'right' : 'wrong';
}
