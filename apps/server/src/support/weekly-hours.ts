import type { Instant } from '@sallyport/platform';

/**
 * Opening hours as weekly intervals on the clock of one named time zone ("Sunday 20:00 to Friday 20:00, America/New_York"), asked at a moment.
 * Daylight saving is the zone's affair: an interval means what a clock on the wall there shows.
 */

export interface WeeklyInterval {
  /** Minutes since Sunday 00:00 on the zone's clock, 0..10079. */
  readonly fromMinute: number;
  /** As above; an end at or before the start lies in the next week. */
  readonly toMinute: number;
}

export interface WeeklyHours {
  /** IANA name, such as America/New_York. */
  readonly timeZone: string;
  readonly intervals: readonly WeeklyInterval[];
}

export type OpenState =
  | { readonly kind: 'open'; readonly until: Instant | undefined }
  | { readonly kind: 'closed'; readonly opensAt: Instant | undefined };

const MINUTE = 60_000;
export const MINUTES_A_WEEK = 7 * 24 * 60;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

export function openState(hours: WeeklyHours, now: Instant): OpenState {
  const minute = minuteOfWeek(hours.timeZone, now);
  const here = { timeZone: hours.timeZone, now, minute };
  const open = hours.intervals.find((interval) => contains(interval, minute));
  if (open) {
    const end = endOfOpening(hours, open);
    return { kind: 'open', until: end === undefined ? undefined : momentOf(here, end) };
  }
  const starts = hours.intervals.map((interval) => ahead(minute, interval.fromMinute));
  if (starts.length === 0) return { kind: 'closed', opensAt: undefined };
  return { kind: 'closed', opensAt: momentOf(here, (minute + Math.min(...starts)) % MINUTES_A_WEEK) };
}

/** Minutes since Sunday 00:00 that a clock in this zone shows. */
export function minuteOfWeek(timeZone: string, at: Instant): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at);
  const value = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return WEEKDAYS.indexOf(value('weekday')) * 24 * 60 + Number(value('hour')) * 60 + Number(value('minute'));
}

/** Whether two openings share a minute; openings that only touch do not. */
export function overlap(left: WeeklyInterval, right: WeeklyInterval): boolean {
  return contains(left, right.fromMinute) || contains(right, left.fromMinute);
}

function contains(interval: WeeklyInterval, minute: number): boolean {
  return ahead(interval.fromMinute, minute) < lengthOf(interval);
}

function lengthOf(interval: WeeklyInterval): number {
  return ahead(interval.fromMinute, interval.toMinute) || MINUTES_A_WEEK;
}

/** Minutes from one place of the week forward to another. */
function ahead(from: number, to: number): number {
  return (to - from + MINUTES_A_WEEK) % MINUTES_A_WEEK;
}

/** Where this opening ends, following intervals that touch or overlap; undefined when it never does. */
function endOfOpening(hours: WeeklyHours, first: WeeklyInterval): number | undefined {
  let end = first.toMinute;
  let length = lengthOf(first);
  for (let next = longestFrom(hours, end); next && length < MINUTES_A_WEEK; next = longestFrom(hours, end)) {
    length += ahead(end, next.toMinute) || MINUTES_A_WEEK;
    end = next.toMinute;
  }
  return length >= MINUTES_A_WEEK ? undefined : end;
}

function longestFrom(hours: WeeklyHours, minute: number): WeeklyInterval | undefined {
  const reaching = hours.intervals.filter((interval) => contains(interval, minute));
  return reaching.sort((left, right) => ahead(minute, right.toMinute) - ahead(minute, left.toMinute))[0];
}

/**
 * The next moment at which the zone's clock shows that minute of the week; across a change of the clock, the wall clock counts. A minute that the clock skips when it goes forward has come as soon as
 * the clock shows a later one.
 */
function momentOf(here: { timeZone: string; now: Instant; minute: number }, wanted: number): Instant {
  const startOfMinute = Math.floor(here.now / MINUTE) * MINUTE;
  const guess = startOfMinute + ahead(here.minute, wanted) * MINUTE;
  const shown = minuteOfWeek(here.timeZone, guess);
  const drift = ((wanted - shown + MINUTES_A_WEEK + MINUTES_A_WEEK / 2) % MINUTES_A_WEEK) - MINUTES_A_WEEK / 2;
  const moment = guess + drift * MINUTE;
  return minuteOfWeek(here.timeZone, moment) === wanted ? moment : firstAfterSkip(here.timeZone, { from: moment, wanted });
}

/** No clock has ever been put forward further at once, within a day. */
const LONGEST_SKIP_MINUTES = 3 * 60;

function firstAfterSkip(timeZone: string, { from, wanted }: { readonly from: Instant; readonly wanted: number }): Instant {
  for (let minutes = 1; minutes <= LONGEST_SKIP_MINUTES; minutes += 1) {
    const moment = from + minutes * MINUTE;
    if (ahead(wanted, minuteOfWeek(timeZone, moment)) < LONGEST_SKIP_MINUTES) return moment;
  }
  return from;
}
