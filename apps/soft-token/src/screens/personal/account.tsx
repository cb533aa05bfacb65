import type { AccountFacts } from '@sallyport/protocol/personal-vault';
import { Actions, Button, Field, Form, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import { sayPersonal } from '../../messages/personal-english.ts';
import { textOf } from '../form-text.ts';
import { GoBack } from '../going.tsx';

export interface AccountProps {
  readonly account: AccountFacts;
  readonly onRename: (names: { readonly issuer: string; readonly label: string }) => void;
  readonly onDelete: () => void;
  readonly onBack: () => void;
}

/** How one account is called; how it counts was said by its service and stays. */
export function AccountScreen({ account, onRename, onDelete, onBack }: AccountProps): VNode {
  return (
    <>
      <GoBack onGo={onBack}>{sayPersonal('back-to-list')}</GoBack>
      <Heading>{sayPersonal('account-title')}</Heading>
      <Form
        onSubmit={(form) => {
          onRename({ issuer: textOf(form, 'issuer'), label: textOf(form, 'label') });
        }}
      >
        <Field name="issuer" label={sayPersonal('account-issuer')} value={account.issuer} maxLength={256} autoFocus />
        <Field
          name="label"
          label={sayPersonal('account-label')}
          hint={sayPersonal('account-label-hint')}
          value={account.label}
          maxLength={256}
        />
        <dl class="token-facts">
          <div>
            <dt>{sayPersonal('account-facts')}</dt>
            <dd>{howItCounts(account)}</dd>
          </div>
        </dl>
        <Actions>
          <Button>{sayPersonal('account-save')}</Button>
          <Button type="button" kind="quiet" onClick={onDelete}>
            {sayPersonal('account-delete')}
          </Button>
        </Actions>
      </Form>
    </>
  );
}

function howItCounts({ otp }: AccountFacts): string {
  const { digits, period, counter } = otp;
  const algorithm = otp.algorithm.replace('SHA', 'SHA-');
  return otp.type === 'totp'
    ? sayPersonal('account-fact-totp', { period, digits, algorithm })
    : sayPersonal('account-fact-hotp', { counter, digits, algorithm });
}
