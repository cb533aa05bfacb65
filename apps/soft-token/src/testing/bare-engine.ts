import type { Page } from 'puppeteer-core';
import type { Answers, Ask, Command, Said } from '../engine/engine-messages.ts';
import type { TokenSite } from './token-site.ts';
import { type WritePoint, withWritePoints } from './write-points.ts';

/** A document without the app in it. */
const DOCUMENT = '/bare.html';

/**
 * Engines of the soft token without its screens, in one window: as many as wanted, each in a worker of its own, over the same storage. What the browser
 * gets of each is the engine as built, and before it what tells of its write points.
 */
export class BareEngines {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page, site: TokenSite): Promise<BareEngines> {
    const script = withWritePoints(site);
    site.files.set(DOCUMENT, Buffer.from('<!doctype html><title>bare</title>'));
    await page.goto(`${site.origin}${DOCUMENT}`);
    await page.evaluate(setUpEngines, script);
    return new BareEngines(page);
  }

  /** `stopAt`: the number of the write point, counted from 0, at which it stops for ever. */
  async start(stopAt = Infinity): Promise<BareEngine> {
    const number = await this.page.evaluate((name) => window.startEngine(name), String(stopAt));
    return new BareEngine(this.page, number);
  }
}

export class BareEngine {
  readonly #page: Page;
  readonly #number: number;

  constructor(page: Page, number: number) {
    this.#page = page;
    this.#number = number;
  }

  /** @throws Error that names the trouble. */
  async ask<Asked extends Command>(command: Asked): Promise<Answers[Asked['do']]> {
    const answer = await this.#page.evaluate((number, asked) => window.engines[number]?.ask(asked), this.#number, command);
    // The engine answers each command with its own answer.
    return answer as Answers[Asked['do']];
  }

  /** The write points it has passed. */
  async passed(): Promise<readonly string[]> {
    return this.#page.evaluate((number) => window.engines[number]?.passed ?? [], this.#number);
  }

  /** As closing a token ends it: with everything it held. */
  async end(): Promise<void> {
    await this.#page.evaluate((number) => window.engines[number]?.end(), this.#number);
  }

  /** Resolves when it has stopped. */
  async stopped(): Promise<void> {
    await this.#page.evaluate((number) => window.engines[number]?.stopped, this.#number);
  }
}

declare global {
  /** Of a page with bare engines. */
  interface Window {
    engines: {
      readonly ask: (command: Command) => Promise<Answers[Command['do']]>;
      readonly passed: string[];
      readonly stopped: Promise<true>;
      readonly end: () => void;
    }[];
    startEngine: (name: string) => number;
  }
}

/** In the page. */
function setUpEngines(script: string): void {
  window.engines = [];
  window.startEngine = (name) => {
    const worker = new Worker(script, { type: 'module', name });
    const waiting = new Map<number, (said: Extract<Said, { id: number }>) => void>();
    const passed: string[] = [];
    const { promise: stopped, resolve: stop } = Promise.withResolvers<true>();
    worker.addEventListener('message', ({ data }: MessageEvent<Said | WritePoint>) => {
      if (data.kind === 'passed') passed.push(data.point);
      else if (data.kind === 'stopped') stop(true);
      else if ('id' in data) waiting.get(data.id)?.(data);
    });
    const ask = (command: Command) => {
      const id = waiting.size;
      worker.postMessage({ id, command } satisfies Ask);
      return new Promise<Answers[Command['do']]>((resolve, reject) => {
        waiting.set(id, (said) => {
          if (said.kind === 'answer') resolve(said.answer);
          else reject(new Error(said.trouble));
        });
      });
    };
    const end = () => {
      worker.terminate();
    };
    return window.engines.push({ ask, passed, stopped, end }) - 1;
  };
}
