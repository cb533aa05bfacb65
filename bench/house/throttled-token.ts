import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { CHROMIUM_ARGUMENTS, chromiumPath, type TokenSite } from '@sallyport/soft-token/testing';
import { SlowProcesses } from './slow-processes.ts';

const PIN = '482915';
/** A slow CPU on a busy machine. */
const PATIENCE_MS = 300_000;

/** In milliseconds. */
export interface StartAndOpen {
  /** From the start of the navigation to the first frame with the PIN's field in it. */
  readonly coldStart: number;
  /** From the press of the button to the first frame with the one-time password in it. */
  readonly pinToCode: number;
}

/** A person's soft token in a profile of its own, opened again and again by new browsers on a slow CPU. */
export class ThrottledToken {
  readonly #origin: string;
  readonly #profile: string;

  private constructor(origin: string, profile: string) {
    this.#origin = origin;
    this.#profile = profile;
  }

  /** Online, and waits until everything is there for the offline starts. On the slow CPU too: that is where the PIN's hashing is calibrated. */
  static async activate(site: TokenSite, throttle: number): Promise<ThrottledToken> {
    const token = new ThrottledToken(site.origin, await mkdtemp(join(tmpdir(), 'throttled-token-')));
    const { link } = await site.issuer.issue(site.origin);
    await token.#withSlowPage(throttle, async (page) => {
      await page.goto(link);
      await page.locator('input[name=pin]').fill(PIN);
      await page.locator('input[name=repeated]').fill(PIN);
      await page.locator('button.button-primary').click();
      await page.locator('.password-digits').wait();
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    });
    return token;
  }

  async startAndOpen(throttle: number): Promise<StartAndOpen> {
    return this.#withSlowPage(throttle, async (page) => {
      const coldStart = await this.#start(page);
      await page.locator('input[name=pin]').fill(PIN);
      await page.locator('button.button-primary').click();
      const opened = await timeOf(page, 'password');
      return { coldStart, pinToCode: opened - (await timeOf(page, 'pressed')) };
    });
  }

  /** The cold start with only the page's thread slowed, by the browser's own throttle, as its developer tools and audits do it. In milliseconds. */
  async startInSlowPage(throttle: number): Promise<number> {
    return this.#withPage(async (page) => {
      await page.emulateCPUThrottling(throttle);
      return this.#start(page);
    });
  }

  async forget(): Promise<void> {
    await rm(this.#profile, { recursive: true, force: true });
  }

  async #start(page: Page): Promise<number> {
    await page.evaluateOnNewDocument(watchFrames);
    await page.goto(this.#origin, { waitUntil: 'domcontentloaded' });
    return timeOf(page, 'pinField');
  }

  /** The browser starts at full speed, like one that is open already; the page is opened on the slow CPU. */
  async #withSlowPage<Outcome>(throttle: number, work: (page: Page) => Promise<Outcome>): Promise<Outcome> {
    return this.#withPage(async (page, leader) => {
      const slow = new SlowProcesses({ leader, times: throttle });
      try {
        return await work(page);
      } finally {
        await slow.end();
      }
    });
  }

  /** In a new browser; `leader` is its first process, and that of its group. */
  async #withPage<Outcome>(work: (page: Page, leader: number) => Promise<Outcome>): Promise<Outcome> {
    const browser: Browser = await launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS, userDataDir: this.#profile });
    const leader = browser.process()?.pid;
    if (leader === undefined) throw new Error('The browser runs in no process of its own, so that it cannot be slowed.');
    try {
      const page = await browser.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      return await work(page, leader);
    } finally {
      await browser.close();
    }
  }
}

type Times = Partial<Record<'pinField' | 'pressed' | 'password', number>>;

/** In the page, before anything else: writes down when a frame with what is waited for was ready, in milliseconds since the navigation began. */
function watchFrames(): void {
  const times: Times = {};
  (globalThis as { times?: Times }).times = times;
  document.addEventListener('submit', () => (times.pressed ??= performance.now()), { capture: true });
  const look = (): void => {
    if (document.querySelector('input[name=pin]')) times.pinField ??= performance.now();
    if (document.querySelector('.password-digits')) times.password ??= performance.now();
    if (times.password === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

async function timeOf(page: Page, name: keyof Times): Promise<number> {
  const handle = await page.waitForFunction((wanted: keyof Times) => (globalThis as { times?: Times }).times?.[wanted], {}, name);
  return Number(await handle.jsonValue());
}
