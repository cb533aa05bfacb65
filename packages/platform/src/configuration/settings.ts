import { type EmailAddress, parseEmailAddress } from '../mail/mail.ts';
import { Secret } from '../secret.ts';

export type SettingKind = 'origin' | 'port' | 'folder' | 'duration' | 'choice' | 'secret' | 'text' | 'number' | 'mail address';

/** Either the value, or what is wrong with the text. Never repeats the text of a secret. */
export type Parsed<Value> = { readonly value: Value } | { readonly wrong: string };

export interface Setting<Value> {
  readonly name: `SALLYPORT_${string}`;
  readonly kind: SettingKind;
  /** One or two sentences for the reference page. */
  readonly help: string;
  /** What a right value looks like: `https://id.example.org`. */
  readonly looksLike: string;
  /** A text as one would set it. */
  readonly default?: string;
  /** Present when it may be left unset: what happens then, in words. */
  readonly whenUnset?: string;
  parse(text: string): Parsed<Value>;
}

interface Described {
  readonly name: `SALLYPORT_${string}`;
  readonly help: string;
}
interface WithDefault extends Described {
  readonly default?: string;
}

/** `http(s)://host[:port]` and nothing behind it; plain http only for this machine. */
export function origin(input: WithDefault): Setting<string> {
  return { ...input, kind: 'origin', looksLike: 'https://id.example.org', parse: parseOrigin };
}

/** The same, and plain http anywhere: for what is signed by itself and secret to nobody. */
export function publicOrigin(input: WithDefault): Setting<string> {
  return { ...input, kind: 'origin', looksLike: 'http://pki.example.org', parse: parseAnyOrigin };
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

function parseAnyOrigin(text: string): Parsed<string> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) return { wrong: 'is no http or https address' };
  return url.origin === text ? { value: url.origin } : { wrong: `is more than an origin; write ${url.origin}` };
}

function parseOrigin(text: string): Parsed<string> {
  const parsed = parseAnyOrigin(text);
  if ('wrong' in parsed) return parsed;
  const url = new URL(parsed.value);
  const isHere = LOOPBACK_HOSTS.has(url.hostname) || url.hostname.endsWith('.localhost');
  return url.protocol === 'https:' || isHere
    ? { value: url.origin }
    : { wrong: 'is plain http, which is for this machine alone; use https' };
}

export function port(input: WithDefault): Setting<number> {
  return { ...input, kind: 'port', looksLike: '8443', parse: (text) => parseNumber(text, { minimum: 1, maximum: 65_535 }) };
}

/** An absolute or relative path; made absolute by the caller who uses it. */
export function folder(input: WithDefault): Setting<string> {
  return { ...input, kind: 'folder', looksLike: '/var/lib/sallyport', parse: (text) => parseText(text, MAX_PATH) };
}

const MAX_PATH = 4096;
const MAX_TEXT = 1024;
const MAX_LIST = 8192;
const MILLISECONDS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DURATION = /^(?<amount>[1-9][0-9]{0,5})(?<unit>[smhd])$/;

/** `90s`, `15m`, `24h`, `30d`; in milliseconds. */
export function duration(input: WithDefault): Setting<number> {
  return { ...input, kind: 'duration', looksLike: '15m', parse: parseDuration };
}

function parseDuration(text: string): Parsed<number> {
  const groups = DURATION.exec(text)?.groups;
  if (!groups) return { wrong: 'is no duration; write a number and s, m, h or d' };
  return { value: Number(groups['amount']) * MILLISECONDS[groups['unit'] as keyof typeof MILLISECONDS] };
}

export function mailAddress(input: WithDefault): Setting<EmailAddress> {
  const parse = (text: string): Parsed<EmailAddress> => {
    const value = parseEmailAddress(text);
    return value === undefined ? { wrong: 'is not one plain mail address' } : { value };
  };
  return { ...input, kind: 'mail address', looksLike: 'no-reply@example.org', parse };
}

export function choice<const Choice extends string>(input: WithDefault & { readonly choices: readonly Choice[] }): Setting<Choice> {
  const { choices, ...described } = input;
  const parse = (text: string): Parsed<Choice> => {
    const value = choices.find((candidate) => candidate === text);
    return value === undefined ? { wrong: `is none of ${choices.join(', ')}` } : { value };
  };
  return { ...described, kind: 'choice', looksLike: choices.join(' or '), parse };
}

export function text(input: WithDefault & { readonly looksLike?: string; readonly maximumLength?: number }): Setting<string> {
  const { maximumLength = MAX_TEXT, looksLike = 'any text', ...described } = input;
  return { ...described, looksLike, kind: 'text', parse: (given) => parseText(given, maximumLength) };
}

/** A text that means something richer, such as a list; `parse` says what. */
export function textOf<Value>(
  input: WithDefault & { readonly looksLike: string; readonly parse: (text: string) => Parsed<Value> },
): Setting<Value> {
  const parse = (given: string): Parsed<Value> => {
    const plain = parseText(given, MAX_LIST);
    return 'wrong' in plain ? plain : input.parse(plain.value);
  };
  return { ...input, kind: 'text', parse };
}

function parseText(given: string, maximumLength: number): Parsed<string> {
  if (/\p{Cc}/u.test(given)) return { wrong: 'has control characters in it' };
  return given.length > maximumLength ? { wrong: `has more than ${maximumLength.toString()} characters` } : { value: given };
}

export function number(input: WithDefault & { readonly minimum: number; readonly maximum: number }): Setting<number> {
  const { minimum, maximum, ...described } = input;
  const looksLike = `a whole number from ${minimum.toString()} to ${maximum.toString()}`;
  return { ...described, looksLike, kind: 'number', parse: (given) => parseNumber(given, { minimum, maximum }) };
}

function parseNumber(given: string, { minimum, maximum }: { minimum: number; maximum: number }): Parsed<number> {
  const value = /^-?[0-9]{1,15}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= minimum && value <= maximum) return { value };
  return { wrong: `is no whole number from ${minimum.toString()} to ${maximum.toString()}` };
}

/** Never has a default. May also be given as the file named by `NAME_FILE`. `parse` turns the text into something richer, such as an SMTP peer. */
export function secret(input: Described & { readonly looksLike: string }): Setting<Secret<string>> {
  return secretOf({ ...input, parse: (given) => ({ value: given }) });
}

export function secretOf<Value>(
  input: Described & { readonly looksLike: string; readonly parse: (text: string) => Parsed<Value> },
): Setting<Secret<Value>> {
  const parse = (given: string): Parsed<Secret<Value>> => {
    const parsed = input.parse(given);
    return 'wrong' in parsed ? parsed : { value: new Secret(parsed.value) };
  };
  return { ...input, kind: 'secret', parse };
}

/** The setting may be left unset; `whenUnset` says, for the reference page, what happens then. */
export function optional<Value>(setting: Setting<Value>, whenUnset: string): Setting<Value | undefined> {
  return { ...setting, whenUnset };
}
