import { Actions, ButtonLink, Heading, Panel, Panels } from '@sallyport/ui';
import type { VNode } from 'preact';
import { framed } from '../http/page.tsx';
import { PATHS } from './paths.ts';
import type { PortalParts } from './portal-parts.ts';

export function landingPage(parts: PortalParts): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('landingTitle'),
    width: 'wide',
    children: (
      <>
        <Heading lead={messages('landingLead')}>{messages('landingTitle')}</Heading>
        <Actions>
          <ButtonLink href={PATHS.dashboard}>{messages('myAccount')}</ButtonLink>
        </Actions>
        <Panels>
          <Panel title={messages('landingDoorOneTitle')}>
            <p>{messages('landingDoorOne')}</p>
          </Panel>
          <Panel title={messages('landingDoorTwoTitle')}>
            <p>{messages('landingDoorTwo')}</p>
          </Panel>
          <Panel title={messages('landingLockedTitle')}>
            <p>{messages('landingLocked')}</p>
            <p>
              <a href={parts.selfAdministrationOrigin}>{messages('landingLockedAction')}</a>
            </p>
          </Panel>
        </Panels>
      </>
    ),
  });
}
