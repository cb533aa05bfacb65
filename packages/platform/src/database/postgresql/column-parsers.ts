import type { CustomTypesConfig } from 'pg';

/** Type numbers of the server's catalogue (`select oid from pg_type`); they never change. */
const BYTEA = 17;
const INT2 = 21;
const INT4 = 23;
const INT8 = 20;
const NUMERIC = 1700;

/**
 * What comes back is what SQLite gives for the same column: numbers as numbers (a count too, and the sum of counts, which PostgreSQL calls
 * numeric) and bytes as a plain Uint8Array. Everything else stays the text it was sent as.
 */
export const columnParsers: CustomTypesConfig = {
  getTypeParser: (type: number) => {
    switch (type) {
      case BYTEA:
        return bytes;
      case INT2:
      case INT4:
      case INT8:
      case NUMERIC:
        return wholeNumber;
      default:
        return asSent;
    }
  },
};

function asSent(text: string): string {
  return text;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The database answered ${text}, which is not a whole number below 2^53.`);
  return value;
}

/** The server's output format of bytes: `\x` and hexadecimal digits. */
function bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.slice(2), 'hex'));
}
