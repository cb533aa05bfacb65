/**
 * Stands in for `intl-messageformat` in the client build (see `vite.config.ts`), at a twelfth of its size: it understands what our catalogues
 * say (`{name}`, `{name, number}`, `{name, plural, =0 {…} one {…} other {… # …}}`, nested) and refuses everything else. A test holds it to
 * the library, message by message; a sentence it cannot say fails there and not in front of a person.
 */
type Values = Readonly<Record<string, unknown>>;
type Part = (values: Values) => string;

interface Reader {
  readonly text: string;
  at: number;
}

export class IntlMessageFormat {
  readonly #parts: Part;

  /** @throws SyntaxError for a form of message it does not understand. */
  constructor(message: string, locale: string) {
    const reader: Reader = { text: message, at: 0 };
    this.#parts = readText(reader, locale, undefined);
    if (reader.at !== message.length) throw new SyntaxError(`A brace too many in "${message}"`);
  }

  format(values: Values = {}): string {
    return this.#parts(values);
  }
}

/** Text up to the brace that closes it. `counted`: the argument that `#` stands for inside a plural. */
function readText(reader: Reader, locale: string, counted: string | undefined): Part {
  const parts: Part[] = [];
  let literal = '';
  const endLiteral = (): void => {
    const text = literal;
    literal = '';
    if (text !== '') parts.push(() => text);
  };
  for (; reader.at < reader.text.length && reader.text[reader.at] !== '}'; reader.at += 1) {
    const character = reader.text.charAt(reader.at);
    if (character === "'") throw new SyntaxError('A straight apostrophe quotes in ICU messages; write ’');
    if (character === '{') {
      endLiteral();
      parts.push(readArgument(reader, locale));
    } else if (character === '#' && counted !== undefined) {
      endLiteral();
      parts.push((values) => numberIn(locale, values[counted]));
    } else {
      literal += character;
    }
  }
  endLiteral();
  return (values) => parts.map((part) => part(values)).join('');
}

/** From `{` to its `}`, on which the reader is left. */
function readArgument(reader: Reader, locale: string): Part {
  const head = /^\{\s*(\w+)\s*(?:,\s*(number|plural)\s*)?(,|\})/.exec(reader.text.slice(reader.at));
  const [whole = '', name = '', kind, end] = head ?? [];
  const isLawful = head !== null && (kind === 'plural') === (end === ',');
  if (!isLawful) throw new SyntaxError(`Not understood: "${reader.text.slice(reader.at)}"`);
  reader.at += whole.length - 1;
  if (kind === 'plural') return readPlural(reader, locale, name);
  return kind === 'number' ? (values) => numberIn(locale, values[name]) : (values) => String(values[name]);
}

function readPlural(reader: Reader, locale: string, name: string): Part {
  const branches = new Map<string, Part>();
  reader.at += 1;
  for (;;) {
    const head = /^\s*(?:(=\d+|\w+)\s*\{|\})/.exec(reader.text.slice(reader.at));
    if (!head) throw new SyntaxError(`Not understood: "${reader.text.slice(reader.at)}"`);
    reader.at += head[0].length;
    const [, key] = head;
    if (key === undefined) break;
    branches.set(key, readText(reader, locale, name));
    reader.at += 1;
  }
  const other = branches.get('other');
  if (!other) throw new SyntaxError(`A plural without "other" in "${reader.text}"`);
  reader.at -= 1;
  const rules = new Intl.PluralRules(locale);
  return (values) => {
    const count = Number(values[name]);
    return (branches.get(`=${String(count)}`) ?? branches.get(rules.select(count)) ?? other)(values);
  };
}

/** A first `NumberFormat` takes a browser 15 ms, and English writes small whole numbers, as nearly all of ours are, with nothing but their digits. */
function numberIn(locale: string, value: unknown): string {
  const isPlain = locale === 'en' && typeof value === 'number' && /^\d{1,3}$/.test(String(value));
  return isPlain ? String(value) : new Intl.NumberFormat(locale).format(Number(value));
}
