import { IntlMessageFormat } from 'intl-messageformat';
import type { ArgumentsOf, MessageArguments } from './arguments.ts';

/** Every sentence of one part, by key, in ICU MessageFormat. Written `as const`, so that keys and arguments are known to the compiler. */
export type Catalogue = Readonly<Record<string, string>>;

/**
 * The same catalogue in another language: exactly the same keys. Use it with `satisfies`, and a missing or an additional message fails the build:
 * `export const french = { … } as const satisfies Translation<typeof english>`.
 */
export type Translation<Source extends Catalogue> = { readonly [Key in keyof Source]: string };

/** Says one message of a catalogue; the arguments are demanded exactly when the sentence has some. */
export type Messages<Source extends Catalogue> = <Key extends keyof Source & string>(
  key: Key,
  ...given: keyof ArgumentsOf<Source[Key]> extends never ? [] : [values: ArgumentsOf<Source[Key]>]
) => string;

/**
 * Makes the speaker of one catalogue in one language. Each message is parsed once, when it is first said.
 * A key that is not in the catalogue throws: the types exclude it, so it is a bug.
 */
export function createMessages<Source extends Catalogue>(catalogue: Translation<Source>, locale: string): Messages<Source> {
  const parsed = new Map<string, IntlMessageFormat>();
  const formatOf = (key: keyof Source & string): IntlMessageFormat => {
    const known = parsed.get(key);
    if (known) return known;
    if (!Object.hasOwn(catalogue, key)) throw new Error(`No message is called "${key}".`);
    const format = new IntlMessageFormat(catalogue[key], locale, undefined, { ignoreTag: true });
    parsed.set(key, format);
    return format;
  };
  const say = (key: keyof Source & string, values?: MessageArguments): string => String(formatOf(key).format(values));
  // Which arguments go with which key is known to the callers' types only.
  return say as Messages<Source>;
}
