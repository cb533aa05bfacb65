import type { ClockCheck } from '@sallyport/identity';
import { Actions, BackLink, Button, ButtonLink, Form, Heading } from '@sallyport/ui';
import type { VNode } from 'preact';
import { OtpField } from '../../http/otp-field.tsx';
import { errorOn, personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

export function clockPage(parts: SelfAdministrationParts, { person, error }: { readonly person: Person; readonly error?: string }): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('clockTitle'),
    errors: errorOn('otp', error),
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading caption={messages('actionsHeading')} lead={messages('clockLead')}>
          {messages('clockTitle')}
        </Heading>
        <Form action={PATHS.clock}>
          <OtpField digits={parts.identity.policy.otp.digits} label={messages('otpLabel')} hint={messages('clockHint')} error={error} />
          <Actions>
            <Button>{messages('clockCheck')}</Button>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function clockResultPage(
  parts: SelfAdministrationParts,
  { person, check }: { readonly person: Person; readonly check: ClockCheck },
): VNode {
  const { messages } = parts;
  const { fastBySeconds, isTolerated } = check;
  const span = messages('clockSpan', {
    hours: hoursIn(fastBySeconds),
    minutes: minutesIn(fastBySeconds),
    seconds: Math.abs(fastBySeconds) % 60,
  });
  const title = isTolerated ? messages('clockRight') : messages(fastBySeconds > 0 ? 'clockFast' : 'clockSlow', { span });
  return personalPage(parts, person, {
    title,
    children: (
      <>
        <Heading lead={messages(isTolerated ? 'clockRightLead' : 'clockWrongLead')}>{title}</Heading>
        <Actions>
          <ButtonLink href={PATHS.clock} kind="secondary">
            {messages('clockAgain')}
          </ButtonLink>
          <ButtonLink href={PATHS.actions} kind="secondary">
            {messages('actionsHeading')}
          </ButtonLink>
        </Actions>
      </>
    ),
  });
}

function hoursIn(seconds: number): number {
  return Math.floor(Math.abs(seconds) / 3600);
}

function minutesIn(seconds: number): number {
  return Math.floor((Math.abs(seconds) % 3600) / 60);
}
