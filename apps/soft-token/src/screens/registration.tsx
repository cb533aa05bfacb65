import { Actions, Button, CodeDisplay, Heading, Notice, Steps } from '@sallyport/ui';
import type { TokenIdentity } from '@sallyport/protocol';
import type { ComponentChildren, VNode } from 'preact';
import { sayOfActivation } from '../messages/activation-english.ts';
import { tokenName } from './token-facts.tsx';

/** After an activation without a network: the code that the owner carries to Self-Administration, and the one-time password that finishes it. */

export interface RegistrationScreenProps {
  /** In groups. */
  readonly code: string;
  readonly identity: TokenIdentity;
  /** What the open token says besides: that it is about to close. */
  readonly children: ComponentChildren;
  readonly onPassword: () => void;
}

export function RegistrationScreen({ code, identity, children, onPassword }: RegistrationScreenProps): VNode {
  return (
    <>
      <Steps current={3} total={4} next={sayOfActivation('step-pin')} doors={2} />
      <Heading caption={tokenName(identity)} lead={sayOfActivation('registration-lead')}>
        {sayOfActivation('registration-title')}
      </Heading>
      <CodeDisplay code={code} kind="reg" label={sayOfActivation('registration-code')} />
      <p>{sayOfActivation('registration-secret')}</p>
      {children}
      <Actions>
        <Button type="button" onClick={onPassword}>
          {sayOfActivation('registration-next')}
        </Button>
      </Actions>
    </>
  );
}

/** Above the one-time password, until the owner or the server says that the code has arrived. */
export function RegistrationNotice({ onCode, onArrived }: { readonly onCode: () => void; readonly onArrived: () => void }): VNode {
  return (
    <Notice kind="success" title={sayOfActivation('finish-registration-title')} live="polite">
      <p>{sayOfActivation('finish-registration')}</p>
      <Actions>
        <Button type="button" kind="secondary" onClick={onCode}>
          {sayOfActivation('registration-again')}
        </Button>
        <Button type="button" kind="secondary" onClick={onArrived}>
          {sayOfActivation('registration-arrived')}
        </Button>
      </Actions>
    </Notice>
  );
}
