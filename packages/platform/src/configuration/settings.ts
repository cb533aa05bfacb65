import type { Secret } from '../secret.ts';

export type SettingKind = 'origin' | 'port' | 'folder' | 'duration' | 'choice' | 'secret' | 'text' | 'number';

/** Either the value, or what is wrong with the text. Never repeats the text of a secret. */
export type Parsed<Value> = { readonly value: Value } | { readonly wrong: string };

export interface Setting<Value> {
  readonly name: `SALLYPORT_${string}`;
  readonly kind: SettingKind;
  /** One or two sentences for the reference page. */
  readonly help: string;
  /** What a right value looks like: `https://id.example.org`. */
  readonly looksLike: string;
  /** A text as one would set it. */
  readonly default?: string;
  /** Present when it may be left unset: what happens then, in words. */
  readonly whenUnset?: string;
  parse(text: string): Parsed<Value>;
}

interface Described {
  readonly name: `SALLYPORT_${string}`;
  readonly help: string;
}
interface WithDefault extends Described {
  readonly default?: string;
}

/** `http(s)://host[:port]` and nothing behind it; plain http only for this machine. */
export declare function origin(input: WithDefault): Setting<string>;
export declare function port(input: WithDefault): Setting<number>;
/** An absolute or relative path; made absolute by the caller who uses it. */
export declare function folder(input: WithDefault): Setting<string>;
/** `90s`, `15m`, `24h`, `30d`; in milliseconds. */
export declare function duration(input: WithDefault): Setting<number>;
export declare function choice<const Choice extends string>(input: WithDefault & { readonly choices: readonly Choice[] }): Setting<Choice>;
export declare function text(input: WithDefault & { readonly looksLike?: string; readonly maximumLength?: number }): Setting<string>;
export declare function number(input: WithDefault & { readonly minimum: number; readonly maximum: number }): Setting<number>;
/** Never has a default. May also be given as the file named by `NAME_FILE`. `parse` turns the text into something richer, such as an SMTP peer. */
export declare function secret(input: Described & { readonly looksLike: string }): Setting<Secret<string>>;
export declare function secretOf<Value>(
  input: Described & { readonly looksLike: string; readonly parse: (text: string) => Parsed<Value> },
): Setting<Secret<Value>>;

/** The setting may be left unset; `whenUnset` says, for the reference page, what happens then. */
export declare function optional<Value>(setting: Setting<Value>, whenUnset: string): Setting<Value | undefined>;
