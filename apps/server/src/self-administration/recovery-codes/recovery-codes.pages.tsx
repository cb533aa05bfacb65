import type { ActionProof, RecoveryCodeCount } from '@sallyport/identity';
import type { Secret } from '@sallyport/platform';
import { Actions, BackLink, Button, ButtonLink, CodeList, EmptyState, ErrorSummary, Form, Heading, SummaryList, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { WhatItTakes } from '../actions/what-it-takes.tsx';
import { personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

export function recoveryCodesPage(
  parts: SelfAdministrationParts,
  view: { readonly person: Person; readonly count: RecoveryCodeCount | undefined; readonly takes: ActionProof },
): VNode {
  const { messages } = parts;
  const { person, count, takes } = view;
  return personalPage(parts, person, {
    title: messages('recoveryCodesTitle'),
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading caption={messages('actionsHeading')} lead={messages('recoveryCodesLead')}>
          {messages('recoveryCodesTitle')}
        </Heading>
        {count ? (
          <SummaryList
            rows={[
              { label: messages('recoveryCodesLeftLabel'), value: messages('recoveryCodesLeft', { left: count.left, of: count.of }) },
              { label: messages('recoveryCodesMade'), value: <Time at={count.madeAt} /> },
            ]}
          />
        ) : (
          <EmptyState title={messages('recoveryCodesNone')}>{messages('recoveryCodesNoneText')}</EmptyState>
        )}
        <WhatItTakes parts={parts} action="recovery-codes" takes={takes} />
        <Actions>
          <ButtonLink href={PATHS.makeRecoveryCodes}>{messages('recoveryCodesMake')}</ButtonLink>
        </Actions>
      </>
    ),
  });
}

export function makeRecoveryCodesPage(parts: SelfAdministrationParts, person: Person, error?: string): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('makeRecoveryCodesTitle'),
    children: (
      <>
        <BackLink href={PATHS.recoveryCodes} />
        <ErrorSummary errors={error === undefined ? [] : [{ message: error }]} />
        <Heading caption={messages('recoveryCodesTitle')} lead={messages('makeRecoveryCodesLead')}>
          {messages('makeRecoveryCodesTitle')}
        </Heading>
        <Form action={PATHS.makeRecoveryCodes}>
          <Actions>
            <Button>{messages('makeRecoveryCodesYes')}</Button>
            <ButtonLink kind="quiet" href={PATHS.recoveryCodes}>
              {messages('makeRecoveryCodesNo')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  });
}

interface NewCodesView {
  readonly person: Person;
  readonly codes: readonly Secret<string>[];
}

export interface NewCodesPaths {
  readonly make: string;
  readonly codes: string;
  readonly file: string;
  readonly saved: string;
  /** For whom there are none to show. */
  readonly back: string;
}

export function newRecoveryCodesPage(
  parts: SelfAdministrationParts,
  { person, codes, paths }: NewCodesView & { readonly paths: NewCodesPaths },
): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('newRecoveryCodesTitle'),
    children: (
      <>
        <Heading caption={headline(parts, person)} lead={messages('newRecoveryCodesLead')}>
          {messages('newRecoveryCodesTitle')}
        </Heading>
        <CodeList label={messages('newRecoveryCodesTitle')} codes={codes.map((code) => code.reveal())} />
        <Form action={paths.saved}>
          <Actions>
            <Button>{messages('newRecoveryCodesSaved')}</Button>
            <ButtonLink kind="secondary" href={paths.file}>
              {messages('newRecoveryCodesFile')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  });
}

/** What the file says: the same words as the page, for an editor or a printer. */
export function recoveryCodesFile(parts: SelfAdministrationParts, { person, codes }: NewCodesView): string {
  const { messages } = parts;
  const { issuerName } = parts.identity.policy;
  const numbered = codes.map((code, index) => `${String(index + 1).padStart(2)}. ${code.reveal()}`);
  return [
    `${issuerName}: ${messages('newRecoveryCodesTitle')}`,
    headline(parts, person),
    '',
    ...numbered,
    '',
    messages('recoveryCodesLead'),
    '',
  ].join('\r\n');
}

function headline({ messages, clock, frame }: SelfAdministrationParts, person: Person): string {
  const at = new Intl.DateTimeFormat(frame.language.locale, { dateStyle: 'long', timeZone: 'UTC' }).format(clock.now());
  return messages('newRecoveryCodesFor', { name: person.name, at });
}
