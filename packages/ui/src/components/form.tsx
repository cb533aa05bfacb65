import type { ComponentChildren, VNode } from 'preact';

export interface FormProps {
  /** Where it is sent; the page's own address unless told. */
  readonly action?: string;
  readonly id?: string;
  /** Hidden fields by name. Never a secret that is not the visitor's own. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** For apps that draw in the browser: called instead of sending the form. */
  readonly onSubmit?: (form: FormData) => void;
  readonly children: ComponentChildren;
}

/**
 * A form that posts to the same origin (which the server checks, so there is no token in it). The browser's own validation bubbles are
 * off: mistakes are told by the server in an `ErrorSummary`, in our words. A second press of the button sends nothing.
 */
export function Form({ action, id, hidden = {}, onSubmit, children }: FormProps): VNode {
  const submit = onSubmit
    ? (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }) => {
        event.preventDefault();
        onSubmit(new FormData(event.currentTarget, event.submitter));
      }
    : undefined;
  return (
    <form class="form" method="post" action={action} id={id} noValidate onSubmit={submit} data-submit-once={submit ? undefined : ''}>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}
