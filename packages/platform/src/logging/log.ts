import { type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';
import type { Randomness } from '../randomness.ts';
import { redact, scrub } from './redact.ts';

/** One level of a log: details and a message, or a message alone; `%s` and `%o` in it take the values. */
export interface WriteLine {
  (details: unknown, message?: string, ...values: readonly unknown[]): void;
  (message: string, ...values: readonly unknown[]): void;
}

/**
 * A pino logger, which Fastify takes as `loggerInstance`, in words of our own: through pino's types every room that logs would see Node.
 */
export interface Log {
  level: string;
  readonly fatal: WriteLine;
  readonly error: WriteLine;
  readonly warn: WriteLine;
  readonly info: WriteLine;
  readonly debug: WriteLine;
  readonly trace: WriteLine;
  readonly silent: WriteLine;
  child(bindings: Readonly<Record<string, unknown>>, options?: { readonly level?: LogLevel }): Log;
}

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

const asItIs = (value: unknown): unknown => value;

const options: LoggerOptions = {
  base: { pid: process.pid },
  timestamp: stdTimeFunctions.isoTime,
  formatters: {
    level: (label) => ({ level: label }),
    log: (entry) => redact(entry) as Record<string, unknown>,
  },
  // The formatter has seen to these already; named here because Fastify would otherwise bring its own, which print the query of a request.
  serializers: { req: asItIs, res: asItIs, err: asItIs },
  hooks: {
    /** The values of `%s` and `%o` in a message do not pass the formatter. */
    logMethod(given, method) {
      const [first, ...others] = given;
      Reflect.apply(method, this, [first, ...others.map(redact)]);
    },
    streamWrite: scrub,
  },
};

/**
 * JSON lines. Whatever is called like a secret (password, code, PIN, cookie, authorization …) prints as `[secret]` at any depth, and so does
 * every `Secret`; of a request only the method and the path are kept.
 */
export function createLog(input: { readonly level: LogLevel; readonly destination?: { write(line: string): void } }): Log {
  const settings = { ...options, level: input.level };
  const log = pino(settings, input.destination ?? standardOutput());
  return redactBindings(log);
}

/**
 * A line by itself costs two changes of thread; these are written together, at most so many milliseconds late. What is left is written when the process
 * exits. There is one for all logs of a process: each wakes up for it as often, whether there is anything to write or not.
 */
function standardOutput() {
  opened ??= pino.destination({ fd: process.stdout.fd, sync: false, minLength: 4096, periodicFlush: 100 });
  return opened;
}

let opened: ReturnType<typeof pino.destination> | undefined;

/** pino keeps what is bound to a child out of the formatter's sight. Children inherit `child`, so this reaches every generation. */
function redactBindings(log: Logger): Log {
  // oxlint-disable-next-line typescript/unbound-method -- applied below to the logger it is called on, which is not always this one
  const { child } = log;
  return Object.assign(log, {
    child(this: Logger, ...[bindings, ...rest]: Parameters<Logger['child']>): Logger {
      return Reflect.apply(child, this, [redact(bindings), ...rest]) as Logger;
    },
  });
}

/** Crockford's base 32: no I, L, O or U, so that nobody has to ask "was that a zero?". */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CHARACTERS = 10;

/** A short name for one operation that a person can read out to support: ten characters, `K7Q2M-9XD4A`. A name, not a secret. */
export function newOperationId(randomness: Randomness): string {
  const characters = Array.from(randomness.bytes(CHARACTERS), (octet) => ALPHABET.charAt(octet % ALPHABET.length)).join('');
  return `${characters.slice(0, CHARACTERS / 2)}-${characters.slice(CHARACTERS / 2)}`;
}
