import { Actions, Button, CopyButton, Details, ErrorSummary, Field, Form, Heading, Notice, Select, Steps } from '@sallyport/ui';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { FIRST_POLICY } from '../../app/personal/personal-app.ts';
import type { PersonalModel, PersonalScreen } from '../../app/personal/personal-model.ts';
import { sayPersonal } from '../../messages/personal-english.ts';
import { textOf } from '../form-text.ts';
import { GoBack } from '../going.tsx';
import { NewPinForm } from '../new-pin.tsx';
import { OnDemand } from '../on-demand.tsx';
import type { QrCode } from '../qr-code.tsx';

type At<Name extends PersonalScreen['at']> = Extract<PersonalScreen, { at: Name }>;

const LENGTHS = ['4', '6', '8', '10', '12'] as const;

export interface SetUpProps {
  readonly screen: At<'set-up'>;
  readonly wasRemoved: PersonalModel['wasRemoved'];
  readonly isBusy: boolean;
  readonly onPin: (entries: { readonly pin: string; readonly repeated: string; readonly minPinLength: number }) => void;
  readonly onCancel: () => void;
}

/** Step 1: what this is, and its PIN. */
export function SetUpScreen({ screen, wasRemoved, isBusy, onPin, onCancel }: SetUpProps): VNode {
  const [minPinLength, setMinPinLength] = useState<number>(FIRST_POLICY.minPinLength);
  return (
    <>
      {wasRemoved ? (
        <Notice kind="danger" title={sayPersonal('removed-title')} live="polite">
          <p>{sayPersonal('removed-text')}</p>
        </Notice>
      ) : null}
      <Steps current={1} total={3} next={sayPersonal('step-key')} />
      <Heading lead={sayPersonal('set-up-lead')}>{sayPersonal('set-up-title')}</Heading>
      <h2>{sayPersonal('set-up-pin-title')}</h2>
      <NewPinForm
        policy={{ ...FIRST_POLICY, minPinLength }}
        refusal={screen.refusal}
        isBusy={isBusy}
        onPin={(entries) => {
          onPin({ ...entries, minPinLength });
        }}
        onCancel={onCancel}
      />
      <Details summary={sayPersonal('set-up-lengths')}>
        <Select
          name="lengths"
          label={sayPersonal('set-up-lengths')}
          hint={sayPersonal('set-up-lengths-hint')}
          choices={LENGTHS.map((value) => ({ value, label: sayPersonal('set-up-digits', { count: Number(value) }) }))}
          value={String(minPinLength)}
          onChange={(value) => {
            if (value !== '') setMinPinLength(Number(value));
          }}
        />
      </Details>
      <p class="aside">{sayPersonal('set-up-have-file')}</p>
    </>
  );
}

export interface WriteDownProps {
  readonly screen: At<'write-down'>;
  readonly onWritten: () => void;
}

/** Step 2: the recovery key, to be written down, printed or copied. */
export function WriteDownScreen({ screen, onWritten }: WriteDownProps): VNode {
  const { text, serial } = screen.key;
  return (
    <>
      <Steps current={2} total={3} next={sayPersonal('step-check')} doors={1} />
      <Heading lead={sayPersonal('key-lead')}>{sayPersonal('key-title')}</Heading>
      <section class="key-sheet" aria-label={sayPersonal('key-label')}>
        <p class="key-sheet-head">
          <span>{sayPersonal('key-label')}</span>
          <span class="token-serial">{sayPersonal('key-serial', { serial })}</span>
        </p>
        <ol class="key-shown">
          {text.split(' ').map((group, index) => (
            <li key={index}>
              <data class="code" value={group} aria-hidden="true">
                {group}
              </data>
              <span class="visually-hidden">
                {sayPersonal('key-spoken', { group: index + 1, characters: Array.from(group).join(' ') })}
              </span>
            </li>
          ))}
        </ol>
        <div class="key-tools">
          <CopyButton text={text} label={sayPersonal('key-label')} />
          <Button
            type="button"
            kind="secondary"
            onClick={() => {
              window.print();
            }}
          >
            {sayPersonal('key-print')}
          </Button>
        </div>
        <Details summary={sayPersonal('key-qr-summary')}>
          <OnDemand
            load={loadQrCode}
            value={text.replaceAll(' ', '')}
            label={sayPersonal('key-qr-label')}
            caption={sayPersonal('key-qr-caption')}
          />
        </Details>
      </section>
      <p>{sayPersonal('key-where')}</p>
      <Actions>
        <Button type="button" onClick={onWritten}>
          {sayPersonal('key-written')}
        </Button>
      </Actions>
    </>
  );
}

async function loadQrCode(): Promise<typeof QrCode> {
  return (await import('../qr-code.tsx')).QrCode;
}

export interface CheckKeyProps {
  readonly screen: At<'check-key'>;
  readonly isBusy: boolean;
  readonly onCheck: (typed: readonly [string, string]) => void;
  readonly onBack: () => void;
}

/** Step 3: two of its groups typed back. */
export function CheckKeyScreen({ screen, isBusy, onCheck, onBack }: CheckKeyProps): VNode {
  const { toCheck } = screen.key;
  const errors = screen.wrong.map((group) => ({ message: sayPersonal('check-wrong', { group }), field: fieldOf(group) }));
  return (
    <>
      <GoBack onGo={onBack}>{sayPersonal('check-again')}</GoBack>
      <Steps current={3} total={3} doors={1} />
      <Heading lead={sayPersonal('check-lead')}>{sayPersonal('check-title')}</Heading>
      <Form
        onSubmit={(form) => {
          onCheck([textOf(form, fieldOf(toCheck[0])), textOf(form, fieldOf(toCheck[1]))]);
        }}
      >
        <ErrorSummary errors={errors} />
        {toCheck.map((group, index) => {
          const error = errors.find(({ field }) => field === fieldOf(group))?.message;
          return (
            <Field
              key={group}
              name={fieldOf(group)}
              label={sayPersonal('check-group', { group })}
              hint={sayPersonal('check-group-hint')}
              text="code"
              width="short"
              maxLength={12}
              autoFocus={index === 0}
              {...(error === undefined ? {} : { error })}
            />
          );
        })}
        <Actions>
          <Button disabled={isBusy}>{sayPersonal('check-button')}</Button>
        </Actions>
      </Form>
    </>
  );
}

function fieldOf(group: number): string {
  return `group-${String(group)}`;
}
