import { on } from './on.ts';

/** The summary takes the focus when the page has loaded, and its links put the focus into their field, label in view. */
export function focusOnErrors(page: Document): void {
  page.querySelector<HTMLElement>('[data-error-summary]')?.focus();
  on(page, { event: 'click', at: '[data-error-summary] a[href^="#"]' }, (link, event) => {
    const field = page.getElementById(link.getAttribute('href')?.slice(1) ?? '');
    if (!field) return;
    event.preventDefault();
    (field.closest('.field') ?? field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
