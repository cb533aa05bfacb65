import { type Factor, judgeRecovery, PROOFS_BESIDE_MAIL } from '@sallyport/identity';
import { Actions, Button, ButtonLink, Field, Form, Heading, PasswordField, Select } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError, framed } from '../../http/page.tsx';
import { applicationsPage } from '../applications.page.tsx';
import type { FederationParts } from '../federation-parts.ts';
import { UserNameField } from '../user-name-field.tsx';

export function forgottenPage(parts: FederationParts, view: { readonly userName?: string; readonly error?: string }): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('forgottenTitle'),
    errors: view.error === undefined ? [] : [{ message: view.error, field: 'userName' }],
    children: (
      <>
        <Heading lead={messages('forgottenLead')}>{messages('forgottenTitle')}</Heading>
        <Form action="/password/forgotten">
          <UserNameField label={messages('userName')} value={view.userName} error={view.error} autoComplete="username" />
          <Actions>
            <Button>{messages('forgottenSend')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function forgottenSentPage(parts: FederationParts): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('forgottenSentTitle'),
    children: (
      <>
        <Heading lead={messages('forgottenSentLead')}>{messages('forgottenSentTitle')}</Heading>
        <p>{messages('forgottenSentAgain')}</p>
        <ButtonLink href="/password/forgotten" kind="secondary">
          {messages('forgottenAgain')}
        </ButtonLink>
      </>
    ),
  });
}

export interface ResetView {
  readonly code?: string;
  /** Of what is given beside the mail; empty when nothing was chosen. */
  readonly way?: string;
  readonly error?: { readonly message: string; readonly field: 'code' | 'password' | 'way' | 'beside' };
}

export function resetPage(parts: FederationParts, view: ResetView): VNode {
  const { messages } = parts;
  const { minimumLength, maximumLength } = parts.identity.policy.password;
  const beside = waitBesideMail(parts);
  const errorAt = (field: NonNullable<ResetView['error']>['field']) =>
    fieldError(view.error?.field === field ? view.error.message : undefined);
  return framed(parts.frame, {
    title: messages('resetTitle'),
    errors: view.error === undefined ? [] : [view.error],
    children: (
      <>
        <Heading
          lead={
            beside === undefined
              ? messages('resetLead', { minLength: minimumLength })
              : messages('resetBesideLead', { minLength: minimumLength, hours: beside.hours })
          }
        >
          {messages('resetTitle')}
        </Heading>
        <Form action="/password">
          <Field
            name="code"
            label={messages('resetCode')}
            hint={messages('resetCodeHint')}
            text="code"
            fragmentKey="r"
            {...errorAt('code')}
            maxLength={64}
            {...(view.code === undefined ? {} : { value: view.code })}
          />
          <PasswordField
            name="password"
            label={messages('newPassword')}
            autoComplete="new-password"
            maxLength={maximumLength * 4}
            {...errorAt('password')}
          />
          {beside === undefined ? null : (
            <>
              <Select
                name="way"
                label={messages('resetBesideWay')}
                choices={PROOFS_BESIDE_MAIL.map((way) => ({ value: way, label: messages(`resetBeside.${way}`) }))}
                {...errorAt('way')}
                {...(view.way === undefined ? {} : { value: view.way })}
              />
              <Field
                name="beside"
                label={messages('resetBesideCode')}
                hint={messages('resetBesideCodeHint')}
                inputMode="numeric"
                text="code"
                maxLength={64}
                {...errorAt('beside')}
              />
            </>
          )}
          <Actions>
            <Button>{messages(beside === undefined ? 'resetSave' : 'resetAsk')}</Button>
            {beside === undefined ? null : (
              <Button kind="quiet" formAction="/password/contact">
                {messages('resetContactAsk')}
              </Button>
            )}
          </Actions>
        </Form>
      </>
    ),
  });
}

export function resetWaitsPage(parts: FederationParts): VNode {
  const { messages } = parts;
  return applicationsPage(parts, { title: messages('resetWaitsTitle'), lead: messages('resetWaitsLead') });
}

/** What the recovery policy wants beside the mail; undefined when the mail suffices. */
function waitBesideMail({ identity }: FederationParts): { readonly hours: number } | undefined {
  const given = (...factors: readonly Factor[]) =>
    judgeRecovery({
      act: 'reset-password',
      preset: identity.policy.recovery,
      proofs: factors.map((factor) => ({ factor, at: 0, network: '' })),
      now: 0,
      freshProofMs: 1,
    });
  if (given('mailed-code').kind !== 'needed') return undefined;
  const verdict = given('mailed-code', 'recovery-code');
  return { hours: verdict.kind === 'after-delay' ? Math.round(verdict.delayMs / 3_600_000) : 0 };
}

export function resetDonePage(parts: FederationParts): VNode {
  const { messages } = parts;
  return applicationsPage(parts, { title: messages('resetDoneTitle'), lead: messages('resetDoneLead') });
}
