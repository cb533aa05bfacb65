import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { QuestionKey } from './catalogue.ts';

export interface QuestionChallenge {
  /** Two of the five registered, in the order in which they are shown. */
  readonly questions: readonly QuestionKey[];
  /** Challenges left. */
  readonly left: number;
}

/** The open challenge, or a new one if the last was answered. The same questions come back until they are answered, also after signing out. */
export declare function askQuestions(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId },
): Promise<QuestionChallenge | Refusal<'questions-not-registered' | 'too-many-attempts'>>;
