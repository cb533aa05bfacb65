import { type AnyTransaction, type Asker, type Instant, Secret, type Transaction } from '@sallyport/platform';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import type { Proof } from '../assurance/rules.ts';
import { type AuditAction, audit } from '../audit.ts';
import { type Paid, refundAll, spendAll } from '../budgets.ts';
import type { AccountId } from '../identifiers.ts';
import type { NoticeSubject } from '../notices/notice.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { parseQuestionKey } from './catalogue.ts';
import { foldAnswer } from './fold-answer.ts';
import { type Question, type QuestionRef, ownQuestion } from './question.ts';
import { type QuestionFault, editingStanding, judgeQuestion } from './rules.ts';
import { registeredQuestion } from './sealed-words.ts';
import { type StoredAnswer, endChallenge, registeredQuestions, replaceAnswers } from './store.ts';
import { storedAnswer } from './stored-answer.ts';

export type QuestionEdit =
  | { readonly kind: 'add'; readonly question: Question; readonly answer: Secret<string> }
  | {
      readonly kind: 'change';
      readonly ref: QuestionRef;
      readonly question: Question;
      readonly answer: Secret<string>;
      readonly presentAnswer: Secret<string> | undefined;
    }
  | { readonly kind: 'remove'; readonly ref: QuestionRef; readonly presentAnswer: Secret<string> | undefined };

export interface QuestionEditing {
  readonly accountId: AccountId;
  readonly proofs: readonly Proof[];
  readonly edit: QuestionEdit;
  readonly visit: Visit;
}

type EditRefusal = Refusal<
  | 'busy'
  | 'step-up-needed'
  | 'too-many-attempts'
  | 'question-not-found'
  | 'questions-too-many'
  | 'questions-too-few'
  | 'questions-changed'
  | 'present-answer-wrong'
  | QuestionFault['fault']
>;

const ACTIONS: Readonly<Record<QuestionEdit['kind'], { readonly action: AuditAction; readonly about: NoticeSubject }>> = {
  add: { action: 'questions.add', about: 'question-added' },
  change: { action: 'questions.change', about: 'question-changed' },
  remove: { action: 'questions.remove', about: 'question-removed' },
};

/**
 * Adds, changes or removes one question. What proofs it takes, `editingStanding` says. Where the present answer is asked for, a try of the question & answer challenge is spent on it first. Every
 * edit spends one of its own budget for good: a new answer that is already the answer to another question is refused, so whoever could edit at will could guess at will.
 * The open challenge ends, and every address is told.
 */
export async function editQuestions(ports: IdentityPorts, input: QuestionEditing): Promise<{ readonly kind: 'edited' } | EditRefusal> {
  const { accountId, edit, visit } = input;
  const begun = await begin(ports, input);
  if (isRefusal(begun)) return begun;
  const examined = await examine(ports, { accountId, edit, visit, registered: begun.registered, guess: begun.guess });
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'edited' } | EditRefusal> => {
    const outcome = isRefusal(examined) ? examined : await save(tx, { accountId, before: begun.registered, after: examined });
    const refusal = isRefusal(outcome) ? outcome : undefined;
    if (refusal?.code !== 'present-answer-wrong') await refundAll(tx, begun.guess?.tickets ?? []);
    if (refusal?.code === 'busy') await refundAll(tx, begun.edit.tickets);
    const account = await findAccountBy(tx.query, { accountId });
    if (!refusal && account) await queueNotice(ports, tx, { account, about: ACTIONS[edit.kind].about, at: now, visit });
    await audit(tx, { at: now, action: ACTIONS[edit.kind].action, account: accountId, actor: 'owner', visit, refusal });
    return refusal ?? { kind: 'edited' };
  });
}

interface Begun {
  readonly registered: readonly StoredAnswer[];
  readonly edit: Paid;
  /** The try of the present answer; undefined where it is not asked for. */
  readonly guess: Paid | undefined;
}

/** Everything that can be said without looking at a hash; then the tries are spent. */
async function begin(ports: IdentityPorts, input: QuestionEditing): Promise<Begun | EditRefusal> {
  const { accountId, edit, visit, proofs } = input;
  const now = ports.clock.now();
  const { action } = ACTIONS[edit.kind];
  const standing = editingStanding({ preset: ports.policy.recovery, proofs, now, freshProofMs: ports.policy.lifetimes.freshProofMs });
  return ports.database.transact(async (tx): Promise<Begun | EditRefusal> => {
    const account = await findAccountBy(tx.query, { accountId });
    if (standing === 'more-proof' || account?.state !== 'ACTIVE') {
      const refusal = refuse('step-up-needed', standing === 'more-proof' ? 'editing questions' : 'no active account');
      await audit(tx, { at: now, action, account: accountId, actor: 'owner', visit, refusal });
      return refusal;
    }
    const registered = await registeredQuestions(tx.query, accountId);
    const fault = faultOf(ports, { accountId, edit, registered });
    if (fault) return fault;
    const paid = await pay(ports, tx, { accountId, now, asksPresentAnswer: standing === 'present-answer' && edit.kind !== 'add' });
    if (!isRefusal(paid)) return { registered, ...paid };
    await audit(tx, { at: now, action, account: accountId, actor: 'owner', visit, refusal: paid });
    return paid;
  });
}

