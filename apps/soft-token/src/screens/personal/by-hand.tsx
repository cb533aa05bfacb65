import { Actions, Button, Details, ErrorSummary, Field, Form, Heading, Select } from '@sallyport/ui';
import type { AccountRefusal } from '@sallyport/protocol';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { TypedProblem } from '../../app/personal/personal-model.ts';
import type { TypedAccount } from '../../engine/personal/personal-messages.ts';
import { sayPersonal } from '../../messages/personal-english.ts';
import { textOf } from '../form-text.ts';
import { GoBack } from '../going.tsx';
import { nameOf } from './names.ts';

export interface ByHandProps {
  readonly problem: TypedProblem | undefined;
  readonly isBusy: boolean;
  readonly onTyped: (typed: TypedAccount) => void;
  readonly onBack: () => void;
}

interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** A key in letters and digits, with defaults that are right for nearly all; the rest is folded away. */
export function ByHandScreen({ problem, isBusy, onTyped, onBack }: ByHandProps): VNode {
  const [type, setType] = useState('totp');
  const [isNameless, setNameless] = useState(false);
  const told = isNameless ? { field: 'issuer', message: sayPersonal('hand-no-name') } : problem && problemOf(problem);
  const errorOf = (field: string): { error?: string } => (told?.field === field ? { error: told.message } : {});
  return (
    <>
      <GoBack onGo={onBack}>{sayPersonal('back')}</GoBack>
      <Heading lead={sayPersonal('hand-lead')}>{sayPersonal('hand-title')}</Heading>
      <Form
        onSubmit={(form) => {
          const typed = typedIn(form, type);
          const hasName = `${typed.issuer}${typed.label}`.trim() !== '';
          setNameless(!hasName);
          if (hasName) onTyped(typed);
        }}
      >
        {told ? <ErrorSummary errors={[told]} /> : null}
        <Field name="issuer" label={sayPersonal('hand-issuer')} maxLength={256} autoFocus {...errorOf('issuer')} />
        <Field
          name="label"
          label={sayPersonal('hand-label')}
          hint={sayPersonal('hand-label-hint')}
          maxLength={256}
          optional
          {...errorOf('label')}
        />
        <Field name="secret" label={sayPersonal('hand-secret')} text="code" maxLength={512} {...errorOf('secret')} />
        <Details summary={sayPersonal('hand-advanced')} open={told !== undefined && ADVANCED.includes(told.field)}>
          <p class="aside">{sayPersonal('hand-advanced-hint')}</p>
          <div class="hand-advanced">
            <Select
              name="type"
              label={sayPersonal('hand-type')}
              choices={[
                { value: 'totp', label: sayPersonal('hand-type-totp') },
                { value: 'hotp', label: sayPersonal('hand-type-hotp') },
              ]}
              value={type}
              onChange={(value) => {
                setType(value === 'hotp' ? 'hotp' : 'totp');
              }}
              {...errorOf('type')}
            />
            <Select name="algorithm" label={sayPersonal('hand-algorithm')} choices={ALGORITHMS} value="SHA1" {...errorOf('algorithm')} />
            <Select name="digits" label={sayPersonal('hand-digits')} choices={DIGITS} value="6" {...errorOf('digits')} />
            {type === 'totp' ? (
              <Field
                key="period"
                name="period"
                label={sayPersonal('hand-period')}
                inputMode="numeric"
                value="30"
                maxLength={6}
                width="short"
                {...errorOf('period')}
              />
            ) : (
              <Field
                key="counter"
                name="counter"
                label={sayPersonal('hand-counter')}
                inputMode="numeric"
                value="0"
                maxLength={15}
                width="short"
                {...errorOf('counter')}
              />
            )}
          </div>
        </Details>
        <Actions>
          <Button disabled={isBusy}>{sayPersonal('hand-save')}</Button>
        </Actions>
      </Form>
    </>
  );
}

const ADVANCED: readonly string[] = ['type', 'algorithm', 'digits', 'period', 'counter'];
const ALGORITHMS = ['SHA1', 'SHA256', 'SHA512'].map((value) => ({ value, label: value.replace('SHA', 'SHA-') }));
const DIGITS = ['6', '7', '8'].map((value) => ({ value, label: value }));

function typedIn(form: FormData, type: string): TypedAccount {
  const [issuer, label, secret] = [textOf(form, 'issuer'), textOf(form, 'label'), textOf(form, 'secret')];
  const [algorithm, digits] = [textOf(form, 'algorithm') || 'SHA1', textOf(form, 'digits')];
  return { issuer, label, secret, type, algorithm, digits, period: textOf(form, 'period'), counter: textOf(form, 'counter') };
}

function problemOf(problem: TypedProblem): FieldProblem {
  switch (problem.kind) {
    case 'full':
      return { field: 'secret', message: sayPersonal('problem-full') };
    case 'duplicate':
      return { field: 'secret', message: sayPersonal('hand-duplicate', { name: nameOf(problem.of) }) };
    case 'unlawful':
      return unlawfulOf(problem.problem);
  }
}

function unlawfulOf(problem: AccountRefusal): FieldProblem {
  switch (problem.code) {
    case 'ACCOUNT_SECRET':
      return { field: 'secret', message: sayPersonal(`hand-secret-${problem.problem}`) };
    case 'ACCOUNT_TEXT':
      return { field: problem.field, message: sayPersonal('hand-text-wrong') };
    case 'ACCOUNT_DIGITS':
      return { field: 'digits', message: sayPersonal('hand-digits-wrong') };
    case 'ACCOUNT_PERIOD':
      return { field: 'period', message: sayPersonal('hand-period-wrong') };
    case 'ACCOUNT_COUNTER':
      return { field: 'counter', message: sayPersonal('hand-counter-wrong') };
    case 'ACCOUNT_TYPE':
      return { field: 'type', message: sayPersonal('hand-other-wrong') };
    case 'ACCOUNT_ALGORITHM':
      return { field: 'algorithm', message: sayPersonal('hand-other-wrong') };
  }
}
