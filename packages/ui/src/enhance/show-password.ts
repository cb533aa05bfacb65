import { on } from './on.ts';

/** `data-show-password="id"` on a button: shows what is typed, hides it again, and always hides it before it is sent. */
export function showPasswordOnRequest(page: Document): void {
  on(page, 'click', '[data-show-password]', (button) => {
    const input = inputOf(page, button);
    if (!input) return;
    toggle(button, input, input.type === 'password');
    input.focus();
  });
  on(page, 'submit', 'form', (form) => {
    for (const button of form.querySelectorAll<HTMLElement>('[data-show-password]')) {
      const input = inputOf(page, button);
      if (input) toggle(button, input, false);
    }
  });
}

function inputOf(page: Document, button: HTMLElement): HTMLInputElement | undefined {
  const input = page.getElementById(button.dataset['showPassword'] ?? '');
  return input instanceof HTMLInputElement ? input : undefined;
}

function toggle(button: HTMLElement, input: HTMLInputElement, isShown: boolean): void {
  const { show = '', hide = '', showLabel = '', hideLabel = '' } = button.dataset;
  input.type = isShown ? 'text' : 'password';
  button.textContent = isShown ? hide : show;
  button.ariaLabel = isShown ? hideLabel : showLabel;
}
