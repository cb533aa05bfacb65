import type { VaultClock } from '@sallyport/protocol';
import { type ClockNotice, clockNotice } from '@sallyport/token-client';
import { Actions, Button, Notice } from '@sallyport/ui';
import type { VNode } from 'preact';
import { sayOfContact } from '../messages/contact-english.ts';
import { saySpan } from './spans.ts';
import { useSeconds } from './use-seconds.ts';

export interface ClockNoticesProps {
  readonly clock: VaultClock;
  /** How far the server's clock is away, while the person has not said whose is right. */
  readonly questionMs: number | undefined;
  readonly isBusy: boolean;
  readonly onFollow: () => void;
  readonly onKeep: () => void;
}

/** Section 15, time: what the person should know of the clock, or is asked about it. */
export function ClockNotices({ clock, questionMs, isBusy, onFollow, onKeep }: ClockNoticesProps): VNode | null {
  const now = useSeconds();
  if (questionMs !== undefined) {
    const facts = { device: sayMoment(now), server: sayMoment(now + questionMs) };
    return (
      <Notice kind="warning" title={sayOfContact('clock-question-title')} live="assertive">
        <p>{sayOfContact(questionMs > 0 ? 'clock-question-behind' : 'clock-question-ahead', { time: saySpan(Math.abs(questionMs)) })}</p>
        <p>{sayOfContact('clock-question-facts', facts)}</p>
        <p>{sayOfContact('clock-question')}</p>
        <Actions>
          <Button type="button" kind="secondary" onClick={onKeep} disabled={isBusy}>
            {sayOfContact('clock-keep')}
          </Button>
          <Button type="button" kind="secondary" onClick={onFollow} disabled={isBusy}>
            {sayOfContact('clock-follow')}
          </Button>
        </Actions>
      </Notice>
    );
  }
  const notice = clockNotice(clock, now);
  if (!notice) return null;
  return (
    <Notice kind={notice.kind === 'set-back' ? 'warning' : 'information'}>
      <p>{sayNotice(notice)}</p>
      {notice.kind === 'behind' || notice.kind === 'ahead' ? null : (
        <p class="device-time">{sayOfContact('clock-now', { now: sayMoment(now) })}</p>
      )}
    </Notice>
  );
}

function sayNotice(notice: ClockNotice): string {
  switch (notice.kind) {
    case 'behind':
    case 'ahead':
      return sayOfContact(`clock-${notice.kind}`, { time: saySpan(notice.byMs) });
    case 'set-back':
      return sayOfContact('clock-set-back', { time: saySpan(notice.byMs) });
    case 'silent':
      return sayOfContact('clock-silent', { days: notice.days });
    case 'never-compared':
      return sayOfContact('clock-never');
  }
}

const MOMENT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });

function sayMoment(at: number): string {
  return MOMENT.format(at);
}
