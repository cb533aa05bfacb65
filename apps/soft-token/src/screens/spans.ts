import { sayOfContact } from '../messages/contact-english.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

const UNITS = [
  ['span-years', YEAR],
  ['span-days', DAY],
  ['span-hours', HOUR],
  ['span-minutes', MINUTE],
  ['span-seconds', SECOND],
] as const;

/** "3 minutes", "2 days": one unit, as exact as a person needs to find the mistake in a clock. */
export function saySpan(milliseconds: number): string {
  const [key, unit] = UNITS.find(([, length]) => milliseconds >= length) ?? ['span-seconds', SECOND];
  return sayOfContact(key, { count: Math.round(milliseconds / unit) });
}
