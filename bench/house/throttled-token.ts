import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { CHROMIUM_ARGUMENTS, chromiumPath, type TokenSite } from '@sallyport/soft-token/testing';
import { WorkerProfile } from './worker-profile.ts';

const PIN = '482915';

export interface StartAndOpen {
  /** From the start of the navigation to the first frame with the PIN's field in it. */
  readonly coldStart: SlowSpan;
  /** From the press of the button to the first frame with the one-time password in it. */
  readonly pinToCode: SlowSpan;
}

/**
 * Chromium slows a page's own thread and no other ("only supported for pages, not workers"), and the key derivation runs in a worker. So what the
 * worker computed is measured by itself, and added as often as the throttle would have made it longer.
 */
export interface SlowSpan {
  /** As it went by: the page slowed, the engine not. */
  readonly elapsedMs: number;
  /** Of that, what the engine computed, at full speed. */
  readonly engineMs: number;
  /** With the engine as slow as the page. */
  readonly slowMs: number;
}

/** A person's soft token in a profile of its own, opened again and again by new browsers on a slow CPU. */
export class ThrottledToken {
  readonly #origin: string;
  readonly #profile: string;

  private constructor(origin: string, profile: string) {
    this.#origin = origin;
    this.#profile = profile;
  }

  /** Online, and waits until everything is there for the offline starts. */
  static async activate(site: TokenSite): Promise<ThrottledToken> {
    const token = new ThrottledToken(site.origin, await mkdtemp(join(tmpdir(), 'throttled-token-')));
    const { link } = await site.issuer.issue(site.origin);
    await token.#withPage(async (page) => {
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
    return this.#withPage(async (page) => {
      const engine = new Promise<WorkerProfile>((resolve) => {
        page.once('workercreated', (worker) => {
          resolve(new WorkerProfile(worker));
        });
      });
      const spanOf = async (elapsedMs: number): Promise<SlowSpan> => {
        const engineMs = await (await engine).busyMs();
        return { elapsedMs, engineMs, slowMs: elapsedMs + (throttle - 1) * engineMs };
      };
      await page.emulateCPUThrottling(throttle);
      await page.evaluateOnNewDocument(watchFrames);
      await page.goto(this.#origin, { waitUntil: 'domcontentloaded' });
      const coldStart = await spanOf(await timeOf(page, 'pinField'));
      await page.locator('input[name=pin]').fill(PIN);
      await page.locator('button.button-primary').click();
      const opened = await timeOf(page, 'password');
      return { coldStart, pinToCode: await spanOf(opened - (await timeOf(page, 'pressed'))) };
    });
  }

  async forget(): Promise<void> {
    await rm(this.#profile, { recursive: true, force: true });
  }

  async #withPage<Outcome>(work: (page: Page) => Promise<Outcome>): Promise<Outcome> {
    const browser: Browser = await launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS, userDataDir: this.#profile });
    try {
      return await work(await browser.newPage());
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
