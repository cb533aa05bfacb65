import type { ActionProof } from '@sallyport/identity';
import { Actions, BackLink, ButtonLink, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import { WhatItTakes } from '../actions/what-it-takes.tsx';
import { ActivationForms, type ActivationPaths, type ActivationView, activationErrors } from '../activation/activation.pages.tsx';
import { personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

export const ANOTHER_TOKEN_ACTIVATION: ActivationPaths = {
  page: PATHS.anotherToken,
  newLink: PATHS.anotherTokenLink,
  registration: PATHS.anotherTokenRegistration,
};

export interface AnotherTokenView extends ActivationView {
  readonly person: Person;
  readonly takes: ActionProof;
}

export function anotherTokenPage(parts: SelfAdministrationParts, { person, takes, ...view }: AnotherTokenView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('anotherTokenTitle'),
    errors: activationErrors(view),
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading caption={messages('actionsHeading')} lead={messages('anotherTokenLead')}>
          {messages('anotherTokenTitle')}
        </Heading>
        {view.progress.at === 'none' ? <WhatItTakes parts={parts} action="another-soft-token" takes={takes} /> : null}
        <ActivationForms parts={parts} paths={ANOTHER_TOKEN_ACTIVATION} view={view} />
      </>
    ),
  });
}

export function anotherTokenDonePage(
  parts: SelfAdministrationParts,
  { person, inService }: { readonly person: Person; readonly inService: number },
): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('anotherTokenDoneTitle'),
    doors: 2,
    children: (
      <>
        <Heading lead={messages(inService > 1 ? 'anotherTokenDoneOld' : 'anotherTokenDoneLead')}>
          {messages('anotherTokenDoneTitle')}
        </Heading>
        <Actions>
          {inService > 1 ? (
            <ButtonLink href={PATHS.softTokens}>{messages('anotherTokenRevokeOld')}</ButtonLink>
          ) : (
            <ButtonLink href={parts.certificateServicesOrigin}>{messages('setUpDoneContinue')}</ButtonLink>
          )}
        </Actions>
      </>
    ),
  });
}
