import { Heading, Steps } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { MustSetPinScreen } from '../app/model.ts';
import { say } from '../messages/english.ts';
import { NewPinForm, type NewPinFormProps } from './new-pin.tsx';

export interface MustSetPinScreenProps extends Omit<NewPinFormProps, 'policy' | 'refusal'> {
  readonly screen: MustSetPinScreen;
}

/** MUST_SET_PIN: the unlock code was right; nothing is durable before the new PIN is. */
export function MustSetPinScreenView({ screen, ...form }: MustSetPinScreenProps): VNode {
  return (
    <>
      <Steps current={2} total={3} next={say('step-unlock-pin')} doors={1} />
      <Heading lead={say('must-set-pin-lead')}>{say('must-set-pin-title')}</Heading>
      <NewPinForm policy={screen.policy} refusal={screen.refusal} {...form} />
    </>
  );
}
