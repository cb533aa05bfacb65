/**
 * What scripts add to pages that work without them. Everything listens on the document and finds its elements by data attributes, so pages drawn
 * by the server and apps that draw in the browser are served alike, and nothing has to be wired up again when the page changes.
 */
import { groupCodesAsTyped } from './code-input.ts';
import type { InspectCode } from './code-input.ts';
import { copyOnRequest } from './copy.ts';
import { runCountdowns } from './countdown.ts';
import { focusOnErrors } from './error-summary.ts';
import { moveFragmentIntoFields } from './fragment.ts';
import { showTimesAsLocal } from './local-time.ts';
import { printOnRequest } from './print.ts';
import { showPasswordOnRequest } from './show-password.ts';
import { submitOnce } from './submit-once.ts';

export type { CheckedKind, CodeInspection, InspectCode } from './code-input.ts';
export { takeFragment } from './fragment.ts';

export interface EnhanceOptions {
  readonly window: Window;
  readonly inspectCode: InspectCode;
}

/** Call it once. Order matters: fragments fill fields before the first look at them, and wrong codes stop a form before it counts as sent. */
export function startEnhancing({ window, inspectCode }: EnhanceOptions): void {
  startCodes({ window, inspectCode });
  moveFragmentIntoFields(window);
  startForms(window);
  printOnRequest(window);
  runCountdowns(window);
  showTimesAsLocal(window.document);
}

/** The same for an app that draws in the browser: it reads its own address, and draws its own times. */
export function startEnhancingApp(options: EnhanceOptions): void {
  startCodes(options);
  startForms(options.window);
}

function startCodes({ window: { document: page }, inspectCode }: EnhanceOptions): void {
  page.documentElement.dataset['enhanced'] = '';
  groupCodesAsTyped(page, inspectCode);
}

function startForms(window: Window): void {
  submitOnce(window);
  copyOnRequest(window);
  showPasswordOnRequest(window.document);
  focusOnErrors(window.document);
}
