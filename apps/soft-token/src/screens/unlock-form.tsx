import { Actions, Button, CodeInput, formatDuration, Form, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ResetScreen, UnlockProblem } from '../app/model.ts';
import { say } from '../messages/english.ts';
import { useSeconds } from './use-seconds.ts';
import { sayUnlockRefusal } from './words.ts';

export interface UnlockFormProps {
  readonly screen: ResetScreen;
  readonly serial: string;
  readonly groupCount: 3 | 4 | 5;
  readonly isBusy: boolean;
  readonly onCode: (code: string) => void;
}

/** The unlock code: groups are checked as they are typed, and a typing error costs nothing. */
export function UnlockForm({ screen, serial, groupCount, isBusy, onCode }: UnlockFormProps): VNode {
  const { problem } = screen;
  const [code, setCode] = useState(screen.code ?? '');
  const error = errorOf(problem, serial);
  return (
    <Form
      onSubmit={() => {
        onCode(code);
      }}
    >
      {screen.code !== undefined && problem === undefined ? (
        <Notice kind="success">
          <p>{say('unlock-by-link')}</p>
        </Notice>
      ) : null}
      {problem && problem.kind !== 'refused' ? <BackOff until={problem.waitUntil} /> : null}
      <CodeInput
        kind="unl"
        name="unlock-code"
        label={say('unlock-code-label')}
        hint={say('unlock-code-hint')}
        groupCount={groupCount}
        value={code}
        onInput={setCode}
        badGroups={problem?.kind === 'refused' && problem.error.code === 'CODE_TYPO' ? problem.error.groups : []}
        otherKinds={{ prc: say('code-wrong-kind-pin-reset'), act: say('code-wrong-kind-activation') }}
        {...(error === undefined ? {} : { error })}
      />
      <Actions>
        <Button kind="secondary" disabled={isBusy}>
          {isBusy ? say('unlock-working') : say('unlock-button')}
        </Button>
      </Actions>
    </Form>
  );
}

function errorOf(problem: UnlockProblem | undefined, serial: string): string | undefined {
  if (problem?.kind === 'wrong-code') return say('unlock-wrong-code', { serial });
  return problem?.kind === 'refused' ? sayUnlockRefusal(problem.error) : undefined;
}

/** Counts the back-off down, and says when it is over. */
function BackOff({ until }: { readonly until: number }): VNode | null {
  const now = useSeconds();
  const seconds = Math.ceil((until - now) / 1000);
  if (seconds <= 0) {
    return (
      <p class="visually-hidden" role="status">
        {say('unlock-wait-over')}
      </p>
    );
  }
  return (
    <Notice kind="warning">
      <p role="timer">{say('unlock-wait', { time: formatDuration(seconds, 'en') })}</p>
    </Notice>
  );
}
