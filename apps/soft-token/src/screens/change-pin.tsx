import type { Protection, TokenIdentity, TokenPolicy } from '@sallyport/protocol';
import { Heading, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { OpenPage } from '../app/model.ts';
import type { PinChange } from '../engine/engine-messages.ts';
import { say } from '../messages/english.ts';
import { sayAside } from '../messages/aside-english.ts';
import { AttemptsLeft } from './attempts-left.tsx';
import { ClosesSoon } from './closes-soon.tsx';
import { GoBack } from './going.tsx';
import { PinChangeForm } from './pin-change-form.tsx';
import { tokenName } from './token-facts.tsx';
import { isDeviceProblem, sayClosedProblem } from './words.ts';

export interface ChangePinScreenProps {
  readonly page: Extract<OpenPage, { readonly at: 'change-pin' }>;
  readonly identity: TokenIdentity;
  readonly policy: TokenPolicy;
  readonly protection: Protection;
  readonly closesInSeconds: number | undefined;
  readonly isBusy: boolean;
  readonly onPin: (change: PinChange) => void;
  readonly onBack: () => void;
  readonly onStay: () => void;
}

/** OPEN: another PIN. Whatever is refused here leaves the token open, and its PIN as it was; only the last attempt locks it. */
export function ChangePinScreen({
  page,
  identity,
  policy,
  protection,
  closesInSeconds,
  isBusy,
  onPin,
  onBack,
  onStay,
}: ChangePinScreenProps): VNode {
  const { note, refusal } = page;
  const isUnconfirmed = isDeviceProblem(note) || refusal?.code === 'PRF_CANCELLED' || refusal?.code === 'PRF_UNAVAILABLE';
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
      <AttemptsLeft note={note} />
      <ClosesSoon seconds={closesInSeconds} onStay={onStay} />
      <PinChangeForm
        label={sayAside('change-pin-present')}
        hint={deviceHint(protection)}
        problem={sayClosedProblem(note, policy)}
        note={note}
        policy={policy}
        refusal={refusal}
        isBusy={isBusy}
        onPin={onPin}
        onCancel={onBack}
      />
    </>
  );
}

/** A slot for the device alone is a third thing to ask it about, and two go into one question. */
function deviceHint(protection: Protection): string | undefined {
  if (protection.kind === 'pin') return undefined;
  return sayAside(protection.opensAlone ? 'change-pin-device-twice' : 'change-pin-device');
}
