import { type HTMLElement, parse } from 'node-html-parser';

/**
 * A browser without scripts, as far as our pages need one: keeps cookies by host as browsers do (ports share them), follows
 * redirects, and sends the forms it is shown.
 */

export interface Shown {
  readonly status: number;
  readonly url: URL;
  readonly document: HTMLElement;
  readonly heading: string;
  readonly text: string;
  readonly headers: Headers;
}

const MAX_REDIRECTS = 20;

export class Visitor {
  readonly #cookies = new Map<string, string>();
  #page: Shown | undefined;

  get page(): Shown {
    if (!this.#page) throw new Error('nothing was opened yet');
    return this.#page;
  }

  /** A second browser that starts with the same cookies, as somebody who stole them would. */
  clone(): Visitor {
    const copy = new Visitor();
    for (const [name, value] of this.#cookies) copy.#cookies.set(name, value);
    return copy;
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  /** Every cookie's value. */
  cookies(): readonly string[] {
    return [...this.#cookies.values()];
  }

  async open(address: string | URL): Promise<Shown> {
    return this.#follow(new URL(address), { method: 'GET' });
  }

  /** Presses the button of that name in the form it stands in, with these fields filled in. */
  async press(button: string, fields: Readonly<Record<string, string>> = {}): Promise<Shown> {
    const form = this.page.document
      .querySelectorAll('form')
      .find((candidate) => candidate.querySelectorAll('button').some((one) => one.text.trim() === button));
    if (!form) throw new Error(`there is no button "${button}" on "${this.page.heading}": ${this.page.text.slice(0, 400)}`);
    const pressed = form.querySelectorAll('button').find((one) => one.text.trim() === button);
    const values: Record<string, string> = {};
    for (const input of form.querySelectorAll('input, select, textarea')) {
      const name = input.getAttribute('name');
      // Of several radio buttons the one that is chosen.
      if (name === undefined || (input.getAttribute('type') === 'radio' && !input.hasAttribute('checked'))) continue;
      values[name] = input.tagName === 'TEXTAREA' ? input.textContent : (input.getAttribute('value') ?? '');
    }
    const buttonName = pressed?.getAttribute('name');
    if (buttonName !== undefined) values[buttonName] = pressed?.getAttribute('value') ?? '';
    const target = pressed?.getAttribute('formaction') ?? form.getAttribute('action') ?? this.page.url.pathname;
    const action = new URL(target, this.page.url);
    return this.submit(action, { ...values, ...fields });
  }

  /** Follows the link with these words. */
  async choose(words: string): Promise<Shown> {
    const link = this.page.document.querySelectorAll('a').find((one) => one.text.trim() === words);
    const href = link?.getAttribute('href');
    if (href === undefined) throw new Error(`there is no link "${words}" on "${this.page.heading}": ${this.page.text.slice(0, 400)}`);
    return this.open(new URL(href, this.page.url));
  }

  async submit(action: URL, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<Shown> {
    return this.#follow(action, {
      method: 'POST',
      headers: { origin: action.origin, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** Sends a body of another kind than forms have, such as one with files, and shows what comes of it. */
  async sendRaw(
    action: URL,
    { contentType, body }: { readonly contentType: string; readonly body: Uint8Array<ArrayBuffer> },
  ): Promise<Shown> {
    return this.#follow(action, { method: 'POST', headers: { origin: action.origin, 'content-type': contentType }, body });
  }

  /** Sends a form and answers what came back, as it came: no redirect is followed and no cookie kept. */
  send(action: URL, fields: Readonly<Record<string, string>>): Promise<Response> {
    return fetch(action, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: action.origin, 'content-type': 'application/x-www-form-urlencoded', cookie: this.#cookieHeader() },
      body: new URLSearchParams(fields).toString(),
    });
  }

  async #follow(address: URL, first: RequestInit): Promise<Shown> {
    let url = address;
    let request = first;
    for (let redirects = 0; redirects < MAX_REDIRECTS; redirects += 1) {
      const response = await fetch(url, {
        ...request,
        redirect: 'manual',
        headers: { ...(request.headers as Record<string, string> | undefined), cookie: this.#cookieHeader() },
      });
      this.#keepCookies(response);
      const location = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.arrayBuffer();
        url = new URL(location, url);
        request = { method: 'GET' };
        continue;
      }
      return this.#show(url, response);
    }
    throw new Error(`more than ${String(MAX_REDIRECTS)} redirects, last to ${url.href}`);
  }

  async #show(url: URL, response: Response): Promise<Shown> {
    const document = parse(await response.text());
    const heading = document.querySelector('h1')?.text.trim() ?? '';
    const text = (document.querySelector('main') ?? document).structuredText;
    this.#page = { status: response.status, url, document, heading, text, headers: response.headers };
    return this.#page;
  }

  #cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      const isCleared = value === '' || attributes.some((attribute) => /^\s*(expires=Thu, 01 Jan 1970|max-age=0)/i.test(attribute));
      if (isCleared) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}
