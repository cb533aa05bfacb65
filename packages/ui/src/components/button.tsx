import type { ComponentChildren, VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';

export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'quiet';

export interface ButtonProps {
  /** What it does, in its own words: "Yes, unlock my token", never "OK". */
  readonly children: ComponentChildren;
  /** One primary button a page. `danger` for what cannot be undone. */
  readonly kind?: ButtonKind;
  readonly type?: 'submit' | 'button';
  readonly name?: string;
  readonly value?: string;
  readonly disabled?: boolean;
  /** Sends the form elsewhere. */
  readonly formAction?: string;
  /** What it says while the form is on its way. */
  readonly working?: string;
  readonly onClick?: () => void;
}

export function Button({ children, kind = 'primary', type = 'submit', working, ...rest }: ButtonProps): VNode {
  const { words } = useLanguage();
  return (
    <button
      class={`button button-${kind}`}
      type={type}
      data-working={type === 'submit' ? (working ?? words('working')) : undefined}
      {...rest}
    >
      {children}
    </button>
  );
}

export interface ButtonLinkProps {
  readonly href: string;
  readonly children: ComponentChildren;
  readonly kind?: ButtonKind;
  /** Opens beside this page, which is waiting for what is done there. */
  readonly newTab?: boolean;
}

/** A link that looks like a button: for going somewhere, never for changing something. */
export function ButtonLink({ href, children, kind = 'primary', newTab = false }: ButtonLinkProps): VNode {
  return (
    <a class={`button button-${kind}`} href={href} {...(newTab ? { target: '_blank', rel: 'noopener noreferrer' } : {})}>
      {children}
    </a>
  );
}

/** The buttons and links at the end of a form, the primary one first. */
export function Actions({ children }: { readonly children: ComponentChildren }): VNode {
  return <div class="actions">{children}</div>;
}
