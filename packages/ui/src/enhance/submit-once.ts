import { on } from './on.ts';

/** `form[data-submit-once]`: the second press sends nothing, and the button says that the first one is on its way. */
export function submitOnce(window: Window): void {
  const page = window.document;
  on(page, { event: 'submit', at: 'form[data-submit-once]' }, (form, event) => {
    if (event.defaultPrevented) return;
    if (form.dataset['sent'] !== undefined) {
      event.preventDefault();
      return;
    }
    form.dataset['sent'] = '';
    const button = event.submitter;
    // Not `disabled`: a disabled button would neither send its value nor keep the focus.
    if (button?.dataset['working']) {
      button.dataset['idle'] = button.textContent;
      button.textContent = button.dataset['working'];
      button.ariaDisabled = 'true';
    }
  });
  // Back brings the page as it was left: ready to be sent again.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) for (const form of page.querySelectorAll<HTMLElement>('form[data-sent]')) reset(form);
  });
}

function reset(form: HTMLElement): void {
  delete form.dataset['sent'];
  for (const button of form.querySelectorAll<HTMLElement>('[data-idle]')) {
    button.textContent = button.dataset['idle'] ?? '';
    button.ariaDisabled = null;
    delete button.dataset['idle'];
  }
}
