import { fromUtf8 } from '@sallyport/protocol';

/** Reading what other programs wrote, without trusting any of it. Fields that are not known are not looked at. */

/** UTF-8, with or without a byte order mark; undefined for anything else. */
export function textOfOctets(octets: Uint8Array): string | undefined {
  try {
    return fromUtf8(octets);
  } catch {
    // Octets that are no text: a sealed file, or one of no format at all.
    return undefined;
  }
}

/** Undefined for what is no JSON. The engine's parser does not recurse, so depth costs no more than length. */
export function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** These of an object's own fields, undefined where it has none of the name; undefined for a list or a bare value. */
export function fieldsOf<Name extends string>(value: unknown, names: readonly Name[]): Fields<Name> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const own = new Map<string, unknown>(Object.entries(value));
  return Object.fromEntries(names.map((name) => [name, own.get(name)])) as Fields<Name>;
}

export type Fields<Name extends string> = Readonly<Record<Name, unknown>>;

export function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** The text, and '' for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Undefined instead of null: both mean that nothing was said. */
export function said(value: unknown): unknown {
  return value ?? undefined;
}

/** Whether somebody put something there: a text or list that is not empty, or `true`. */
export function isMeant(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.trim() !== '') || (Array.isArray(value) && value.length > 0);
}
