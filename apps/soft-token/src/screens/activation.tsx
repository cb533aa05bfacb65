import { Actions, Button, Heading, Notice, Steps } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { InstallOffer } from '../app/installation.ts';
import type { Model, Screen } from '../app/model.ts';
import { sayOfActivation } from '../messages/activation-english.ts';
import { say } from '../messages/english.ts';
import { NewPinForm, type NewPinFormProps } from './new-pin.tsx';
import { TokenFacts } from './token-facts.tsx';
import { sayActivationFailure } from './activation-words.ts';

export interface ActivatingScreenProps {
  readonly screen: Extract<Screen, { at: 'activating' }>;
  readonly isBusy: Model['isBusy'];
  readonly onRetry: () => void;
  readonly onCancel: () => void;
}

/** While the server is asked what the link activates, and when it did not say. */
export function ActivatingScreen({ screen, isBusy, onRetry, onCancel }: ActivatingScreenProps): VNode {
  const { failure } = screen;
  if (failure === undefined) {
    return (
      <>
        <Heading>{sayOfActivation('activating-title')}</Heading>
        <p role="status" class="working">
          {sayOfActivation(`activating-${screen.wish.way}`)}
        </p>
        <Actions>
          <Button type="button" kind="secondary" onClick={onCancel}>
            {say('cancel')}
          </Button>
        </Actions>
      </>
    );
  }
  const mayHelp = RETRYABLE.has(failure.code);
  return (
    <>
      <Heading>{sayOfActivation(failure.code === 'already-here' ? 'activating-title' : 'activation-failed-title')}</Heading>
      <Notice kind={failure.code === 'already-here' ? 'information' : 'warning'} live="assertive">
        <p>{sayActivationFailure(failure)}</p>
      </Notice>
      <Actions>
        {mayHelp ? (
          <Button type="button" onClick={onRetry} disabled={isBusy}>
            {sayOfActivation('activation-retry')}
          </Button>
        ) : null}
        <Button type="button" kind={mayHelp ? 'secondary' : 'primary'} onClick={onCancel}>
          {say('back')}
        </Button>
      </Actions>
    </>
  );
}

/** Failures after which the same link may still do. */
const RETRYABLE: ReadonlySet<string> = new Set(['offline', 'rate-limited', 'server-fault', 'mismatch']);

export interface SetPinScreenProps extends Omit<NewPinFormProps, 'policy' | 'refusal'> {
  readonly screen: Extract<Screen, { at: 'SET_PIN' }>;
  readonly install: InstallOffer;
}

/** SET_PIN: who issues the token and for whom, before a PIN is asked for. */
export function SetPinScreen({ screen, install, ...form }: SetPinScreenProps): VNode {
  const { offer, refusal } = screen;
  return (
    <>
      {screen.way === 'offline' ? (
        <Steps current={2} total={4} next={sayOfActivation('step-registration')} doors={1} />
      ) : (
        <Steps current={2} total={3} next={sayOfActivation('step-pin')} doors={1} />
      )}
      <Heading lead={sayOfActivation('set-pin-lead')}>{sayOfActivation('set-pin-title')}</Heading>
      {install.kind === 'ios' ? (
        <Notice kind="warning" title={sayOfActivation('install-ios-late-title')}>
          <p>{sayOfActivation('install-ios-late')}</p>
        </Notice>
      ) : null}
      <TokenFacts {...offer} />
      <NewPinForm policy={offer.policy} refusal={refusal} {...form} />
    </>
  );
}
