import { parseEnv } from 'node:util';

/** A mistake in the file itself. The text of a line is never repeated: it may be a secret. */
export interface FileFault {
  /** Counted from one. */
  readonly line: number;
  readonly wrong: string;
  readonly right: string;
}

interface Line {
  readonly number: number;
  readonly text: string;
}

const BLANK = /^\s*(?:#.*)?$/;
const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;
const QUOTES = ['"', "'", '`'];

/**
 * The `NAME=VALUE` lines of a file as `util.parseEnv` of Node reads them, and everything in it that Node would pass over in silence: a line that is
 * no assignment, a name given twice, a quote that is not closed, and a `#` that cuts a value off.
 */
export function parseConfigFile(content: string): {
  readonly texts: Readonly<Record<string, string>>;
  readonly faults: readonly FileFault[];
} {
  const texts = Object.fromEntries(Object.entries(parseEnv(content)).map(([name, text]) => [name, text ?? '']));
  return { texts, faults: faultsOf(content) };
}

function faultsOf(content: string): FileFault[] {
  const faults: FileFault[] = [];
  const seen = new Map<string, number>();
  const lines = content.split(/\r?\n/).map((text, index) => ({ number: index + 1, text }));
  const rest = lines.values();
  for (const line of rest) {
    if (BLANK.test(line.text)) continue;
    const [, name, value] = ASSIGNMENT.exec(line.text) ?? [];
    if (name === undefined || value === undefined) {
      faults.push({ line: line.number, wrong: 'is not of the form NAME=VALUE', right: 'SALLYPORT_DATA=/var/lib/sallyport' });
      continue;
    }
    faults.push(...faultsOfName({ name, line, seen }), ...faultsOfValue({ value, line, rest }));
  }
  return faults;
}

function faultsOfName({
  name,
  line,
  seen,
}: {
  readonly name: string;
  readonly line: Line;
  readonly seen: Map<string, number>;
}): FileFault[] {
  const before = seen.get(name);
  seen.set(name, line.number);
  if (before === undefined) return [];
  return [{ line: line.number, wrong: `sets ${name}, which line ${String(before)} has set already`, right: 'keep one of the two lines' }];
}

/** Takes from `rest` the lines over which a quoted value goes on. */
function faultsOfValue({ value, line, rest }: { readonly value: string; readonly line: Line; readonly rest: Iterator<Line> }): FileFault[] {
  const quote = value.charAt(0);
  if (!QUOTES.includes(quote)) {
    if (!/[^\s]#/.test(value)) return [];
    return [
      { line: line.number, wrong: 'has a value with a # in it, which begins a comment', right: "put the value in quotes: NAME='…#…'" },
    ];
  }
  for (let text = value.slice(1); ; ) {
    const end = text.indexOf(quote);
    if (end !== -1) {
      if (BLANK.test(text.slice(end + 1))) return [];
      return [{ line: line.number, wrong: 'goes on behind the closing quote', right: 'use another kind of quote around the value' }];
    }
    const next = rest.next();
    if (next.done) return [{ line: line.number, wrong: `opens a quote that is not closed`, right: `end the value with ${quote}` }];
    text = next.value.text;
  }
}
