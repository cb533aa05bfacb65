import { type Instant, civilTimeOf, instantOf } from '../instant.ts';

/** ISO 8601 in UTC, to the second: for lines that people read. */
export function momentText(instant: Instant): string {
  const { year, month, day, hour, minute, second } = civilTimeOf(instant);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}Z`;
}

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/;

/** Undefined for anything that `momentText` does not write. */
export function readMoment(text: string): Instant | undefined {
  const [year, month, day, hour, minute, second] = (MOMENT.exec(text) ?? []).slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  return instantOf({ year, month, day, hour, minute, second });
}
