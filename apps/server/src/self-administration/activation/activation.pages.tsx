import type { ActivationProgress } from '@sallyport/identity';
import { Actions, Button, Form, Notice, type PageError, Panel } from '@sallyport/ui';
import type { VNode } from 'preact';
import { OtpField } from '../../http/otp-field.tsx';
import { errorOn } from '../frame.tsx';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { ActivationWays, type RegistrationView } from './activation-ways.pages.tsx';

/** Where the forms of one activation are sent. */
export interface ActivationPaths {
  /** The page itself, and its one-time password. */
  readonly page: string;
  readonly newLink: string;
  readonly registration: string;
}

export interface ActivationView {
  readonly progress: ActivationProgress;
  /** About the one-time password, or the whole page while there is no field for one. */
  readonly error?: string | undefined;
  readonly registration?: RegistrationView | undefined;
}

/** The activation of one token, as far as it has come: the ways into it, its first one-time password, another link. */
export function ActivationForms({
  parts,
  paths,
  view,
}: {
  readonly parts: SelfAdministrationParts;
  readonly paths: ActivationPaths;
  readonly view: ActivationView;
}): VNode {
  const { messages } = parts;
  const { progress, error, registration } = view;
  return (
    <>
      {progress.at === 'waiting-for-app' ? (
        <ActivationWays parts={parts} offer={progress.offer} registration={registration} registrationAction={paths.registration} />
      ) : null}
      {progress.at === 'waiting-for-otp' ? (
        <Notice kind="success">{messages(progress.provisioned === 'offline' ? 'setUpTokenRegistered' : 'setUpTokenWaiting')}</Notice>
      ) : null}
      {progress.at === 'none' ? null : (
        <Panel title={messages('setUpTokenCodeTitle')}>
          <p>{messages('setUpTokenCodeLead')}</p>
          <Form action={paths.page}>
            <OtpField digits={parts.identity.policy.otp.digits} label={messages('otpLabel')} hint={messages('otpHint')} error={error} />
            <Actions>
              <Button>{messages('setUpTokenFinish')}</Button>
            </Actions>
          </Form>
        </Panel>
      )}
      <Form action={paths.newLink}>
        {progress.at === 'none' ? null : <p class="quiet">{messages('setUpTokenNewLinkHint')}</p>}
        <Actions>
          <Button kind={progress.at === 'none' ? 'primary' : 'secondary'}>
            {messages(progress.at === 'none' ? 'setUpTokenStart' : 'setUpTokenNewLink')}
          </Button>
        </Actions>
      </Form>
    </>
  );
}

/** Each on its field; on the page as a whole when the field is not there. */
export function activationErrors({ progress, error, registration }: ActivationView): readonly PageError[] {
  if (registration)
    return progress.at === 'waiting-for-app' ? errorOn('registrationCode', registration.error) : [{ message: registration.error }];
  if (error === undefined) return [];
  return progress.at === 'none' ? [{ message: error }] : errorOn('otp', error);
}
