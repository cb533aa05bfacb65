/** A moment: Unix time in milliseconds. Certificates know whole seconds only. */
export type Instant = number;

export const SECOND_MS = 1000;
export const HOUR_MS = 3_600_000;
export const DAY_SECONDS = 86_400;
export const DAY_MS = DAY_SECONDS * SECOND_MS;

/** The parts of a moment in UTC, by the proleptic Gregorian calendar. Months and days count from 1. */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days since 1970-01-01, counted in eras of 400 years that begin on 1 March, so that the leap day is the last of its year. */
function daysSinceEpoch({ year, month, day }: Pick<CivilTime, 'year' | 'month' | 'day'>): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** Undefined for what no calendar has: a thirteenth month, 30 February, a leap second. */
export function instantOf(time: CivilTime): Instant | undefined {
  const { year, month, day, hour, minute, second } = time;
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lastDay = month === 2 && isLeapYear ? 29 : MONTH_DAYS[month - 1];
  if (lastDay === undefined || day < 1 || day > lastDay || hour > 23 || minute > 59 || second > 59) return undefined;
  return (daysSinceEpoch(time) * DAY_SECONDS + hour * 3600 + minute * 60 + second) * SECOND_MS;
}

/** Midnight UTC at the beginning of a day. @throws RangeError for a day that no calendar has. */
export function midnight(year: number, month: number, day: number): Instant {
  const instant = instantOf({ year, month, day, hour: 0, minute: 0, second: 0 });
  if (instant === undefined) throw new RangeError('There is no such day.');
  return instant;
}

export function civilTimeOf(instant: Instant): CivilTime {
  const seconds = Math.floor(instant / SECOND_MS);
  const days = Math.floor(seconds / DAY_SECONDS);
  const rest = seconds - days * DAY_SECONDS;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor(rest / 60) % 60,
    second: rest % 60,
  };
}

/** The whole second in which a moment lies. */
export function wholeSecond(instant: Instant): Instant {
  return Math.floor(instant / SECOND_MS) * SECOND_MS;
}
