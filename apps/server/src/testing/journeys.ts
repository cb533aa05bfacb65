import { QUESTION_WORDS } from '@sallyport/identity';
import { ANSWERS, type TestPerson } from './people.ts';
import type { RunningServer } from './running-server.ts';
import type { Shown, Visitor } from './visitor.ts';

/** Stretches of the journey that many tests begin with. */

export async function signInToDashboard(visitor: Visitor, server: RunningServer, person: TestPerson): Promise<Shown> {
  await visitor.open(server.configuration.listeners['certificate-services'].origin);
  await visitor.choose('My Account');
  return givePassword(visitor, person);
}

export function givePassword(visitor: Visitor, person: TestPerson): Promise<Shown> {
  return visitor.press('Continue', { userName: person.userName, password: person.password });
}

/** Signs in to Self-Administration and answers the questions asked. */
export async function signInToActions(visitor: Visitor, server: RunningServer, person: TestPerson): Promise<Shown> {
  await visitor.open(`${server.configuration.listeners['self-administration'].origin}/actions`);
  await givePassword(visitor, person);
  return answerQuestions(visitor);
}

export async function answerQuestions(visitor: Visitor): Promise<Shown> {
  if (visitor.page.url.pathname === '/prove') await visitor.choose('Question & answer challenge');
  return visitor.press('Continue', rightAnswers(visitor));
}

/** To the questions on the page. */
export function rightAnswers(visitor: Visitor): Readonly<Record<string, string>> {
  return { answer0: answerTo(visitor, 0), answer1: answerTo(visitor, 1) };
}

function answerTo(visitor: Visitor, index: number): string {
  const label = visitor.page.document.querySelector(`label[for=answer${String(index)}]`)?.text.trim() ?? '';
  for (const [question, answer] of Object.entries(ANSWERS)) {
    if (QUESTION_WORDS.en[question as keyof typeof ANSWERS] === label) return answer;
  }
  throw new Error(`no answer is known to "${label}"`);
}
