import { tellScreensOfFailed } from '@sallyport/ui/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { openBrowser } from './browser.ts';
import { PATIENCE, TokenPage } from './token-page.ts';
import { openTokenSite, TOKEN_POLICY, type TokenSite } from './token-site.ts';

/** What every walk through the app needs, made anew for each test: a browser without memory, and a page whose complaints fail the test. */
export interface Walk {
  readonly browser: Browser;
  readonly site: TokenSite;
  readonly context: BrowserContext;
  readonly token: TokenPage;
  /** Another window of the same browser. */
  readonly openWindow: () => Promise<TokenPage>;
}

export function walks(): () => Walk {
  let browser: Browser;
  let site: TokenSite;
  let walk: Walk;
  let complaints: string[];

  const newPage = async (context: BrowserContext): Promise<TokenPage> => {
    const page = await context.newPage();
    listen(page, complaints);
    return new TokenPage(page);
  };

  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), openTokenSite({ folder: inject('softTokenFolder'), hashing: 'next-to-none' })]);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });
  beforeEach(async () => {
    complaints = [];
    site.instead = undefined;
    site.issuer.skewMs = 0;
    site.policy = TOKEN_POLICY;
    site.hasServiceWorker = false;
    site.isKept = true;
    site.requests.length = 0;
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(PATIENCE.timeout);
    walk = { browser, site, context, token: await newPage(context), openWindow: () => newPage(context) };
  });
  afterEach(async ({ task }) => {
    await tellScreensOfFailed(task, [browser]);
    await walk.context.close();
    expect(complaints).toEqual([]);
  });
  return () => walk;
}

/** An uncaught error, or anything the content security policy refused. A server that is away is no complaint, nor a service worker that is not to be had. */
function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (
      message.type() === 'error' &&
      !/ERR_CONNECTION_REFUSED|status of [45]\d\d|ERR_FAILED|ERR_EMPTY|bad HTTP response code \(404\)/.test(message.text())
    )
      complaints.push(message.text());
  });
}
