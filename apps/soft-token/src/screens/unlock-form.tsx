import { Actions, Button, CodeInput, Form, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ResetScreen, UnlockProblem } from '../app/model.ts';
import { say } from '../messages/english.ts';
import { BackOff } from './back-off.tsx';
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
      {problem && problem.kind !== 'refused' ? (
        <BackOff until={problem.waitUntil} sayWait={(time) => say('unlock-wait', { time })} over={say('unlock-wait-over')} />
      ) : null}
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
