import { performance } from 'node:perf_hooks';
import { type Answer, Browser } from './browser.ts';
import type { Connections } from './connections.ts';
import { answerTo, type LockedPerson } from './locked-people.ts';
import { PASSWORD } from './people.ts';

/** How long one person waited, in milliseconds. */
export interface UnlockTimes {
  /** From sending the password to the page with the unlock code: password, questions, PIN Reset Code. */
  readonly wholeWay: number;
  /** Of it: from sending the PIN Reset Code to the page with the unlock code. */
  readonly lastStep: number;
}

interface AtPassword {
  readonly connections: Connections;
  readonly selfAdministration: string;
  readonly person: LockedPerson;
}

/** A person whose token is locked, in the browser in which the account was set up, in front of the password page. */
export class UnlockJourney {
  readonly #browser: Browser;
  readonly #given: AtPassword;
  readonly #signIn: URL;

  private constructor(given: { readonly browser: Browser; readonly at: AtPassword; readonly signIn: URL }) {
    this.#browser = given.browser;
    this.#given = given.at;
    this.#signIn = given.signIn;
  }

  /** @throws Error when what Self-Administration leads to is no password page. */
  static async begin(at: AtPassword): Promise<UnlockJourney> {
    const browser = new Browser({ connections: at.connections, address: at.person.address, device: at.person.device });
    const { url, body } = await browser.open(new URL(PIN_RESET_CODE_PAGE, at.selfAdministration));
    if (!body.includes('name="password"')) throw new Error(`no password page at ${url.href}`);
    return new UnlockJourney({ browser, at, signIn: url });
  }

  /** @throws Error when a step does not lead to the next one. */
  async run(): Promise<UnlockTimes> {
    const started = performance.now();
    await this.prove();
    const proved = performance.now();
    await this.#send(this.#page(PIN_RESET_CODE_PAGE), { code: this.#given.person.pinResetCode }, 'Your unlock code');
    const ended = performance.now();
    return { wholeWay: ended - started, lastStep: ended - proved };
  }

  /** Password and questions. @throws Error when they are not accepted. */
  async prove(): Promise<void> {
    await this.#send(this.#signIn, { userName: this.#given.person.userName, password: PASSWORD }, 'Prove that it is you');
    const { url, body } = await this.#browser.open(this.#page('/prove/questions'));
    const [answer0 = '', answer1 = ''] = questionsOn(body).map(answerTo);
    await this.#send(url, { answer0, answer1 }, 'What is wrong?');
  }

  /** Sends a PIN Reset Code and follows nothing. */
  tryCode(code: string): Promise<Answer> {
    return this.#browser.submit(this.#page(PIN_RESET_CODE_PAGE), new URLSearchParams({ code }).toString());
  }

  async #send(url: URL, fields: Readonly<Record<string, string>>, heading: string): Promise<void> {
    const sent = await this.#browser.submit(url, new URLSearchParams(fields).toString());
    const page = sent.location ? await this.#browser.open(sent.location) : sent;
    if (!page.body.includes(`>${heading}</h1>`)) {
      throw new Error(`${url.pathname} led to ${page.url.href}, which answered ${String(page.status)} and not "${heading}"`);
    }
  }

  #page(path: string): URL {
    return new URL(path, this.#given.selfAdministration);
  }
}

const PIN_RESET_CODE_PAGE = '/soft-token/unlock/pin-reset-code';

/** The questions that are asked, in order. @throws Error when the page asks none. */
function questionsOn(body: string): readonly string[] {
  const labels = [...body.matchAll(/<label[^>]*\bfor="answer\d"[^>]*>(.*?)<\/label>/g)];
  if (labels.length === 0) throw new Error('the page asks nothing');
  return labels.map(([, label = '']) => label.replaceAll(/<[^>]*>/g, '').trim());
}
