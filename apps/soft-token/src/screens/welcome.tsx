import { Button, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { InstallOffer } from '../app/installation.ts';
import type { LinkProblem } from '../app/model.ts';
import { sayOfActivation } from '../messages/activation-english.ts';
import { say } from '../messages/english.ts';
import { GoBack } from './going.tsx';
import { LinkForm } from './link-form.tsx';
import { PersonalVaultLink } from './token-list.tsx';

export interface WelcomeScreenProps {
  readonly problem: LinkProblem | undefined;
  readonly install: InstallOffer;
  readonly isBusy: boolean;
  readonly onLink: (link: string) => void;
  readonly onTyped: () => void;
}

/** EMPTY: what this is, and the three steps to a token. */
export function WelcomeScreen({ problem, install, isBusy, onLink, onTyped }: WelcomeScreenProps): VNode {
  return (
    <>
      <Heading lead={sayOfActivation('welcome-lead')}>{sayOfActivation('welcome-title')}</Heading>
      <ol class="reset-steps welcome-steps" aria-label={sayOfActivation('welcome-how-title')}>
        {install.kind === 'installed' ? null : (
          <li>
            <p>{sayOfActivation('welcome-step-install')}</p>
            <Install install={install} />
          </li>
        )}
        <li>
          <p>{sayOfActivation('welcome-step-link')}</p>
          <LinkForm problem={problem} isBusy={isBusy} onLink={onLink} onTyped={onTyped} />
        </li>
        <li>
          <p>{sayOfActivation('welcome-step-pin')}</p>
        </li>
      </ol>
      <p class="aside">
        <PersonalVaultLink />
      </p>
    </>
  );
}

function Install({ install }: { readonly install: InstallOffer }): VNode | null {
  switch (install.kind) {
    case 'installed':
      return null;
    case 'button':
      return (
        <Button type="button" kind="secondary" onClick={install.accept}>
          {sayOfActivation('install-button')}
        </Button>
      );
    case 'ios':
      return <p class="aside">{sayOfActivation('install-ios')}</p>;
    case 'by-hand':
      return <p class="aside">{sayOfActivation('install-other')}</p>;
  }
}

export interface AddScreenProps {
  readonly problem: LinkProblem | undefined;
  readonly isBusy: boolean;
  readonly onLink: (link: string) => void;
  readonly onTyped: () => void;
  readonly onBack: () => void;
}

/** Another token beside the ones there are. */
export function AddScreen({ problem, isBusy, onLink, onTyped, onBack }: AddScreenProps): VNode {
  return (
    <>
      <GoBack onGo={onBack}>{say('back')}</GoBack>
      <Heading lead={sayOfActivation('add-lead')}>{sayOfActivation('add-title')}</Heading>
      <LinkForm problem={problem} isBusy={isBusy} onLink={onLink} onTyped={onTyped} />
    </>
  );
}
