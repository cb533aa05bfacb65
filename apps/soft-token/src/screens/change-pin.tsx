import type { TokenIdentity } from '@sallyport/protocol';
import { Heading, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { say } from '../messages/english.ts';
import { sayAside } from '../messages/aside-english.ts';
import { ClosesSoon } from './closes-soon.tsx';
import { GoBack } from './going.tsx';
import { NewPinForm, type NewPinFormProps } from './new-pin.tsx';
import { tokenName } from './token-facts.tsx';

export interface ChangePinScreenProps extends Omit<NewPinFormProps, 'onCancel'> {
  readonly identity: TokenIdentity;
  readonly closesInSeconds: number | undefined;
  readonly onBack: () => void;
  readonly onStay: () => void;
}

/** OPEN: another PIN. Whatever is refused here leaves the token open, and its PIN as it was. */
export function ChangePinScreen({ identity, closesInSeconds, onBack, onStay, ...form }: ChangePinScreenProps): VNode {
  const { refusal } = form;
  const isUnconfirmed = refusal?.code === 'PRF_CANCELLED' || refusal?.code === 'PRF_UNAVAILABLE';
  return (
    <>
      <GoBack onGo={onBack}>{say('back')}</GoBack>
      <Heading caption={tokenName(identity)} lead={sayAside('change-pin-lead')}>
        {sayAside('change-pin-title')}
      </Heading>
      {isUnconfirmed ? (
        <Notice kind="warning" live="assertive">
          <p>{sayAside('change-pin-not-done')}</p>
        </Notice>
      ) : null}
      <ClosesSoon seconds={closesInSeconds} onStay={onStay} />
      <NewPinForm {...form} onCancel={onBack} />
    </>
  );
}
