import type { Result } from '../result.ts';

/** The value of what has to succeed for a test to make sense. @throws Error with the refusal in it. */
export function must<Value>(result: Result<Value, unknown>): Value {
  if (result.ok) return result.value;
  throw new Error(`refused: ${JSON.stringify(result.error, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`);
}
