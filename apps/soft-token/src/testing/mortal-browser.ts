import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { CHROMIUM_ARGUMENTS, chromiumPath } from './browser.ts';

/** A Chromium over a profile that outlives it. In memory where there is such a file system: what dies is a process, and the files of a dead process stay. */
export class MortalBrowser {
  readonly #profile: string;
  #browser: Browser;

  private constructor(profile: string, browser: Browser) {
    this.#profile = profile;
    this.#browser = browser;
  }

  static async launch(): Promise<MortalBrowser> {
    const profile = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sallyport-mortal-'));
    return new MortalBrowser(profile, await launchOver(profile));
  }

  newPage(): Promise<Page> {
    return this.#browser.newPage();
  }

  /** SIGKILL to the browser and every process of it at once; then another one over the same profile. */
  async killAndLaunch(): Promise<void> {
    await kill(this.#browser);
    this.#browser = await launchOver(this.#profile);
  }

  async forget(): Promise<void> {
    await kill(this.#browser);
    await rm(this.#profile, { recursive: true, force: true });
  }
}

function launchOver(profile: string): Promise<Browser> {
  return launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS, userDataDir: profile });
}

async function kill(browser: Browser): Promise<void> {
  const leader = browser.process();
  if (leader?.pid === undefined) throw new Error('The browser runs in no process of its own, so that it cannot be killed.');
  const death = once(leader, 'exit');
  // Of the whole group: a browser runs in many processes, and leads them.
  process.kill(-leader.pid, 'SIGKILL');
  await death;
}
