import { encodeBase32 } from './base32.ts';
import { percentDecoded } from './fragment.ts';
import { type AccountRefusal, type OtpAccount, readAccount, tidyText } from './otp-account.ts';
import { type Result, ok, refuse } from './result.ts';

/**
 * `otpauth://TYPE/LABEL?PARAMETERS`: the Key URI format of Google Authenticator's wiki
 * (github.com/google/google-authenticator/wiki/Key-Uri-Format), as QR codes and lists of accounts carry it.
 */

export type OtpauthRefusal =
  | AccountRefusal
  | { readonly code: 'OTPAUTH_TOO_LONG' }
  /** Not such a URI at all. */
  | { readonly code: 'OTPAUTH_UNKNOWN' }
  /** A parameter stands there twice, or its percent encoding is broken. */
  | { readonly code: 'OTPAUTH_DAMAGED'; readonly field: string };

/** The account, and the names of parameters that an account has no place for (`image`, `color` and the like). */
export interface OtpauthReading {
  readonly account: OtpAccount;
  readonly notKept: readonly string[];
}

/** Everything `formatOtpauth` can write: three texts of 256 characters, nine characters each, and the rest. */
export const MAX_OTPAUTH_CHARACTERS = 8192;

const KNOWN = ['secret', 'issuer', 'algorithm', 'digits', 'period', 'counter', 'encoder'] as const;
/** A hash sign begins no fragment: nobody gives these URIs one, but many write names into them as they are. */
const FORM = /^otpauth:\/\/(?<type>[^/?]*)\/(?<label>[^?]*)(?:\?(?<query>.*))?$/is;

/** What a URI says, not checked yet: enough to name it to a person when it is refused. */
export interface OtpauthParts {
  readonly type: string;
  readonly issuer: string;
  readonly label: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * White space around it is allowed. Scheme and type in either case. The issuer is the parameter of that name, and else what stands before
 * the colon of the label; a prefix that is not the issuer stays part of the label, so that nothing of a name is lost.
 * KeePassXC marks Steam's own codes by `encoder=steam`, others by the type; both are refused with `ACCOUNT_TYPE`.
 */
export function parseOtpauth(text: string): Result<OtpauthReading, OtpauthRefusal> {
  const parts = takeOtpauthApart(text);
  if (!parts.ok) return parts;
  const { type, issuer, label, parameters } = parts.value;
  const [secret, algorithm, encoder] = ['secret', 'algorithm', 'encoder'].map((field) => parameters.get(field));
  const [digits, period, counter] = ['digits', 'period', 'counter'].map((field) => wholeNumber(parameters.get(field)));
  const account = readAccount({ issuer, label, type: encoder ?? type, algorithm, digits, period, counter, secret });
  if (!account.ok) return account;
  const notKept = [...parameters.keys()].filter((field) => !KNOWN.some((known) => known === field));
  return ok({ account: account.value, notKept: notKept.map(asName) });
}

export function takeOtpauthApart(text: string): Result<OtpauthParts, OtpauthRefusal> {
  if (text.length > MAX_OTPAUTH_CHARACTERS) return refuse({ code: 'OTPAUTH_TOO_LONG' });
  const groups = FORM.exec(text.trim())?.groups;
  if (groups === undefined) return refuse({ code: 'OTPAUTH_UNKNOWN' });
  const { type = '', label: path = '', query = '' } = groups;
  const parameters = readQuery(query);
  if (!parameters.ok) return parameters;
  const name = readLabel(path, parameters.value.get('issuer'));
  return name === undefined ? refuse({ code: 'OTPAUTH_DAMAGED', field: 'label' }) : ok({ type, ...name, parameters: parameters.value });
}

/** Read back by `parseOtpauth` to the same account; colons inside the issuer or the label are encoded, as the format demands. */
export function formatOtpauth(account: OtpAccount): string {
  const { otp } = account;
  const [issuer, label] = [account.issuer, account.label].map((text) => encodeURIComponent(text.toWellFormed()));
  // An issuer that is empty is left out, unless the label would then be taken apart at its own colon.
  const hasPrefix = account.issuer !== '' || account.label.includes(':');
  const parameters = [
    `secret=${encodeBase32(account.secret)}`,
    ...(account.issuer === '' ? [] : [`issuer=${issuer ?? ''}`]),
    `algorithm=${otp.algorithm}`,
    `digits=${String(otp.digits)}`,
    otp.type === 'totp' ? `period=${String(otp.period)}` : `counter=${String(otp.counter)}`,
  ];
  return `otpauth://${otp.type}/${hasPrefix ? `${issuer ?? ''}:` : ''}${label ?? ''}?${parameters.join('&')}`;
}

function readQuery(query: string): Result<ReadonlyMap<string, string>, OtpauthRefusal> {
  const fields = new Map<string, string>();
  for (const part of query.split('&').filter((text) => text !== '')) {
    const [name = '', ...rest] = part.split('=');
    // A form's encoding writes spaces as plus signs, and so do many makers of such URIs; only the label keeps a plus sign.
    const value = percentDecoded(rest.join('=').replaceAll('+', '%20'));
    if (value === undefined || fields.has(name)) return refuse({ code: 'OTPAUTH_DAMAGED', field: asName(name) });
    fields.set(name, value);
  }
  return ok(fields);
}

/** At the first colon as written, and else at the first encoded one: the issuer may hold encoded colons of its own. */
function readLabel(path: string, issuer: string | undefined): { readonly issuer: string; readonly label: string } | undefined {
  const literal = path.split(':');
  const [prefix, label] = literal.length > 1 ? [literal[0], literal.slice(1).join(':')] : splitAt(path, /%3a/i);
  const [before, after, whole] = [percentDecoded(prefix ?? ''), percentDecoded(label ?? ''), percentDecoded(path)];
  if (before === undefined || after === undefined || whole === undefined) return undefined;
  if (issuer === undefined || issuer === '') return prefix === undefined ? { issuer: '', label: whole } : { issuer: before, label: after };
  return { issuer, label: prefix !== undefined && isSameName(before, issuer) ? after : whole };
}

function splitAt(text: string, separator: RegExp): readonly [string | undefined, string | undefined] {
  const found = separator.exec(text);
  return found === null ? [undefined, undefined] : [text.slice(0, found.index), text.slice(found.index + found[0].length)];
}

function isSameName(left: string, right: string): boolean {
  return tidyText(left).toLowerCase() === tidyText(right).toLowerCase();
}

/** Of a parameter, short enough to show. */
function asName(text: string): string {
  return tidyText(text.slice(0, 32));
}

/** -1, which no field accepts, for what is no whole number. */
function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^[0-9]{1,16}$/.test(text) ? Number(text) : -1;
}
