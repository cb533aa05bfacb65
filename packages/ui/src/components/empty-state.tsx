import type { ComponentChildren, VNode } from 'preact';

export interface EmptyStateProps {
  readonly title: string;
  /** What would stand here, and how it gets here. */
  readonly children: ComponentChildren;
  readonly action?: ComponentChildren;
}

export function EmptyState({ title, children, action }: EmptyStateProps): VNode {
  return (
    <div class="empty-state">
      <p class="empty-state-title">{title}</p>
      <div>{children}</div>
      {action ? <div class="actions">{action}</div> : null}
    </div>
  );
}
