import { overlap, type WeeklyHours, type WeeklyInterval } from './weekly-hours.ts';

/**
 * Whom to call: opening hours and the number to dial from each country. The operator edits one JSON file; reading it reports every
 * mistake at once, each with its place and what a right value looks like.
 */

export type LineKind = 'voice' | 'fax';

export interface SupportLine {
  readonly kind: LineKind;
  /** Which carrier the prefix belongs to, where a country has several. */
  readonly carrier: string | undefined;
  /** Exactly what to dial from there, nothing before it and nothing after it. */
  readonly dial: string;
}

export interface SupportCountry {
  /** ISO 3166-1 alpha-2; the name comes from `Intl.DisplayNames`. */
  readonly codes: readonly string[];
  readonly lines: readonly SupportLine[];
}

export interface SupportDirectory {
  readonly hours: WeeklyHours;
  readonly international: string;
  readonly countries: readonly SupportCountry[];
}

export type DirectoryReading =
  | { readonly kind: 'read'; readonly directory: SupportDirectory }
  | { readonly kind: 'mistaken'; readonly mistakes: readonly string[] };

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DIALLABLE = /^\+?[0-9][0-9 ()-]{2,30}$/;
const MOMENT = /^(Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday) ([01][0-9]|2[0-3]):([0-5][0-9])$/;
const MAX_CHARACTERS = 256 * 1024;

export function readSupportDirectory(text: string): DirectoryReading {
  if (text.length > MAX_CHARACTERS) return { kind: 'mistaken', mistakes: [`the file is larger than ${String(MAX_CHARACTERS)} characters`] };
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    return { kind: 'mistaken', mistakes: [`the file is not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const mistakes: string[] = [];
  const directory = new DirectoryReader(mistakes).directory(file);
  return mistakes.length === 0 ? { kind: 'read', directory } : { kind: 'mistaken', mistakes };
}

interface Names {
  readonly needed: readonly string[];
  readonly optional?: readonly string[];
}

/** Reads on after a mistake, so that one run shows them all; what it returns counts only when there was none. */
class DirectoryReader {
  readonly #mistakes: string[];

  constructor(mistakes: string[]) {
    this.#mistakes = mistakes;
  }

  directory(file: unknown): SupportDirectory {
    const fields = this.#object(file, 'the file', { needed: ['hours', 'international', 'countries'] });
    return {
      hours: this.#hours(fields['hours']),
      international: this.#number(fields['international'], 'international'),
      countries: this.#countries(fields['countries']),
    };
  }

  #hours(value: unknown): WeeklyHours {
    const fields = this.#object(value, 'hours', { needed: ['timeZone', 'open'] });
    const timeZone = this.#text(fields['timeZone'], 'hours.timeZone');
    if (timeZone !== '' && !isTimeZone(timeZone)) {
      this.#mistake('hours.timeZone', `"${timeZone}" is no time zone; write a name such as "America/New_York"`);
    }
    const read = this.#list(fields['open'], 'hours.open').map((entry, index) => this.#interval(entry, openingPlace(index)));
    for (const [index, interval] of read.entries()) {
      const earlier = read.slice(0, index).findIndex((other) => other && interval && overlap(other, interval));
      if (earlier >= 0) this.#mistake(openingPlace(index), `overlaps ${openingPlace(earlier)}; write one opening for both`);
    }
    return { timeZone, intervals: read.filter((interval) => interval !== undefined) };
  }

  #interval(value: unknown, place: string): WeeklyInterval | undefined {
    const text = this.#text(value, place);
    const [from, to, ...rest] = text.split(' to ').map(minuteOfMoment);
    if (from !== undefined && to !== undefined && rest.length === 0) return { fromMinute: from, toMinute: to };
    if (text !== '') this.#mistake(place, `"${text}" is no opening; write it like "Sunday 20:00 to Friday 20:00"`);
    return undefined;
  }

  #countries(value: unknown): readonly SupportCountry[] {
    const seen = new Map<string, string>();
    return this.#list(value, 'countries').map((entry, index) => {
      const place = `countries[${String(index)}]`;
      const fields = this.#object(entry, place, { needed: ['codes', 'lines'] });
      const codes = this.#list(fields['codes'], `${place}.codes`).map((code, position) =>
        this.#country(code, `${place}.codes[${String(position)}]`),
      );
      for (const code of codes) {
        const earlier = seen.get(code);
        if (earlier !== undefined && code !== '')
          this.#mistake(place, `${code} stands in ${earlier} already; put all its lines into one entry`);
        seen.set(code, place);
      }
      const lines = this.#list(fields['lines'], `${place}.lines`).map((line, position) =>
        this.#line(line, `${place}.lines[${String(position)}]`),
      );
      if (lines.length === 0) this.#mistake(`${place}.lines`, 'must have at least one line');
      return { codes, lines };
    });
  }

  #country(value: unknown, place: string): string {
    const code = this.#text(value, place);
    if (code === '' || isCountry(code)) return code;
    this.#mistake(place, `"${code}" is no country; write its two letters, such as "DE"`);
    return '';
  }

  #line(value: unknown, place: string): SupportLine {
    const fields = this.#object(value, place, { needed: ['dial'], optional: ['kind', 'carrier'] });
    const kind = fields['kind'] ?? 'voice';
    if (kind !== 'voice' && kind !== 'fax') this.#mistake(`${place}.kind`, 'must be "voice" or "fax"');
    return {
      kind: kind === 'fax' ? 'fax' : 'voice',
      carrier: fields['carrier'] === undefined ? undefined : this.#text(fields['carrier'], `${place}.carrier`),
      dial: this.#number(fields['dial'], `${place}.dial`),
    };
  }

  #number(value: unknown, place: string): string {
    const text = this.#text(value, place);
    if (text !== '' && !DIALLABLE.test(text)) {
      this.#mistake(place, `"${text}" cannot be dialled; use digits, spaces, hyphens and brackets, with + only in front`);
    }
    return text;
  }

  #text(value: unknown, place: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    this.#mistake(place, value === undefined ? 'is missing' : 'must be text that is not empty');
    return '';
  }

  #list(value: unknown, place: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    this.#mistake(place, value === undefined ? 'is missing' : 'must be a list in [ ]');
    return [];
  }

  #object(value: unknown, place: string, names: Names): Readonly<Record<string, unknown>> {
    const known = [...names.needed, ...(names.optional ?? [])];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.#mistake(place, value === undefined ? 'is missing' : `must be an object with ${names.needed.join(', ')}`);
      return {};
    }
    for (const name of Object.keys(value)) {
      if (!known.includes(name)) this.#mistake(place, `has "${name}", which is not known here; known are ${known.join(', ')}`);
    }
    return value as Readonly<Record<string, unknown>>;
  }

  #mistake(place: string, what: string): void {
    this.#mistakes.push(`${place}: ${what}`);
  }
}

function openingPlace(index: number): string {
  return `hours.open[${String(index)}]`;
}

function minuteOfMoment(text: string): number | undefined {
  const match = MOMENT.exec(text.trim());
  if (!match) return undefined;
  const [, day = '', hour = '', minute = ''] = match;
  return DAYS.indexOf(day) * 24 * 60 + Number(hour) * 60 + Number(minute);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined;
}
