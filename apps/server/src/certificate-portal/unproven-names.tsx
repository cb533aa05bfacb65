import { Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { PATHS } from './paths.ts';
import type { PortalParts } from './portal-parts.ts';
import { NameLines } from './name-lines.tsx';

export interface UnprovenNamesProps {
  readonly parts: PortalParts;
  readonly names: readonly string[];
  readonly when: 'to-send' | 'waiting' | 'failed';
}

/** The names for which nobody vouches, and what to do about it. */
export function UnprovenNames({ parts: { messages }, names, when }: UnprovenNamesProps): VNode | null {
  if (names.length === 0) return null;
  return (
    <Notice kind="warning" title={messages('unprovenTitle', { count: names.length })}>
      <NameLines names={names} />
      <p>{messages(`unproven.${when}`)}</p>
      <p>
        <a href={PATHS.domains}>{messages('toDomains')}</a>
      </p>
    </Notice>
  );
}
