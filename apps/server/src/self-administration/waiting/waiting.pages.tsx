import { DELAYED_ACTS, type DelayView } from '@sallyport/identity';
import {
  Actions,
  BackLink,
  Button,
  ButtonLink,
  Countdown,
  EmptyState,
  Field,
  Form,
  Heading,
  Notice,
  Panel,
  SummaryList,
  Time,
} from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError, framed } from '../../http/page.tsx';
import { errorOn, personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { OwnersDelay } from '../doors.ts';
import type { Person, SelfAdministrationParts } from '../self-administration-parts.ts';

export interface WaitingView {
  readonly person: Person;
  readonly delays: readonly DelayView[];
  readonly error?: string | undefined;
}

export function waitingPage(parts: SelfAdministrationParts, { person, delays, error }: WaitingView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('waitingTitle'),
    errors: error === undefined ? [] : [{ message: error }],
    children: (
      <>
        <Heading lead={messages('waitingLead')}>{messages('waitingTitle')}</Heading>
        {delays.length === 0 ? <EmptyState title={messages('waitingNothing')}>{messages('waitingNothingText')}</EmptyState> : null}
        {delays.map((delay) => (
          <Panel key={delay.delayId} title={messages(`waitingKind.${delay.kind}`)}>
            <SummaryList
              rows={[
                { label: messages('waitingAsked'), value: <Time at={delay.begunAt} /> },
                { label: messages('waitingReady'), value: <Time at={delay.ripeAt} /> },
              ]}
            />
            <Standing parts={parts} delay={delay} />
          </Panel>
        ))}
      </>
    ),
  });
}

const OVER = { DONE: 'waitingDone', CANCELLED: 'waitingCancelled', REFUSED: 'waitingRefused', LAPSED: 'waitingLapsed' } as const;

function Standing({ parts, delay }: { readonly parts: SelfAdministrationParts; readonly delay: DelayView }): VNode {
  const { messages } = parts;
  const { standing, delayId } = delay;
  const stop = (
    <Form action={PATHS.waitingStopMine} hidden={{ delay: delayId }}>
      <Actions>
        <Button kind="secondary">{messages('waitingStop')}</Button>
      </Actions>
    </Form>
  );
  switch (standing.at) {
    case 'waiting':
      return (
        <>
          <Countdown
            secondsLeft={Math.ceil(standing.leftMs / 1000)}
            totalSeconds={Math.ceil((delay.ripeAt - delay.begunAt) / 1000)}
            label={messages('waitingLeft')}
            expired={messages('waitingOver')}
          />
          {DELAYED_ACTS[delay.kind].finishedBy === 'owner' ? <p>{messages('waitingWhere')}</p> : null}
          {stop}
        </>
      );
    case 'ripe':
      if (standing.until === undefined) return <p>{messages('waitingByItself')}</p>;
      return (
        <>
          <p>
            {messages('waitingIsReady')} <Time at={standing.until} />.
          </p>
          <p>{messages('waitingIsReadyHere')}</p>
          <Form action={PATHS.waiting} hidden={{ delay: delayId }}>
            <Actions>
              <Button>{messages('waitingGoOn')}</Button>
            </Actions>
          </Form>
          {stop}
        </>
      );
    case 'over':
      return <p>{messages(OVER[standing.state])}</p>;
  }
}

export interface AskToWaitView {
  readonly person: Person;
  readonly kind: OwnersDelay;
  readonly delayMs: number;
}

/** What it takes, said before it is begun. */
export function askToWaitPage(parts: SelfAdministrationParts, { person, kind, delayMs }: AskToWaitView): VNode {
  const { messages } = parts;
  return personalPage(parts, person, {
    title: messages('waitingAskTitle'),
    children: (
      <>
        <BackLink href={PATHS.actions} />
        <Heading caption={messages(`waitingKind.${kind}`)} lead={messages('waitingAskLead', { hours: Math.round(delayMs / 3_600_000) })}>
          {messages('waitingAskTitle')}
        </Heading>
        <p>{messages('waitingAskAfter')}</p>
        <p class="quiet">{messages('waitingAskFaster')}</p>
        <Form action={PATHS.waitingAsk} hidden={{ for: kind }}>
          <Actions>
            <Button>{messages('waitingAskYes')}</Button>
            <ButtonLink kind="quiet" href={PATHS.actions}>
              {messages('waitingAskNo')}
            </ButtonLink>
          </Actions>
        </Form>
      </>
    ),
  });
}

export function stopPage(parts: SelfAdministrationParts, view: { readonly code?: string; readonly error?: string }): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('stopTitle'),
    errors: errorOn('code', view.error),
    children: (
      <>
        <Heading lead={messages('stopLead')}>{messages('stopTitle')}</Heading>
        <Form action={PATHS.waitingStop}>
          <Field
            name="code"
            label={messages('stopCode')}
            hint={messages('stopCodeHint')}
            text="code"
            fragmentKey="w"
            maxLength={64}
            {...fieldError(view.error)}
            {...(view.code === undefined ? {} : { value: view.code })}
          />
          <Actions>
            <Button>{messages('stopYes')}</Button>
          </Actions>
        </Form>
        <Notice kind="warning">
          <p>{messages('stopAlso')}</p>
        </Notice>
      </>
    ),
  });
}
