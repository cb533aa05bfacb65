import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium-headless-shell';

export const CHROMIUM_ARGUMENTS = [
  '--no-sandbox',
  '--headless=new',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A camera that shows a moving test picture, for the scan screen.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** @throws Error that says how to get a browser; a missing one is never skipped in silence. */
export function chromiumPath(): string {
  if (!existsSync(CHROMIUM)) {
    throw new Error(`There is no browser at ${CHROMIUM}: apt-get install chromium-headless-shell, or name one in CHROMIUM.`);
  }
  return CHROMIUM;
}

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGUMENTS });
}
