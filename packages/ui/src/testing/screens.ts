import type { Browser, Page } from 'playwright-core';
import type { TestContext } from 'vitest';

/** For `afterEach`: a wait that ran out names only what did not come. What stood on the screens instead, when the test failed, is told here. */
export async function tellScreensOfFailed(task: TestContext['task'], browsers: Iterable<Browser>): Promise<void> {
  if (task.result?.state !== 'fail') return;
  for (const browser of browsers) {
    for (const page of browser.contexts().flatMap((context) => context.pages())) {
      process.stderr.write(`\nOn the screen when "${task.name}" failed: ${await screenOf(page)}\n`);
    }
  }
}

async function screenOf(page: Page): Promise<string> {
  const { pathname } = new URL(page.url());
  const read = page.evaluate(async () => {
    const registration = await (navigator.serviceWorker as ServiceWorkerContainer | undefined)?.getRegistration();
    const workers = [registration?.installing, registration?.waiting, registration?.active].map((worker) => worker?.state ?? 'none');
    return `(service workers: ${workers.join(', ')})\n${document.body.innerText}`;
  });
  const late = new Promise<string>((resolve) => setTimeout(resolve, 5_000, '(the page does not answer)'));
  return `${pathname} ${await Promise.race([read, late]).catch(String)}`;
}
