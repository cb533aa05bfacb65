import type { VouchingAsked } from '@sallyport/identity';
import { ActionList, Actions, BackLink, Button, EmptyState, Field, Form, Heading, Notice, SummaryList, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorOn, personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

/** What a recovery contact is asked, and how they answer. */

export function vouchingPage(
  parts: SelfAdministrationParts,
  { person, asked }: { readonly person: Person; readonly asked: readonly VouchingAsked[] },
): VNode {
  const { messages } = parts;
  const items = asked.map(({ voucherId, displayName, userName }) => ({
    href: `${PATHS.vouchingAnswer}?asked=${voucherId}`,
    title: messages('vouchingWho', { name: displayName, userName }),
  }));
  return personalPage(parts, person, {
    title: messages('vouchingTitle'),
    children: (
      <>
        <BackLink href={PATHS.contacts}>{messages('contactsTitle')}</BackLink>
        <Heading caption={messages('contactsTitle')} lead={messages('vouchingLead')}>
          {messages('vouchingTitle')}
        </Heading>
        {items.length === 0 ? (
          <EmptyState title={messages('vouchingNone')}>{messages('vouchingNoneText')}</EmptyState>
        ) : (
          <ActionList label={messages('vouchingTitle')} items={items} />
        )}
      </>
    ),
  });
}

export interface AnswerVouchingView {
  readonly person: Person;
  readonly asked: VouchingAsked;
  readonly error?: string | undefined;
}

export function answerVouchingPage(parts: SelfAdministrationParts, { person, asked, error }: AnswerVouchingView): VNode {
  const { messages } = parts;
  const { displayName: name, voucherId } = asked;
  return personalPage(parts, person, {
    title: messages('vouchingAnswerTitle', { name }),
    errors: errorOn('code', error),
    children: (
      <>
        <BackLink href={PATHS.vouching}>{messages('vouchingTitle')}</BackLink>
        <Heading caption={messages('contactsTitle')} lead={messages('vouchingAnswerLead', { name })}>
          {messages('vouchingAnswerTitle', { name })}
        </Heading>
        <SummaryList
          rows={[
            { label: messages('vouchingUserName'), value: asked.userName },
            { label: messages('vouchingAskedAt'), value: <Time at={asked.askedAt} /> },
            { label: messages('vouchingFrom'), value: asked.network },
            { label: messages('vouchingUntil'), value: <Time at={asked.expiresAt} /> },
          ]}
        />
        <Notice kind="warning" title={messages('vouchingVoice')}>
          <p>{messages('vouchingVoiceText', { name })}</p>
        </Notice>
        <Form action={PATHS.vouchingAnswer} hidden={{ asked: voucherId }}>
          <Field
            name="code"
            label={messages('vouchingCode', { name })}
            hint={messages('vouchingCodeHint')}
            inputMode="numeric"
            text="code"
            width="short"
            maxLength={16}
            {...fieldError(error)}
          />
          <Actions>
            <Button name="answer" value="vouch">
              {messages('vouchingYes', { name })}
            </Button>
            <Button name="answer" value="refuse" kind="secondary">
              {messages('vouchingNo', { name })}
            </Button>
          </Actions>
        </Form>
      </>
    ),
  });
}
