import { ActionList, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import { framed } from '../../http/page.tsx';
import type { FederationParts } from '../federation-parts.ts';

export function homePage(parts: FederationParts): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('homeTitle'),
    children: (
      <>
        <Heading lead={messages('homeLead')}>{messages('homeTitle')}</Heading>
        <ActionList
          label={messages('homeApplications')}
          items={Object.values(parts.applications).map((application) => ({
            href: application.home,
            title: application.name,
            description: application.description,
          }))}
        />
      </>
    ),
  });
}
