import { Actions, Button, Form, Heading, Notice, PasswordField } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { ClosedNote } from '../app/model.ts';
import type { PresentStatus } from '../engine/engine-messages.ts';
import { say } from '../messages/english.ts';
import { emptyPinField } from './empty-pin-field.ts';
import { EntryNotice } from './entry-notice.tsx';
import { textOf } from './form-text.ts';
import { OnDemand } from './on-demand.tsx';
import { loadOpenByDevice } from './parts.ts';
import { TokenFacts, tokenName } from './token-facts.tsx';
import { sayClosedProblem } from './words.ts';

export interface ClosedScreenProps {
  readonly status: Extract<PresentStatus, { kind: 'closed' }>;
  readonly note: ClosedNote | undefined;
  readonly isBusy: boolean;
  readonly onPin: (pin: string) => void;
  /** Without the PIN, where the token allows it. */
  readonly onDevice: () => void;
  readonly onForgotPin: () => void;
}

/** CLOSED: the PIN, how many attempts are left, and the way out for who forgot it. */
export function ClosedScreen({ status, note, isBusy, onPin, onDevice, onForgotPin }: ClosedScreenProps): VNode {
  const { identity, policy, attemptsLeft } = status;
  const problem = sayClosedProblem(note, policy);
  const isProtected = status.protection.kind === 'pin-and-authenticator';
  const opensAlone = isProtected && status.protection.opensAlone && status.reset === undefined;
  useLayoutEffect(() => {
    const field = emptyPinField();
    // Where one touch opens the token, no keyboard comes up unasked.
    if (!opensAlone || note?.kind === 'wrong-pin') field?.focus();
  }, [note]);
  return (
    <>
      <Heading caption={tokenName(identity)}>{say('closed-title')}</Heading>
      {note?.kind === 'closed' ? (
        <Notice live="polite">
          <p>{say(`closed-${CLOSED_MESSAGE[note.because]}`)}</p>
        </Notice>
      ) : null}
      <EntryNotice note={isProtected && status.protection.opensAlone && status.reset !== undefined ? { kind: 'pin-needed' } : note} />
      {note?.kind !== 'wrong-pin' && attemptsLeft < policy.maxAttempts ? (
        <Notice kind="warning">
          <p>{say('attempts-left-before', { left: attemptsLeft })}</p>
        </Notice>
      ) : null}
      {opensAlone ? <OnDemand load={loadOpenByDevice} isBusy={isBusy} onDevice={onDevice} /> : null}
      <Form
        onSubmit={(form) => {
          onPin(textOf(form, 'pin'));
        }}
      >
        <PasswordField
          name="pin"
          label={say('pin-label')}
          autoComplete="off"
          inputMode="numeric"
          width="medium"
          maxLength={40}
          autoFocus={!opensAlone}
          {...(isProtected ? { hint: say('pin-and-device') } : {})}
          {...(problem === undefined ? {} : { error: problem })}
        />
        <Actions>
          <Button disabled={isBusy} kind={opensAlone ? 'secondary' : 'primary'}>
            {isBusy ? say('open-working') : say('open-button')}
          </Button>
          <Button type="button" kind="quiet" onClick={onForgotPin} disabled={isBusy}>
            {say('forgot-pin')}
          </Button>
        </Actions>
      </Form>
      <TokenFacts {...identity} />
    </>
  );
}

const CLOSED_MESSAGE = { button: 'by-button', unused: 'unused', hidden: 'hidden', 'moved-on': 'moved-on' } as const;
