import type { SqlValue } from './database.ts';

/** Refuses what the two engines would not store alike: booleans, dates, bigints, a forgotten parameter. */
export function asSqlValue(value: unknown, name: PropertyKey): SqlValue {
  if (typeof value === 'string' || value === null) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`A statement cannot take ${typeof value} for ${String(name)}: only text, finite numbers, bytes and null.`);
}
