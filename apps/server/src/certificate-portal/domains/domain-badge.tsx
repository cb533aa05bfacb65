import type { DomainState } from '@sallyport/certificates';
import type { VNode } from 'preact';
import type { PortalParts } from '../portal-parts.ts';
import { Badge, type Tone } from '../status-badge.tsx';

const TONES: Readonly<Record<DomainState, Tone>> = {
  pending: 'waiting',
  verified: 'good',
  expiring: 'waiting',
  expired: 'wrong',
  declined: 'over',
};

export function DomainBadge({ parts, state }: { readonly parts: PortalParts; readonly state: DomainState }): VNode {
  return <Badge tone={TONES[state]}>{parts.messages(`domainState.${state}`)}</Badge>;
}
