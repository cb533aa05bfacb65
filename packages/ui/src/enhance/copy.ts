import { on } from './on.ts';

const SAID_FOR_MS = 4000;

/** `data-copy="text"` on a button; the status beside it says `data-copied`, or `data-failed` where the clipboard is not to be had. */
export function copyOnRequest(window: Window): void {
  on(window.document, { event: 'click', at: '[data-copy]' }, (button) => {
    const { copy = '', copied = '', failed = '' } = button.dataset;
    const status = button.parentElement?.querySelector('[role=status]');
    const say = (text: string) => {
      if (!status) return;
      status.textContent = text;
      window.setTimeout(() => {
        if (status.textContent === text) status.textContent = '';
      }, SAID_FOR_MS);
    };
    // There is no clipboard on pages that came over plain HTTP from another machine.
    if (!window.isSecureContext) {
      say(failed);
      return;
    }
    window.navigator.clipboard.writeText(copy).then(
      () => {
        say(copied);
      },
      () => {
        say(failed);
      },
    );
  });
}
