import { type Answer, Browser, type Submission } from './browser.ts';
import type { Connections } from './connections.ts';
import { PASSWORD, type Person } from './people.ts';

/** A sign-in under way in a browser that has never been here: the portal was opened, it asked the Federation, whose password page stands. */
export class PasswordSignIn {
  readonly #browser: Browser;
  readonly #submission: Submission;
  #next: URL | undefined;

  private constructor(given: { readonly browser: Browser; readonly action: URL; readonly userName: string }) {
    this.#browser = given.browser;
    const form = new URLSearchParams({ userName: given.userName, password: PASSWORD }).toString();
    this.#submission = given.browser.prepare(given.action, form);
  }

  /** @throws Error when what the portal leads to is no password page. */
  static async begin(given: {
    readonly connections: Connections;
    readonly portal: string;
    readonly person: Person;
  }): Promise<PasswordSignIn> {
    const { userName, address } = given.person;
    const browser = new Browser({ connections: given.connections, address });
    const { url, status, body } = await browser.open(new URL('/dashboard', given.portal));
    if (!body.includes(`action="${url.pathname}"`) || !body.includes('name="password"')) {
      throw new Error(`no password page at ${url.href}, which answered ${String(status)}`);
    }
    return new PasswordSignIn({ browser, action: url, userName });
  }

  /** Sends the user name and the password, and waits for the answer; what it says is looked at by `checkAccepted`, after the time is taken. */
  submit(): Promise<void> {
    return this.#submission.send();
  }

  /** @throws Error unless what was submitted was accepted. */
  checkAccepted(): void {
    const answer = this.#submission.read();
    const fault = whyNotAccepted(answer);
    if (fault !== undefined) throw new Error(`the sign-in was not accepted: ${fault}`);
    this.#next = answer.location;
  }

  /** Follows an accepted sign-in to its end. @throws Error unless the portal shows the page that was asked for. */
  async arrive(): Promise<void> {
    if (!this.#next) throw new Error('nothing was accepted');
    const { url, status } = await this.#browser.open(this.#next);
    if (status !== 200 || url.pathname !== '/dashboard') throw new Error(`the sign-in ended at ${url.href} with ${String(status)}`);
  }
}

/** Given to the browser whose password was accepted, and to no other. */
const GIVEN = ['sallyport-federation', 'sallyport-device'];

/**
 * The one answer that means "accepted" is a redirect to the sign-in itself, which goes on from there, with a session and a device key. A refusal
 * is a page; a form sent out of its order is redirected too, but to the step that is due or to the application.
 */
export function whyNotAccepted(answer: Omit<Answer, 'body'>): string | undefined {
  const { url, status, location, cookies } = answer;
  if (status !== 303 || !location) return `it was answered ${String(status)}`;
  const signIn = new URL(url.pathname.replace(/\/password$/, ''), url);
  if (location.href !== signIn.href) return `it was sent to ${location.href}`;
  const missing = GIVEN.find((name) => !cookies.some((line) => line.startsWith(`${name}=`) && !line.startsWith(`${name}=;`)));
  return missing === undefined ? undefined : `it was given no ${missing}`;
}
