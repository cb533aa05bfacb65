import type { ContactView, QuestionChallenge } from '@sallyport/identity';
import { Actions, BackLink, Button, CodeInput, EmptyState, Form, Heading, PasswordField, Table } from '@sallyport/ui';
import type { ComponentChildren, VNode } from 'preact';
import { OtpField } from '../../http/otp-field.tsx';
import { fieldError } from '../../http/page.tsx';
import { errorOn, personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import { QuestionFields } from '../prove/prove.pages.tsx';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';
import type { RehearsedWay } from './rehearsal.messages.ts';

/** The pages on which something is given in a rehearsal. They look like those of the real way, and say what they are. */

export interface WayView {
  readonly person: Person;
  readonly error?: string | undefined;
  readonly badGroups?: readonly number[];
}

/** What is known, and not had. */
const KNOWN: ReadonlySet<RehearsedWay> = new Set(['password', 'questions']);

interface WayWords {
  readonly way: RehearsedWay;
  readonly title: string;
  readonly lead: string;
  /** The field of the page that an error is about; without one it is about the page. */
  readonly field?: string;
  readonly children: ComponentChildren;
}

function wayPage(parts: SelfAdministrationParts, { person, error }: WayView, words: WayWords): VNode {
  const { messages } = parts;
  const { way, title, lead, field, children } = words;
  const pageErrors = error === undefined ? [] : [{ message: error }];
  return personalPage(parts, person, {
    title,
    errors: field === undefined ? pageErrors : errorOn(field, error),
    children: (
      <>
        <BackLink href={PATHS.rehearsal}>{messages('rehearsalBack')}</BackLink>
        <Heading caption={messages('rehearsalCaption')} lead={lead}>
          {title}
        </Heading>
        {children}
        {way === 'recovery-contact' ? null : (
          <Form action={PATHS.rehearsalMissing} hidden={{ way }}>
            <Actions>
              <Button kind="quiet">{messages(KNOWN.has(way) ? 'rehearsalForgotten' : 'rehearsalMissing')}</Button>
            </Actions>
          </Form>
        )}
      </>
    ),
  });
}

function GiveForm({
  parts,
  action,
  children,
}: {
  readonly parts: SelfAdministrationParts;
  readonly action: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <Form action={action}>
      {children}
      <Actions>
        <Button>{parts.messages('rehearseGive')}</Button>
      </Actions>
    </Form>
  );
}

export function rehearsePasswordPage(parts: SelfAdministrationParts, view: WayView): VNode {
  const { messages } = parts;
  return wayPage(parts, view, {
    way: 'password',
    title: messages('rehearsePasswordTitle'),
    lead: messages('rehearsePasswordLead'),
    field: 'password',
    children: (
      <GiveForm parts={parts} action={PATHS.rehearsePassword}>
        <PasswordField name="password" label={messages('password')} autoComplete="current-password" {...fieldError(view.error)} />
      </GiveForm>
    ),
  });
}

export function rehearseQuestionsPage(parts: SelfAdministrationParts, view: WayView & { readonly challenge: QuestionChallenge }): VNode {
  const { messages } = parts;
  return wayPage(parts, view, {
    way: 'questions',
    title: messages('rehearseQuestionsTitle'),
    lead: messages('rehearseQuestionsLead'),
    field: 'answer0',
    children: (
      <GiveForm parts={parts} action={PATHS.rehearseQuestions}>
        <QuestionFields questions={view.challenge.questions} error={view.error} />
      </GiveForm>
    ),
  });
}

export function rehearseOtpPage(parts: SelfAdministrationParts, view: WayView): VNode {
  const { messages, identity } = parts;
  return wayPage(parts, view, {
    way: 'soft-token-otp',
    title: messages('rehearseOtpTitle'),
    lead: messages('rehearseOtpLead'),
    field: 'otp',
    children: (
      <GiveForm parts={parts} action={PATHS.rehearseOtp}>
        <OtpField digits={identity.policy.otp.digits} label={messages('otpLabel')} hint={messages('otpHint')} error={view.error} />
      </GiveForm>
    ),
  });
}

export function rehearseRecoveryCodePage(parts: SelfAdministrationParts, view: WayView): VNode {
  const { messages } = parts;
  const { error, badGroups = [] } = view;
  return wayPage(parts, view, {
    way: 'recovery-code',
    title: messages('rehearseRecoveryCodeTitle'),
    lead: messages('rehearseRecoveryCodeLead'),
    field: 'code',
    children: (
      <GiveForm parts={parts} action={PATHS.rehearseRecoveryCode}>
        <CodeInput name="code" kind="rec" label={messages('recoveryCode')} badGroups={badGroups} {...fieldError(error)} />
      </GiveForm>
    ),
  });
}

export function rehearseMailPage(parts: SelfAdministrationParts, view: WayView): VNode {
  const { messages } = parts;
  return wayPage(parts, view, {
    way: 'mailed-code',
    title: messages('rehearseMailedCodeTitle'),
    lead: messages('rehearseMailedCodeLead'),
    children: (
      <Form action={PATHS.rehearseMailedCodeSend}>
        <Actions>
          <Button>{messages('mailedCodeSend')}</Button>
        </Actions>
      </Form>
    ),
  });
}

export function rehearseMailedCodePage(parts: SelfAdministrationParts, view: WayView): VNode {
  const { messages } = parts;
  return wayPage(parts, view, {
    way: 'mailed-code',
    title: messages('rehearseMailedCodeTypeTitle'),
    lead: messages('rehearseMailedCodeTypeLead'),
    field: 'code',
    children: (
      <>
        <GiveForm parts={parts} action={PATHS.rehearseMailedCodeAnswer}>
          <CodeInput name="code" kind="otp" label={messages('mailedCode')} {...fieldError(view.error)} />
        </GiveForm>
        <Form action={PATHS.rehearseMailedCodeSend}>
          <Actions>
            <Button kind="quiet">{messages('mailedCodeAgain')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function rehearseContactPage(parts: SelfAdministrationParts, view: WayView & { readonly contacts: readonly ContactView[] }): VNode {
  const { messages } = parts;
  const { contacts } = view;
  return wayPage(parts, view, {
    way: 'recovery-contact',
    title: messages('rehearseContactTitle'),
    lead: messages('rehearseContactLead'),
    children: (
      <>
        <Table
          caption={messages('rehearseContactWho')}
          columns={[{ title: messages('rehearseContactName'), cell: ({ displayName }: ContactView) => displayName }]}
          rows={contacts}
          rowKey={({ contactId }) => contactId}
          empty={<EmptyState title={messages('rehearseContactNone')}>{messages('rehearseContactNoneText')}</EmptyState>}
        />
        {contacts.length === 0 ? null : (
          <Form action={PATHS.rehearseContact}>
            <p>{messages('rehearseContactQuestion')}</p>
            <Actions>
              <Button name="reach" value="yes">
                {messages('rehearseContactYes')}
              </Button>
              <Button name="reach" value="no" kind="secondary">
                {messages('rehearseContactNo')}
              </Button>
            </Actions>
          </Form>
        )}
      </>
    ),
  });
}
