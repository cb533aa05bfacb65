import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentitySchema } from '../schema.ts';
import type { QuestionLanguage } from './catalogue.ts';
import type { QuestionRef } from './question.ts';

type Query = ReadOnlyQuery<IdentitySchema>;
type Tx = Transaction<IdentitySchema>;

export interface StoredAnswer {
  readonly ref: QuestionRef;
  readonly language: QuestionLanguage;
  /** Of a question in the owner's words. */
  readonly sealedWords: Uint8Array | undefined;
  readonly answerHash: string;
}

export async function registeredQuestions(query: Query, accountId: AccountId): Promise<readonly StoredAnswer[]> {
  const rows = await query
    .selectFrom('answer')
    .select(['question', 'language', 'sealed_words', 'answer_hash'])
    .where('account_id', '=', accountId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    ref: row.question,
    language: row.language,
    sealedWords: row.sealed_words ?? undefined,
    answerHash: row.answer_hash,
  }));
}

/** All of them, in this order. With the account locked. */
export async function replaceAnswers(tx: Tx, accountId: AccountId, answers: readonly StoredAnswer[]): Promise<void> {
  await tx.query.deleteFrom('answer').where('account_id', '=', accountId).execute();
  const rows = answers.map(({ ref, language, sealedWords, answerHash }, position) => ({
    account_id: accountId,
    position,
    question: ref,
    language,
    sealed_words: sealedWords ?? null,
    answer_hash: answerHash,
  }));
  await tx.query.insertInto('answer').values(rows).execute();
}

export async function openChallenge(query: Query, accountId: AccountId): Promise<readonly QuestionRef[] | undefined> {
  const row = await query.selectFrom('question_challenge').select('questions').where('account_id', '=', accountId).executeTakeFirst();
  return row && (row.questions.split(' ') as QuestionRef[]);
}

/** Keeps the first challenge that is stored: of two browsers that ask at the same moment both get the same questions. */
export async function keepChallenge(
  tx: Tx,
  challenge: { readonly accountId: AccountId; readonly questions: readonly QuestionRef[]; readonly now: Instant },
): Promise<void> {
  await tx.query
    .insertInto('question_challenge')
    .values({ account_id: challenge.accountId, questions: challenge.questions.join(' '), asked_at: challenge.now })
    .onConflict((conflict) => conflict.column('account_id').doNothing())
    .execute();
}

/** Ends the challenge that was answered; false when it had ended before. Without `questions`, whatever challenge is open. */
export async function endChallenge(tx: Tx, accountId: AccountId, questions?: readonly QuestionRef[]): Promise<boolean> {
  const ended = await tx.query
    .deleteFrom('question_challenge')
    .where('account_id', '=', accountId)
    .$if(questions !== undefined, (challenge) => challenge.where('questions', '=', questions?.join(' ') ?? ''))
    .returning('account_id')
    .executeTakeFirst();
  return ended !== undefined;
}
