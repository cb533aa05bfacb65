import type { Connections, Response } from './connections.ts';

/**
 * Somebody's browser, reduced to cookies, forms and redirects. It stands behind the one reverse proxy that `SALLYPORT_TRUST_PROXY` means: kept
 * connections that are not its own, and its own address told.
 */
export interface Answer {
  readonly url: URL;
  readonly status: number;
  /** Where a redirect leads. */
  readonly location: URL | undefined;
  /** The `Set-Cookie` lines. */
  readonly cookies: readonly string[];
  readonly body: string;
}

/** A form that was made ready. */
export interface Submission {
  send(): Promise<void>;
  /** What was answered. @throws Error when nothing was. */
  read(): Answer;
}

const MOST_REDIRECTS = 10;

export class Browser {
  readonly #connections: Connections;
  #address: string;
  /** The ports of one host share their cookies, and all listeners stand on one. */
  readonly #jar = new Map<string, string>();

  constructor(given: {
    readonly connections: Connections;
    readonly address: string;
    /** The value of the device cookie, in a browser that is known. */
    readonly device?: string;
  }) {
    this.#connections = given.connections;
    this.#address = given.address;
    if (given.device !== undefined) this.#jar.set('sallyport-device', given.device);
  }

  /** From now on the proxy names another visitor's address: one browser stands for many. */
  comesFrom(address: string): void {
    this.#address = address;
  }

  /** Follows redirects to the page they end at. */
  async open(url: URL): Promise<Answer> {
    let answer = await this.#send(url);
    for (let redirects = 0; answer.location; redirects += 1) {
      if (redirects === MOST_REDIRECTS) throw new Error(`more than ${String(MOST_REDIRECTS)} redirects, last to ${answer.location.href}`);
      answer = await this.#send(answer.location);
    }
    return answer;
  }

  /** Sends a form of a page of that origin, and follows no redirect. */
  submit(url: URL, form: string): Promise<Answer> {
    return this.#send(url, form);
  }

  /** A form made ready to be sent later, by a caller who shares the cores with the server that is measured: sending it takes as little as can be. */
  prepare(url: URL, form: string): Submission {
    const message = this.#messageTo(url, form);
    let response: Response | undefined;
    return {
      send: async () => {
        response = await this.#connections.ask(url, message);
      },
      read: () => {
        if (!response) throw new Error('nothing was sent, or nothing was answered yet');
        return this.#read(url, response);
      },
    };
  }

  async #send(url: URL, form?: string): Promise<Answer> {
    return this.#read(url, await this.#connections.ask(url, this.#messageTo(url, form)));
  }

  #read(url: URL, response: Response): Answer {
    const answer = answerOf(url, response);
    keepCookies(this.#jar, answer.cookies);
    return answer;
  }

  #messageTo(url: URL, form: string | undefined): string {
    return [
      `${form === undefined ? 'GET' : 'POST'} ${url.pathname}${url.search} HTTP/1.1`,
      `host: ${url.host}`,
      `cookie: ${cookieHeader(this.#jar)}`,
      `x-forwarded-for: ${this.#address}`,
      ...(form === undefined ? [] : formHeaders(url.origin, form)),
      '',
      form ?? '',
    ].join('\r\n');
  }
}

/** The form is URL-encoded: one octet a character. */
function formHeaders(origin: string, form: string): readonly string[] {
  return [
    `origin: ${origin}`,
    'sec-fetch-site: same-origin',
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${String(form.length)}`,
  ];
}

function answerOf(url: URL, { status, all, body }: Response): Answer {
  const [location] = all('location');
  return { url, status, location: location === undefined ? undefined : new URL(location, url), cookies: all('set-cookie'), body };
}

/** Takes what `Set-Cookie` lines give, and drops what they clear: an empty value, as our server and its libraries do. */
export function keepCookies(jar: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [pair = ''] = line.split(';', 1);
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(name.length + 1);
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  }
}

export function cookieHeader(jar: ReadonlyMap<string, string>): string {
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}
