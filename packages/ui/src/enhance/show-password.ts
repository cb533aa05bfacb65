import { on } from './on.ts';

/** `data-show-password="id"` on a button: shows what is typed, hides it again, and always hides it before it is sent. */
export function showPasswordOnRequest(page: Document): void {
  on(page, { event: 'click', at: '[data-show-password]' }, (button) => {
    const input = inputOf(page, button);
    if (!input) return;
    toggle(button, input, input.type === 'password' ? 'text' : 'password');
    input.focus();
  });
  on(page, { event: 'submit', at: 'form' }, (form) => {
    for (const button of form.querySelectorAll<HTMLElement>('[data-show-password]')) {
      const input = inputOf(page, button);
      if (input) toggle(button, input, 'password');
    }
  });
}

function inputOf(page: Document, button: HTMLElement): HTMLInputElement | undefined {
  const input = page.getElementById(button.dataset['showPassword'] ?? '');
  return input instanceof HTMLInputElement ? input : undefined;
}

function toggle(button: HTMLElement, input: HTMLInputElement, type: 'text' | 'password'): void {
  const { show = '', hide = '', showLabel = '', hideLabel = '' } = button.dataset;
  const isShown = type === 'text';
  input.type = type;
  button.textContent = isShown ? hide : show;
  button.ariaLabel = isShown ? hideLabel : showLabel;
}
