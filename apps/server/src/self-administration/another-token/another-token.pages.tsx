import type { RecoveryVerdict } from '@sallyport/identity';
import { Actions, BackLink, ButtonLink, Heading, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
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
  readonly verdict: RecoveryVerdict;
}

export function anotherTokenPage(parts: SelfAdministrationParts, { person, verdict, ...view }: AnotherTokenView): VNode {
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
        {view.progress.at === 'none' ? <Notice>{verdictSentence(parts, verdict)}</Notice> : null}
        <ActivationForms parts={parts} paths={ANOTHER_TOKEN_ACTIVATION} view={view} />
      </>
    ),
  });
}

/** What it takes, said before it is begun. */
function verdictSentence({ messages }: SelfAdministrationParts, verdict: RecoveryVerdict): string {
  switch (verdict.kind) {
    case 'allowed':
      return messages('anotherTokenAllowed');
    case 'after-delay':
      return messages('anotherTokenWaits', { hours: Math.round(verdict.delayMs / 3_600_000) });
    case 'needed':
      return messages('anotherTokenNeeds');
  }
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
