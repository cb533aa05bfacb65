import { type Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';

/**
 * Somebody's browser, reduced to cookies and requests, because it takes its time from the cores it shares with the server. It stands
 * behind the one reverse proxy that `SALLYPORT_TRUST_PROXY` means: kept connections, and the visitor's own address told.
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

const MOST_REDIRECTS = 10;
const FORM_HEADERS = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' } as const;

export class Browser {
  readonly #agent: Agent;
  readonly #address: string;
  /** The ports of one host share their cookies, and all listeners stand on one. */
  readonly #jar = new Map<string, string>();

  constructor({ agent, address }: { readonly agent: Agent; readonly address: string }) {
    this.#agent = agent;
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

  async #send(url: URL, form?: string): Promise<Answer> {
    const asked = request(url, {
      method: form === undefined ? 'GET' : 'POST',
      agent: this.#agent,
      headers: {
        cookie: cookieHeader(this.#jar),
        'x-forwarded-for': this.#address,
        ...(form === undefined ? {} : { ...FORM_HEADERS, origin: url.origin, 'content-length': String(Buffer.byteLength(form)) }),
      },
    });
    asked.end(form);
    const answer = answerOf(url, await answered(asked));
    keepCookies(this.#jar, answer.cookies);
    return answer;
  }
}

interface Received {
  readonly response: IncomingMessage;
  readonly body: string;
}

function answered(asked: ClientRequest): Promise<Received> {
  return new Promise((resolve, reject) => {
    asked.once('error', reject);
    asked.once('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.once('error', reject);
      response.once('end', () => {
        resolve({ response, body });
      });
    });
  });
}

function answerOf(url: URL, { response, body }: Received): Answer {
  const { statusCode = 0, headers } = response;
  const location = headers.location === undefined ? undefined : new URL(headers.location, url);
  return { url, status: statusCode, location, cookies: headers['set-cookie'] ?? [], body };
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
