import { ActionList, Actions, ButtonLink, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import { framed } from '../http/page.tsx';
import { PATHS } from './paths.ts';
import type { SelfAdministrationParts } from './self-administration-parts.ts';

export function homePage(parts: SelfAdministrationParts): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('homeTitle'),
    children: (
      <>
        <Heading lead={messages('homeLead')}>{messages('homeTitle')}</Heading>
        <Actions>
          <ButtonLink href={PATHS.actions}>{messages('homeSignIn')}</ButtonLink>
        </Actions>
        <ActionList
          label={messages('homeMore')}
          items={[
            { href: PATHS.invitation, title: messages('homeInvited'), description: messages('homeInvitedHint') },
            {
              href: `${parts.identity.origins.federation}/password/forgotten`,
              title: messages('homeForgotten'),
              description: messages('homeForgottenHint'),
            },
            { href: PATHS.support, title: messages('homeSupport'), description: messages('homeSupportHint') },
          ]}
        />
      </>
    ),
  });
}
