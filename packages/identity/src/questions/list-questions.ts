import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { RegisteredQuestion } from './question.ts';
import { registeredQuestion } from './sealed-words.ts';
import { registeredQuestions } from './store.ts';

/** The questions an account has registered, never their answers. */
export async function listQuestions(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId },
): Promise<readonly RegisteredQuestion[]> {
  const registered = await registeredQuestions(ports.database.query, input.accountId);
  return registered.map((question) => registeredQuestion(ports, input.accountId, question));
}
