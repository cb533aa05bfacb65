import type { Logger } from 'pino';
import type { Randomness } from '../randomness.ts';

/** A pino logger, which Fastify takes as `loggerInstance`. */
export type Log = Logger;

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * JSON lines. Whatever is called like a secret (password, code, PIN, cookie, authorization …) prints as `[secret]` at any depth, and so does
 * every `Secret`; of a request only the method and the path are kept.
 */
export declare function createLog(input: { readonly level: LogLevel; readonly destination?: { write(line: string): void } }): Log;

/** A short name for one operation that a person can read out to support: ten characters of Crockford's alphabet, `K7Q2M-9XD4A`. */
export declare function newOperationId(randomness: Randomness): string;
