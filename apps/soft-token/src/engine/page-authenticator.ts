import { type PrfAnswer, type PrfAuthenticator, type PrfQuestion, wipe } from '@sallyport/protocol';
import type { PrfBrought, PrfWanted } from './authenticator-messages.ts';

/** The authenticator as the engine reaches it: through the page. Each question is answered once; an answer nobody waits for is wiped. */
export class PageAuthenticator implements PrfAuthenticator {
  readonly #say: (wanted: PrfWanted) => void;
  readonly #waiting = new Map<number, (answer: PrfAnswer) => void>();
  #next = 1;

  constructor(say: (wanted: PrfWanted) => void) {
    this.#say = say;
  }

  async evaluate(prf: PrfQuestion): Promise<PrfAnswer> {
    const question = this.#next++;
    const answer = new Promise<PrfAnswer>((resolve) => this.#waiting.set(question, resolve));
    this.#say({ kind: 'prf-wanted', question, prf });
    return answer;
  }

  hear({ question, answer }: PrfBrought): void {
    const resolve = this.#waiting.get(question);
    this.#waiting.delete(question);
    if (resolve) resolve(answer);
    else if (answer.kind === 'outputs') wipe(...answer.outputs);
  }
}
