import type { Secret } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';

/** Both answers at once, in the order of `askQuestions`; which one was wrong is not said. Three challenges, then 24 hours. */
export declare function answerQuestions(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly answers: readonly Secret<string>[]; readonly visit: Visit },
): Promise<{ readonly proof: Proof } | Refusal<'answers-wrong' | 'questions-not-registered' | 'too-many-attempts'>>;
