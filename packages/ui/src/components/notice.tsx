import type { ComponentChildren, VNode } from 'preact';

export interface NoticeProps {
  readonly kind?: 'information' | 'success' | 'warning' | 'danger';
  readonly title?: string;
  /** How it is announced when it appears in a page drawn in the browser. */
  readonly live?: 'polite' | 'assertive';
  readonly children?: ComponentChildren;
}

/** Something to know before going on: what will happen, what happened. */
export function Notice({ kind = 'information', title, live, children }: NoticeProps): VNode {
  const role = live === 'assertive' ? 'alert' : live === 'polite' ? 'status' : undefined;
  return (
    <div class={`notice notice-${kind}`} role={role}>
      {title ? <p class="notice-title">{title}</p> : null}
      {children}
    </div>
  );
}

export interface PanelProps {
  /** Becomes an `h2`. */
  readonly title?: string;
  readonly children: ComponentChildren;
}

/** A sheet of its own on the page: one subject, set apart. */
export function Panel({ title, children }: PanelProps): VNode {
  return (
    <section class="panel">
      {title ? <h2>{title}</h2> : null}
      {children}
    </section>
  );
}

/** Panels side by side where there is room. */
export function Panels({ children }: { readonly children: ComponentChildren }): VNode {
  return <div class="panels">{children}</div>;
}
