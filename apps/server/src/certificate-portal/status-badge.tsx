import type { Status } from '@sallyport/certificates';
import type { ComponentChildren, VNode } from 'preact';
import type { PortalParts } from './portal-parts.ts';

/** What a state means for whoever looks: good, waiting for somebody, wrong, or over. */
export type Tone = 'good' | 'waiting' | 'wrong' | 'over';

const TONES: Readonly<Record<Status, Tone>> = {
  PENDING: 'waiting',
  PENDING_APPROVAL: 'waiting',
  APPROVED: 'waiting',
  DECLINED: 'over',
  ISSUING: 'waiting',
  FAILED: 'wrong',
  ACTIVE: 'good',
  SUPERSEDED: 'over',
  REVOKED: 'wrong',
  EXPIRED: 'over',
  DEACTIVATED: 'over',
};

/** A state in words; its colour only repeats them. */
export function Badge({ tone, children }: { readonly tone: Tone; readonly children: ComponentChildren }): VNode {
  return <span class={`badge badge-${tone}`}>{children}</span>;
}

export function StatusBadge({ parts, status }: { readonly parts: PortalParts; readonly status: Status }): VNode {
  return <Badge tone={TONES[status]}>{parts.messages(`status.${status}`)}</Badge>;
}
