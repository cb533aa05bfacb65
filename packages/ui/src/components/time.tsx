import type { VNode } from 'preact';
import { useLanguage } from '../messages/language.tsx';
import { formatDuration } from '../messages/duration.ts';
import { momentFormat } from '../messages/moment.ts';
import type { MomentStyle } from '../messages/moment.ts';

export interface TimeProps {
  /** Unix milliseconds. */
  readonly at: number;
  /** `date-time` unless told. */
  readonly show?: MomentStyle;
}

/** A moment, in the language and time zone of the page; a script shows it in the visitor's own zone. */
export function Time({ at, show = 'date-time' }: TimeProps): VNode {
  const { locale, timeZone } = useLanguage();
  const moment = new Date(at);
  return (
    <time class="time" dateTime={moment.toISOString()} data-local-time={show}>
      {momentFormat({ style: show, locale, timeZone }).format(moment)}
    </time>
  );
}

export interface CountdownProps {
  /** How long is left at the moment of drawing. */
  readonly secondsLeft: number;
  /** Draws a bar as well: how long it was at the start. */
  readonly totalSeconds?: number;
  /** What runs out, for those who do not see where it stands: "Time to enter the code". */
  readonly label: string;
  /** What is said at the end; "The time is up." unless told. */
  readonly expired?: string;
  /** A script counts down by itself (server pages); apps that draw in the browser draw it anew each second instead. */
  readonly runs?: boolean;
}

/** How long something still lasts. Announced at one minute and at the end, not every second. */
export function Countdown({ secondsLeft, totalSeconds, label, expired, runs = true }: CountdownProps): VNode {
  const { locale, words } = useLanguage();
  const end = expired ?? words('time-is-up');
  return (
    <div
      class="countdown"
      {...(runs ? { 'data-countdown': secondsLeft, 'data-expired': end, 'data-left': words('time-left', { time: '{time}' }) } : {})}
    >
      {totalSeconds ? <progress class="countdown-bar" max={totalSeconds} value={secondsLeft} aria-label={label} /> : null}
      <span class="countdown-text" role="timer" aria-label={label}>
        {secondsLeft > 0 ? words('time-left', { time: formatDuration(secondsLeft, locale) }) : end}
      </span>
      <span class="visually-hidden" role="status" />
    </div>
  );
}
