import type { DeviceError, PinLengths, PinRefusal } from '@sallyport/protocol';
import { Actions, Button, ErrorSummary, Form, PasswordField } from '@sallyport/ui';
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import { judgeAsTyped, misfitOf, type RuleState } from '../app/new-pin-rules.ts';
import { say } from '../messages/english.ts';
import { useJudgedPin } from './use-judged-pin.ts';
import { sayPinRefusal } from './words.ts';

export interface NewPinFormProps {
  readonly policy: PinLengths;
  readonly refusal: DeviceError | undefined;
  readonly isBusy: boolean;
  readonly onPin: (entries: { readonly pin: string; readonly repeated: string }) => void;
  readonly onCancel: () => void;
  /** What is to be typed before it. */
  readonly children?: ComponentChildren;
}

/** A new PIN, typed twice; each rule says at once whether it is kept. */
export function NewPinForm({ policy, refusal, isBusy, onPin, onCancel, children }: NewPinFormProps): VNode {
  const [entries, setEntries] = useState({ pin: '', repeated: '' });
  const [isSubmitted, setSubmitted] = useState(false);
  const judged = useJudgedPin(misfitOf(entries.pin, policy) === undefined ? entries.pin : undefined);
  const rules = judgeAsTyped(entries, { lengths: policy, judged });
  // Judged anew while it stands: what the engine says of the PIN may come after the key was pressed.
  const reason = (isSubmitted ? rules.refusal : undefined) ?? (refusal?.code === 'PIN_POLICY' ? refusal.reason : undefined);
  const weakness = rules.weakness === undefined ? undefined : sayPinRefusal(rules.weakness, policy);
  const problem = reason === undefined ? undefined : { reason, message: sayPinRefusal(reason, policy) };
  const change = (change: Partial<typeof entries>): void => {
    setEntries({ ...entries, ...change });
    setSubmitted(false);
  };
  return (
    <Form
      onSubmit={() => {
        setSubmitted(true);
        if (rules.refusal === undefined) onPin(entries);
      }}
    >
      {problem ? <ErrorSummary errors={[{ message: problem.message, field: fieldOf(problem.reason) }]} /> : null}
      {refusal?.code === 'LOCK_BUSY' ? <ErrorSummary errors={[{ message: say('lock-busy') }]} /> : null}
      {children}
      <PasswordField
        name="pin"
        label={say('new-pin')}
        autoComplete="off"
        inputMode="numeric"
        width="medium"
        maxLength={40}
        autoFocus
        disabled={isBusy}
        onInput={(pin) => {
          change({ pin });
        }}
        {...errorOf('pin', problem)}
      />
      <PasswordField
        name="repeated"
        label={say('repeat-pin')}
        autoComplete="off"
        inputMode="numeric"
        width="medium"
        maxLength={40}
        disabled={isBusy}
        onInput={(repeated) => {
          change({ repeated });
        }}
        {...errorOf('repeated', problem)}
      />
      <section class="pin-rules" aria-label={say('pin-rules')}>
        <ul aria-live="polite">
          <Rule state={rules.length}>{say('pin-rule-length', { min: policy.minPinLength, max: policy.maxPinLength })}</Rule>
          <Rule state={rules.guessable}>{problem === undefined ? (weakness ?? say('pin-rule-guessable')) : say('pin-rule-guessable')}</Rule>
          <Rule state={rules.same}>{say('pin-rule-same')}</Rule>
        </ul>
      </section>
      <Actions>
        <Button disabled={isBusy}>{isBusy ? say('set-pin-working') : say('set-pin-button')}</Button>
        <Button type="button" kind="quiet" onClick={onCancel} disabled={isBusy}>
          {say('cancel')}
        </Button>
      </Actions>
    </Form>
  );
}

function Rule({ state, children }: { readonly state: RuleState; readonly children: string }): VNode {
  return (
    <li class="pin-rule" data-state={state}>
      {children}
      <span class="visually-hidden">: {say(`pin-rule-${state}`)}</span>
    </li>
  );
}

function fieldOf(reason: PinRefusal): 'pin' | 'repeated' {
  return reason === 'entries-differ' ? 'repeated' : 'pin';
}

function errorOf(
  field: 'pin' | 'repeated',
  problem: { readonly reason: PinRefusal; readonly message: string } | undefined,
): { error?: string } {
  return problem !== undefined && fieldOf(problem.reason) === field ? { error: problem.message } : {};
}
