import { on } from './on.ts';

/** `data-print` on a button opens the browser's own dialogue. */
export function printOnRequest(window: Window): void {
  on(window.document, { event: 'click', at: '[data-print]' }, () => {
    window.print();
  });
}
