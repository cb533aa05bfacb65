/** Lines of standard input, taken one at a time as they are needed: one for each question. */
export interface LineReader {
  /** Undefined at the end, and for a line longer than anything that could be an answer. */
  next(): Promise<string | undefined>;
  close(): void;
}

/** The longest answer is an activation link, below 1,024 characters. */
const MOST_CHARACTERS = 4096;

export function lineReader(input: NodeJS.ReadStream | (NodeJS.ReadableStream & { destroy(): unknown })): LineReader {
  let chunks: AsyncIterator<string | Buffer> | undefined;
  let rest = '';
  return {
    next: async () => {
      chunks ??= input.setEncoding('utf8')[Symbol.asyncIterator]();
      for (;;) {
        const end = rest.indexOf('\n');
        if (end >= 0) {
          const line = rest.slice(0, end);
          rest = rest.slice(end + 1);
          return line.length > MOST_CHARACTERS ? undefined : line.replace(/\r$/, '');
        }
        if (rest.length > MOST_CHARACTERS) return undefined;
        const chunk = await chunks.next();
        if (chunk.done === true) {
          const last = rest;
          rest = '';
          return last === '' ? undefined : last;
        }
        rest += String(chunk.value);
      }
    },
    close: () => {
      // Without this a pipe that nobody closes keeps the process alive.
      if (chunks) input.destroy();
    },
  };
}
