import type { Secret } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import type { QuestionKey } from './catalogue.ts';

export interface RegisteredAnswer {
  readonly question: QuestionKey;
  readonly answer: Secret<string>;
}

/** Five different questions with five different answers. The first time at level 1; replacing them needs level 2, and throws away the open challenge. */
export declare function registerQuestions(
  ports: IdentityPorts,
  input: {
    readonly accountId: AccountId;
    readonly proofs: readonly Proof[];
    readonly answers: readonly RegisteredAnswer[];
    readonly visit: Visit;
  },
): Promise<
  { readonly kind: 'registered' } | Refusal<'questions-not-distinct' | 'answer-too-short' | 'answers-not-distinct' | 'step-up-needed'>
>;
