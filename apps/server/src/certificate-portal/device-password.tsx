import type { VNode } from 'preact';

/** A password for a script on this page. It has no name, so it is in no form that is sent. */
export function DevicePassword({ id, label, hint }: { readonly id: string; readonly label: string; readonly hint: string }): VNode {
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <p class="field-hint" id={`${id}-hint`}>
        {hint}
      </p>
      <input class="input input-medium" id={id} type="password" autoComplete="new-password" aria-describedby={`${id}-hint`} />
    </div>
  );
}
