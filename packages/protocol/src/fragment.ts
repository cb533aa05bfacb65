import { type Result, ok, refuse } from './result.ts';

/**
 * Links that carry a secret carry it in the fragment, which browsers never send to a server. All of ours have the form
 * `<origin><path>#name=value&name=value`, every name exactly once.
 */

export type LinkRefusal =
  | { readonly code: 'LINK_TOO_LONG' }
  /** Not one of our links at all. */
  | { readonly code: 'LINK_UNKNOWN' }
  /** Of a version this program does not know. */
  | { readonly code: 'LINK_VERSION' }
  /** One of ours, but damaged: a field is missing, double, unknown or unreadable. */
  | { readonly code: 'LINK_DAMAGED'; readonly field: string };

/** Unless a form says otherwise. */
export const MAX_LINK_CHARACTERS = 1024;

/** `https://host[:port]`, or plain http on the machine itself, where the demonstration runs; nothing after it. */
const ORIGIN =
  /^(?:https:\/\/(?:[a-z0-9-]+\.)*[a-z0-9-]+|http:\/\/(?:(?:[a-z0-9-]+\.)*localhost|127\.0\.0\.1|\[::1\]))(?::[1-9][0-9]{0,4})?$/;

/** A name of 253 characters with its scheme and port is the longest there is. */
const MAX_ORIGIN_CHARACTERS = 'https://'.length + 253 + ':65535'.length;

export function isOrigin(text: string): boolean {
  return text.length <= MAX_ORIGIN_CHARACTERS && ORIGIN.test(text);
}

/** `serial` of section 2: 1 to 24 printable ASCII characters. */
export function isSerial(text: string): boolean {
  return /^[\x20-\x7e]{1,24}$/.test(text);
}

/** Takes the whole link or its fragment alone, as scanned or pasted, with white space around it. */
export function parseFragment<Name extends string>(
  text: string,
  form: { readonly path: string; readonly names: readonly Name[]; readonly maxCharacters?: number },
): Result<Readonly<Record<Name, string>>, LinkRefusal> {
  if (text.length > (form.maxCharacters ?? MAX_LINK_CHARACTERS)) return refuse({ code: 'LINK_TOO_LONG' });
  const link = text.trim();
  const hash = link.indexOf('#');
  const before = link.slice(0, Math.max(hash, 0));
  const isOurs = hash >= 0 && (before === '' || (before.endsWith(form.path) && isOrigin(before.slice(0, -form.path.length))));
  return isOurs ? parseFields(link.slice(hash + 1), form.names) : refuse({ code: 'LINK_UNKNOWN' });
}

function parseFields<Name extends string>(fragment: string, names: readonly Name[]): Result<Readonly<Record<Name, string>>, LinkRefusal> {
  const fields = new Map<string, string>();
  for (const part of fragment.split('&')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(equals, 0));
    const value = percentDecoded(part.slice(equals + 1));
    const isExpected = names.some((expected) => expected === name) && !fields.has(name);
    if (!isExpected || value === undefined) return refuse({ code: 'LINK_DAMAGED', field: name });
    fields.set(name, value);
  }
  const missing = names.find((name) => !fields.has(name));
  if (missing !== undefined) return refuse({ code: 'LINK_DAMAGED', field: missing });
  return ok(Object.fromEntries(fields) as Record<Name, string>);
}

/** Undefined for a broken percent encoding. */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign without its two digits, or octets that are not UTF-8.
    return undefined;
  }
}

/** Characters that a fragment may carry as they are (RFC 3986 section 3.5) stay readable. */
export function formatFragment(fields: Readonly<Record<string, string>>): string {
  const encode = (value: string): string => encodeURIComponent(value).replaceAll('%3A', ':').replaceAll('%2F', '/');
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join('&');
}
