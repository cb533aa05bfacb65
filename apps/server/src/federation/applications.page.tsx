import { ActionList, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import { framed } from '../http/page.tsx';
import type { FederationParts } from './federation-parts.ts';

/** The end of what was done here: what it came to, and the applications to go on to. */
export function applicationsPage(parts: FederationParts, { title, lead }: { readonly title: string; readonly lead: string }): VNode {
  return framed(parts.frame, {
    title,
    children: (
      <>
        <Heading lead={lead}>{title}</Heading>
        <ActionList
          label={parts.messages('homeApplications')}
          items={Object.values(parts.applications).map((application) => ({ href: application.home, title: application.name }))}
        />
      </>
    ),
  });
}
