import type { Status } from '@sallyport/certificates';
import type { VNode } from 'preact';
import type { PortalParts } from './portal-parts.ts';

/** What it means for whoever looks: good, waiting for somebody, wrong, or over. */
const TONES: Readonly<Record<Status, 'good' | 'waiting' | 'wrong' | 'over'>> = {
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

/** The status in words; its colour only repeats them. */
export function StatusBadge({ parts, status }: { readonly parts: PortalParts; readonly status: Status }): VNode {
  return <span class={`badge badge-${TONES[status]}`}>{parts.messages(`status.${status}`)}</span>;
}
