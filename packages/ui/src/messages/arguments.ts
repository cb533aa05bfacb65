/**
 * The arguments of an ICU message, read from its text by the type checker, so that `messages('tries-left', {})` does not compile when the
 * sentence says `{count, plural, …}`. Braces alternate: the outermost opens an argument, the one inside it a branch of text, and so on;
 * that is why the scan only has to know whether it stands in text or in an argument. Quoted braces (`'{'`) are not understood.
 */
export type ArgumentsOf<Text extends string> = string extends Text ? MessageArguments : Flatten<Scan<Text, 'text', [], unknown>>;

/** What any message may be given when its text is not known to the type checker. */
export type MessageArguments = Readonly<Record<string, MessageArgument>>;
export type MessageArgument = string | number | bigint | Date;

type Flatten<T> = { readonly [Key in keyof T]: T[Key] };
type Place = 'text' | 'argument';

type Scan<Text extends string, Now extends Place, Outer extends Place[], Found> = Text extends `${infer Before}{${infer After}`
  ? Before extends `${infer _Closed}}${infer Rest}`
    ? Close<`${Rest}{${After}`, Outer, Found>
    : Open<After, Now, Outer, Found>
  : Text extends `${infer _Closed}}${infer Rest}`
    ? Close<Rest, Outer, Found>
    : Found;

type Open<After extends string, Now extends Place, Outer extends Place[], Found> = Now extends 'text'
  ? Scan<After, 'argument', [Now, ...Outer], Found & ArgumentAt<After>>
  : Scan<After, 'text', [Now, ...Outer], Found>;

type Close<Rest extends string, Outer extends Place[], Found> = Outer extends [infer Now extends Place, ...infer Further extends Place[]]
  ? Scan<Rest, Now, Further, Found>
  : Found;

type ArgumentAt<Text extends string> = Text extends `${infer Head}}${infer _Rest}`
  ? Head extends `${infer Name},${infer Kind}`
    ? { [Key in Trim<Name>]: ValueOf<Trim<FirstWord<Kind>>> }
    : { [Key in Trim<Head>]: string | number }
  : never;

type FirstWord<Text extends string> = Text extends `${infer Word},${infer _Rest}` ? Word : Text;
type Trim<Text extends string> = Text extends ` ${infer Rest}` ? Trim<Rest> : Text extends `${infer Rest} ` ? Trim<Rest> : Text;
type ValueOf<Kind extends string> = Kind extends 'plural' | 'selectordinal' | 'number'
  ? number
  : Kind extends 'date' | 'time'
    ? Date | number
    : Kind extends 'select'
      ? string
      : string | number;
