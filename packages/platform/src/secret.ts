import { inspect } from 'node:util';

const SHOWN = '[secret]';

/** A value that must not be seen: it prints as `[secret]` in logs, JSON, templates and the debugger, and is opened by name. */
export class Secret<Value> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  reveal(): Value {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
