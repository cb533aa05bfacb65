/** How much of a moment is shown. */
export type MomentStyle = 'date' | 'time' | 'date-time';

const DATE = { year: 'numeric', month: 'long', day: 'numeric' } as const;
const TIME = { hour: 'numeric', minute: '2-digit' } as const;
const PARTS: Readonly<Record<MomentStyle, Intl.DateTimeFormatOptions>> = { date: DATE, time: TIME, 'date-time': { ...DATE, ...TIME } };

/** Without a time zone it is the visitor's own and needs no name; a given one is named wherever a time of day is shown. */
export function momentFormat(wish: {
  readonly style: MomentStyle;
  readonly locale: string;
  readonly timeZone?: string;
}): Intl.DateTimeFormat {
  const { style, locale, timeZone } = wish;
  if (timeZone === undefined) return new Intl.DateTimeFormat(locale, PARTS[style]);
  return new Intl.DateTimeFormat(locale, { ...PARTS[style], timeZone, ...(style === 'date' ? {} : { timeZoneName: 'short' }) });
}
