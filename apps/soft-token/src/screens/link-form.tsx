import { Actions, Button, Field, Form } from '@sallyport/ui';
import type { VNode } from 'preact';
import type { LinkProblem } from '../app/model.ts';
import { sayOfActivation } from '../messages/activation-english.ts';
import { textOf } from './form-text.ts';
import { sayLinkProblem } from './activation-words.ts';

export interface LinkFormProps {
  readonly problem: LinkProblem | undefined;
  readonly isBusy: boolean;
  readonly onLink: (link: string) => void;
  /** For devices without a camera, where a link cannot be opened either. */
  readonly onTyped: () => void;
}

/** A link to paste, or a QR code to scan: the way in for a token. The scan is a page of its own, because only there the camera is allowed. */
export function LinkForm({ problem, isBusy, onLink, onTyped }: LinkFormProps): VNode {
  return (
    <Form
      onSubmit={(form) => {
        onLink(textOf(form, 'link'));
      }}
    >
      <Field
        name="link"
        label={sayOfActivation('link-label')}
        hint={sayOfActivation('link-hint')}
        text="code"
        inputMode="url"
        maxLength={2560}
        {...(problem === undefined ? {} : { error: sayLinkProblem(problem) })}
      />
      <Actions>
        <Button disabled={isBusy}>{sayOfActivation('link-continue')}</Button>
        <a class="button button-secondary" href="/scan">
          {sayOfActivation('scan-open')}
        </a>
        <Button type="button" kind="quiet" onClick={onTyped}>
          {sayOfActivation('typed-open')}
        </Button>
      </Actions>
    </Form>
  );
}