async function pay(
  ports: IdentityPorts,
  tx: AnyTransaction,
  given: { readonly accountId: AccountId; readonly now: Instant; readonly asksPresentAnswer: boolean },
): Promise<Pick<Begun, 'edit' | 'guess'> | Refusal<'too-many-attempts'>> {
  const spending = { policy: ports.policy, subject: given.accountId, now: given.now };
  const edit = await spendAll(tx, { ...spending, kind: 'question-edits' });
  if (!edit.tickets) return refuse('too-many-attempts', 'question-edits', { until: edit.until });
  if (!given.asksPresentAnswer) return { edit, guess: undefined };
  const guess = await spendAll(tx, { ...spending, kind: 'questions' });
  if (guess.tickets) return { edit, guess };
  await refundAll(tx, edit.tickets);
  return refuse('too-many-attempts', 'questions', { until: guess.until });
}

interface Plan {
  readonly accountId: AccountId;
  readonly edit: QuestionEdit;
  readonly registered: readonly StoredAnswer[];
}

function faultOf(ports: IdentityPorts, { accountId, edit, registered }: Plan): EditRefusal | undefined {
  const policy = ports.policy.questions;
  if (edit.kind !== 'add' && !registered.some(({ ref }) => ref === edit.ref)) return refuse('question-not-found', edit.kind);
  if (edit.kind === 'add' && registered.length >= policy.most) return refuse('questions-too-many', 'add', { limit: policy.most });
  if (edit.kind === 'remove') {
    if (registered.length > policy.registered) return undefined;
    return refuse('questions-too-few', 'remove', { limit: policy.registered });
  }
  const others = othersThan(edit, registered).map((stored) => questionOf(ports, accountId, stored));
  const fault = judgeQuestion({ question: edit.question, folded: foldAnswer(edit.answer.reveal()) }, others, policy);
  return fault && refuse(fault.fault, fault.fault, { positions: fault.positions });
}

function othersThan(edit: QuestionEdit, registered: readonly StoredAnswer[]): readonly StoredAnswer[] {
  return edit.kind === 'add' ? registered : registered.filter(({ ref }) => ref !== edit.ref);
}

function questionOf(ports: IdentityPorts, accountId: AccountId, stored: StoredAnswer): Question {
  const { ref, language } = stored;
  const key = parseQuestionKey(ref);
  return key ? { kind: 'catalogue', key, language } : ownQuestion(registeredQuestion(ports, accountId, stored).words, language);
}

/** The slow part, outside any transaction: the present answer where it is asked for, and whether the new one is one of the others. Answers the set as it shall be. */
async function examine(
  ports: IdentityPorts,
  given: Plan & Pick<Begun, 'guess'> & { readonly visit: Visit },
): Promise<readonly StoredAnswer[] | EditRefusal> {
  const { accountId, edit, registered, guess } = given;
  const asker = askerOf(given);
  if (edit.kind !== 'add' && guess) {
    const present = registered.find(({ ref }) => ref === edit.ref);
    const outcome = await verify(ports, { answer: edit.presentAnswer, stored: present, asker });
    if (outcome !== 'match') return outcome === 'busy' ? busy() : refuse('present-answer-wrong', 'wrong answer', { left: guess.left });
  }
  const others = othersThan(edit, registered);
  if (edit.kind === 'remove') return others;
  // Every one is looked at, so that the time taken does not tell which it was.
  const outcomes: string[] = [];
  for (const other of others) outcomes.push(await verify(ports, { answer: edit.answer, stored: other, asker }));
  if (outcomes.includes('busy')) return busy();
  if (outcomes.includes('match')) return refuse('answers-not-distinct', 'is the answer to another', { positions: [0] });
  const answerHash = await ports.passwordHasher.hash(new Secret(foldAnswer(edit.answer.reveal())), asker);
  if (answerHash === 'busy') return busy();
  const fresh = storedAnswer(ports, { accountId, question: edit.question, answerHash });
  return edit.kind === 'add' ? [...registered, fresh] : registered.map((stored) => (stored.ref === edit.ref ? fresh : stored));
}

function verify(
  ports: IdentityPorts,
  {
    answer,
    stored,
    asker,
  }: { readonly answer: Secret<string> | undefined; readonly stored: StoredAnswer | undefined; readonly asker: Asker },
) {
  return ports.passwordHasher.verify({ password: new Secret(foldAnswer(answer?.reveal() ?? '')), hash: stored?.answerHash }, asker);
}

function busy(): EditRefusal {
  return refuse('busy', 'hashing queue full');
}

/** Of two edits at the same moment the second sees the first, and is refused: it was made for another set. */
async function save(
  tx: Transaction<IdentitySchema>,
  change: { readonly accountId: AccountId; readonly before: readonly StoredAnswer[]; readonly after: readonly StoredAnswer[] },
): Promise<{ readonly kind: 'edited' } | EditRefusal> {
  const { accountId, before, after } = change;
  const account = await lockAccount(tx, accountId);
  const present = await registeredQuestions(tx.query, accountId);
  if (account?.state !== 'ACTIVE' || hashesOf(present) !== hashesOf(before)) return refuse('questions-changed', 'edited meanwhile');
  await replaceAnswers(tx, accountId, after);
  await endChallenge(tx, accountId);
  return { kind: 'edited' };
}

function hashesOf(answers: readonly StoredAnswer[]): string {
  return answers.map(({ answerHash }) => answerHash).join(' ');
}
