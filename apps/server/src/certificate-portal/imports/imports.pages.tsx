import { IMPORT_LIMITS, type Refusal } from '@sallyport/certificates';
import { Actions, Button, TextArea } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorsOf, pageBelow } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';

export interface ImportView {
  readonly person: PortalPerson;
  readonly refusal?: Refusal;
}

/** A form with files works without script only as multipart. What was pasted is not shown again: it may have held a key. */
export function importPage(parts: PortalParts, { person, refusal }: ImportView): VNode {
  const { messages } = parts;
  const errors = errorsOf(parts, refusal, () => 'text');
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back: PATHS.inventory },
    {
      title: messages('importTitle'),
      lead: messages('importLead'),
      errors,
      children: (
        <form class="form" method="post" action={PATHS.importing} encType="multipart/form-data" noValidate data-submit-once="">
          <TextArea
            name="text"
            label={messages('importText')}
            hint={messages('importTextHint')}
            text="code"
            rows={8}
            optional
            {...fieldError(errors[0]?.message)}
          />
          <p>
            <label>
              {messages('importFiles')}{' '}
              <input
                type="file"
                class="file"
                name="files"
                multiple
                accept=".pem,.crt,.cer,.der,.p7b,.p7c,.txt"
                aria-describedby="files-hint"
              />
            </label>
          </p>
          <p class="field-hint" id="files-hint">
            {messages('importFilesHint', { files: IMPORT_LIMITS.files, certificates: IMPORT_LIMITS.certificates })}
          </p>
          <Actions>
            <Button>{messages('importSend')}</Button>
          </Actions>
        </form>
      ),
    },
  );
}
