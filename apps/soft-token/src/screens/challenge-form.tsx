import type { OcraSuite } from '@sallyport/protocol';
import { Actions, Button, Field, Form } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { OpenScreen } from '../app/model.ts';
import { say } from '../messages/english.ts';
import { sayAside } from '../messages/aside-english.ts';
import { textOf } from './form-text.ts';
import { PasswordDigits } from './password-digits.tsx';

export interface ChallengeFormProps {
  readonly shape: OcraSuite['challenge'];
  readonly answered: OpenScreen['answered'];
  readonly isBusy: boolean;
  readonly onChallenge: (challenge: string) => void;
}

/** A challenge in, its response out, as large as a one-time password. The challenge stays, so that the two can be compared. */
export function ChallengeForm({ shape, answered, isBusy, onChallenge }: ChallengeFormProps): VNode {
  const { form, maxLength: max } = shape;
  return (
    <>
      <p>{sayAside('challenge-lead')}</p>
      <Form
        onSubmit={(data) => {
          onChallenge(textOf(data, 'challenge'));
        }}
      >
        <Field
          name="challenge"
          label={sayAside('challenge-label')}
          hint={sayAside(`challenge-hint-${form}`, { max })}
          text="code"
          inputMode={form === 'numeric' ? 'numeric' : 'text'}
          width="medium"
          maxLength={2 * max}
          {...(answered?.kind === 'refused' ? { error: problemOf(answered.error.code, shape) } : {})}
        />
        <Actions>
          <Button disabled={isBusy}>{sayAside('challenge-button')}</Button>
        </Actions>
      </Form>
      {/* Always there, so that what appears in it is announced. */}
      <div role="status">
        {answered?.kind === 'challenge-response' ? (
          <div class="password-card">
            <PasswordDigits
              digits={answered.digits}
              spoken={sayAside('response-spoken', { digits: Array.from(answered.digits).join(' ') })}
              label={sayAside('response-label')}
            />
          </div>
        ) : null}
      </div>
    </>
  );
}

function problemOf(code: string, { form, maxLength: max }: OcraSuite['challenge']): string {
  return code === 'LOCK_BUSY' ? say('lock-busy') : sayAside(`challenge-form-${form}`, { max });
}
