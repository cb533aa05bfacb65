import { afterEach } from 'vitest';
import { openBrowsers } from './browser.ts';
import { tellScreensOfFailed } from './screens.ts';

/** For `setupFiles` in vitest.config.ts, where tests leave their pages open. */
afterEach(({ task }) => tellScreensOfFailed(task, openBrowsers));
