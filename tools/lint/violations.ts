/** For every rule of `oxlint.config.ts` a file that breaks it, and for what its options allow a file that nothing is said about. */

export interface Planted {
  readonly rule: string;
  readonly file: string;
  readonly text: string;
}

/** In a product room, unless it says where. */
type Violation = Omit<Planted, 'file'> & { readonly file?: string };

/** The word that suppresses a rule, in two halves: here it is not meant. */
const disable = (linter: string) => [linter, 'disable-next-line'].join('-');

const JAVASCRIPT: Readonly<Record<string, string>> = {
  'constructor-super': 'export class A extends Map { constructor() {} }',
  'getter-return': 'export const a = { get b() {} };',
  'no-class-assign': 'class A {} A = 1; export { A };',
  'no-const-assign': 'const a = 1; a = 2; export { a };',
  'no-dupe-class-members': 'export class A { b() {} b() {} }',
  'no-dupe-keys': 'export const a = { b: 1, b: 2 };',
  'no-func-assign': 'function a() {} a = 1; export { a };',
  'no-import-assign': 'import * as a from "node:fs"; a.readFile = 1;',
  'no-new-native-nonconstructor': 'export const a = new Symbol("a");',
  'no-obj-calls': 'export const a = Math();',
  'no-redeclare': 'var a = 1; var a = 2; export { a };',
  'no-setter-return': 'export const a = { set b(c) { return c; } };',
  'no-this-before-super': 'export class A extends Map { constructor() { this.b = 1; super(); } }',
  'no-unreachable': 'export function a() { return 1; a(); }',
  'no-unsafe-negation': 'export const a = (b, c) => !b in c;',
  'no-with': 'with (Math) { max(1, 2); }',
};

const EVERYWHERE: Readonly<Record<string, string>> = {
  'for-direction': 'for (let i = 0; i < 10; i--) { void i; }',
  'no-async-promise-executor': 'export const a = new Promise(async (resolve) => { resolve(await Promise.resolve(1)); });',
  'no-case-declarations': 'export function a(b: number) { switch (b) { case 1: let c = 1; return c; default: return 2; } }',
  'no-compare-neg-zero': 'export const a = (b: number) => b === -0;',
  'no-cond-assign': 'export function a(b: number) { let c; if (c = b) return c; return 0; }',
  'no-constant-binary-expression': 'export const a = (b: string) => (b + "c") ?? "d";',
  'no-constant-condition': 'export const a = () => { if (1) return 2; return 3; };',
  'no-control-regex': 'export const a = /\\x1f/;',
  'no-debugger': 'debugger;',
  'no-dupe-else-if': 'export function a(b: number) { if (b > 1) return 1; else if (b > 1) return 2; return 3; }',
  'no-duplicate-case': 'export function a(b: number) { switch (b) { case 1: return 1; case 1: return 2; default: return 3; } }',
  'no-empty': 'export function a(b: number) { if (b > 1) {} }',
  'no-empty-character-class': 'export const a = /b[]/;',
  'no-empty-pattern': 'export const { a: {} } = { a: { b: 1 } };',
  'no-empty-static-block': 'export class A { static {} b = 1; }',
  'no-ex-assign': 'try { JSON.parse(""); } catch (a) { a = 1; }',
  'no-extra-boolean-cast': 'export const a = (b: number) => { if (!!b) return 1; return 2; };',
  'no-fallthrough': 'export function a(b: number) { let c = 0; switch (b) { case 1: c = 1; case 2: return c; default: return 3; } }',
  'no-global-assign': 'undefined = 1;',
  'no-invalid-regexp': 'export const a = new RegExp("[");',
  'no-irregular-whitespace': 'export const a =\u00a01;',
  'no-loss-of-precision': 'export const a = 9007199254740993;',
  'no-misleading-character-class': 'export const a = /^[\u{1F44D}]$/;',
  'no-prototype-builtins': 'export const a = (b: object) => b.hasOwnProperty("c");',
  'no-regex-spaces': 'export const a = /b  c/;',
  'no-self-assign': 'let a = 1; a = a; export { a };',
  'no-shadow-restricted-names': 'export function a(NaN: number) { return NaN; }',
  'no-sparse-arrays': 'export const a = [1, , 2];',
  'no-unassigned-vars': 'let a: number | undefined; export const b = () => a;',
  'no-unexpected-multiline': 'export const a = (b: (c: number) => number) => b\n(1);',
  'no-unsafe-finally': 'export function a() { try { return 1; } finally { return 2; } }',
  'no-unsafe-optional-chaining': 'export const a = (b?: { c: () => number }) => (b?.c)();',
  'no-unused-labels': 'a: for (const b of [1]) { void b; }',
  'no-unused-private-class-members': 'export class A { #b = 1; c = 2; }',
  'no-unused-vars': 'const a = 1; export {};',
  'no-useless-assignment': 'export function a(b: number) { let c = 1; c = b; return c; }',
  'no-useless-backreference': 'export const a = /\\1(b)/;',
  'no-useless-catch': 'export function a() { try { return JSON.stringify(1); } catch (b) { throw b; } }',
  'no-useless-escape': 'export const a = "\\c";',
  'preserve-caught-error': 'export function a() { try { return JSON.stringify(1); } catch (b) { throw new Error("c"); } }',
  'require-yield': 'export function* a() { return 1; }',
  'use-isnan': 'export const a = (b: number) => b === NaN;',
  'valid-typeof': 'export const a = (b: unknown) => typeof b === "strnig";',
  eqeqeq: 'export const a = (b: number, c: number) => b == c;',
  'no-eval': 'eval("1");',
  'no-restricted-exports': 'export default 1;',
};

const STRICT: Readonly<Record<string, string>> = {
  'no-array-constructor': 'export const a = new Array(1, 2);',
  'no-unused-expressions': 'export const a = (b: () => void, c: number) => { c > 1 && b(); };',
  'no-useless-constructor': 'export class A { constructor() {} b = 1; }',
  'no-var': 'export var a = 1;',
  'prefer-const': 'let a = 1; export { a };',
  'prefer-rest-params': 'export function a() { return arguments; }',
  'prefer-spread': 'export const a = (b: number[]) => Math.max.apply(Math, b);',
  'max-params': 'export const a = (b: number, c: number, d: number, e: number) => b + c + d + e;',
  'typescript/ban-ts-comment': '// @ts-expect-error -- why\nexport const a: string = 1;',
  'typescript/consistent-type-assertions': 'export const a = { b: 1 } as { b: number };',
  'typescript/no-duplicate-enum-values': 'export enum A { B = 1, C = 1 }',
  'typescript/no-dynamic-delete': 'export function a(b: Record<string, number>, c: string) { delete b[c]; }',
  'typescript/no-empty-object-type': 'export type A = {};',
  'typescript/no-explicit-any': 'export type A = any;',
  'typescript/no-extra-non-null-assertion': 'export const a = (b?: { c: number }) => b!?.c;',
  'typescript/no-extraneous-class': 'export class A { static b() { return 1; } }',
  'typescript/no-invalid-void-type': 'export type A = { b: void };',
  'typescript/no-misused-new': 'export interface A { new (): A; }',
  'typescript/no-namespace': 'export namespace A { export const b = 1; }',
  'typescript/no-non-null-asserted-nullish-coalescing': 'export const a = (b: { c?: number }) => b.c! ?? 1;',
  'typescript/no-non-null-asserted-optional-chain': 'export const a = (b?: { c: number }) => b?.c!;',
  'typescript/no-non-null-assertion': 'export const a = (b?: number) => b!;',
  'typescript/no-require-imports': 'import a = require("node:fs"); export { a };',
  'typescript/no-this-alias': 'export class A { b = 1; c() { const d = this; return () => d.b; } }',
  'typescript/no-unnecessary-type-constraint': 'export const a = <B extends unknown>(b: B[]): B[] => b;',
  'typescript/no-unsafe-declaration-merging': 'export class A { b = 1; } export interface A { c: number; }',
  'typescript/no-unsafe-function-type': 'export type A = Function;',
  'typescript/no-wrapper-object-types': 'export type A = String;',
  'typescript/prefer-as-const': 'export const a = "b" as "b";',
  'typescript/prefer-literal-enum-member': 'const a = 1; export enum A { B = a }',
  'typescript/prefer-namespace-keyword': 'export declare module A { const b: number; }',
  'typescript/triple-slash-reference': '/// <reference path="./other.d.ts" />\nimport "./other.d.ts";',
  'typescript/unified-signatures':
    'export function a(b: number): void; export function a(b: string): void; export function a(b: unknown) { void b; }',
};

const BY_TYPES: Readonly<Record<string, string>> = {
  'typescript/await-thenable': 'export const a = async (b: number) => await b;',
  'typescript/no-array-delete': 'export function a(b: number[]) { delete b[0]; }',
  'typescript/no-base-to-string': 'export const a = (b: { c: number }) => String(b);',
  'typescript/no-confusing-void-expression': 'export function a(b: () => void) { const c = b(); return c; }',
  'typescript/no-deprecated': '/** @deprecated Ask b. */\nexport const a = () => 1;\nexport const b = () => a();',
  'typescript/no-duplicate-type-constituents': 'export type A = "b" | "b";',
  'typescript/no-floating-promises': 'export function a(b: () => Promise<number>) { b(); }',
  'typescript/no-for-in-array': 'export function a(b: number[]) { for (const c in b) void c; }',
  'typescript/no-generated-empty-object-type': 'export type A = Omit<{ b: number }, "b">;',
  'typescript/no-implied-eval': 'setTimeout("1", 1);',
  'typescript/no-meaningless-void-operator': 'export function a(b: () => void) { void b(); }',
  'typescript/no-misused-promises': 'export function a(b: () => Promise<boolean>) { if (b()) return 1; return 2; }',
  'typescript/no-misused-spread': 'export const a = (b: Map<string, number>) => ({ ...b });',
  'typescript/no-mixed-enums': 'export enum A { B = 1, C = "c" }',
  'typescript/no-redundant-type-constituents': 'export type A = unknown | "b";',
  'typescript/no-unnecessary-boolean-literal-compare': 'export const a = (b: boolean) => b === true;',
  'typescript/no-unnecessary-condition': 'export const a = (b: { c: number }) => b?.c;',
  'typescript/no-unnecessary-template-expression': 'export const a = (b: string) => `${b}`;',
  'typescript/no-unnecessary-type-arguments': 'function a<B = number>(b?: B) { return b; } export const c = a<number>();',
  'typescript/no-unnecessary-type-assertion': 'export const a = (b: number) => b as number;',
  'typescript/no-unnecessary-type-conversion': 'export const a = (b: string) => String(b);',
  'typescript/no-unnecessary-type-parameters': 'export function a<B>(b: B): void { void b; }',
  'typescript/no-unsafe-argument': 'export const a = (b: (c: number) => void, d: string) => { b(JSON.parse(d)); };',
  'typescript/no-unsafe-assignment': 'export function a(b: string) { const c = JSON.parse(b); return c as unknown; }',
  'typescript/no-unsafe-call': 'export const a = (b: string) => { (JSON.parse(b))(); };',
  'typescript/no-unsafe-enum-assignment': 'export enum A { B = 1 } export const c = (d: number) => { const e: A = d; return e; };',
  'typescript/no-unsafe-enum-comparison': 'export enum A { B = 1 } export const c = (d: A) => d === 1;',
  'typescript/no-unsafe-member-access': 'export const a = (b: string) => JSON.parse(b).c as unknown;',
  'typescript/no-unsafe-return': 'export function a(b: string) { return JSON.parse(b); }',
  'typescript/no-unsafe-unary-minus': 'export const a = (b: string) => -b;',
  'typescript/no-useless-default-assignment': 'export const a = ({ b = 1 }: { b: number }) => b;',
  'typescript/only-throw-error': 'export function a() { throw "b"; }',
  'typescript/prefer-promise-reject-errors': 'export const a = () => Promise.reject("b");',
  'typescript/prefer-reduce-type-parameter': 'export const a = (b: number[]) => b.reduce((c, d) => [...c, d], [] as number[]);',
  'typescript/prefer-return-this-type': 'export class A { b(): A { return this; } }',
  'typescript/related-getter-setter-pairs': 'export interface A { get b(): string; set b(c: number); }',
  'typescript/require-await': 'export async function a() { return 1; }',
  'typescript/restrict-plus-operands': 'export const a = (b: number, c: string) => b + c;',
  'typescript/restrict-template-expressions': 'export const a = (b: { c: number }) => `${b}`;',
  'typescript/return-await': 'export async function a(b: () => Promise<number>) { try { return b(); } catch { return await b(); } }',
  'typescript/switch-exhaustiveness-check': 'export function a(b: "c" | "d") { switch (b) { case "c": return 1; } return 2; }',
  'typescript/unbound-method': 'export class A { b = 1; c() { return this.b; } } export const d = new A().c;',
  'typescript/use-unknown-in-catch-callback-variable': 'export const a = (b: Promise<number>) => b.catch((c) => { void c; });',
};

const OF_THE_HOUSE: readonly Violation[] = [
  { rule: 'house/file-names', file: 'apps/server/src/authHelper.ts', text: '' },
  { rule: 'house/file-names', file: 'packages/identity/src/utils/codes.ts', text: '' },
  { rule: 'house/file-names', file: 'packages/platform/src/helpers.ts', text: '' },
  { rule: 'house/no-boolean-parameters', text: 'export function issue(user: string, force: boolean) { return [user, force]; }' },
  { rule: 'house/no-boolean-parameters', text: 'export function issue(force: boolean = true) { return force; }' },
  { rule: 'house/no-boolean-parameters', text: 'export class Link { issue(force: boolean) { return force; } }' },
  { rule: 'house/no-boolean-parameters', text: 'export interface Links { issue(force: boolean): void }' },
  { rule: 'house/no-current-date', text: 'export const now = () => new Date();' },
  { rule: 'house/reasoned-suppressions', text: `// ${disable('eslint')} no-console` },
  { rule: 'house/reasoned-suppressions', text: `// ${disable('oxlint')} no-console` },
  { rule: 'house/reasoned-suppressions', text: `/* ${disable('oxlint')} no-console */` },
  { rule: 'house/reasoned-suppressions', text: `// ${disable('oxlint')} no-console -- because` },
  { rule: 'no-console', text: 'console.log(1);' },
  { rule: 'no-restricted-properties', text: 'export const chance = () => Math.random();' },
  { rule: 'no-restricted-properties', text: 'export const now = () => Date.now();' },
  { rule: 'no-restricted-properties', text: 'export const now = () => performance.now();' },
  { rule: 'no-restricted-globals', file: 'packages/protocol/src/calendar.ts', text: 'export const at = () => new Date(0);' },
  { rule: 'no-restricted-globals', file: 'apps/server/src/outside.page.tsx', text: 'export const read = () => fetch("x");' },
  { rule: 'no-restricted-imports', file: 'packages/identity/src/outside.ts', text: 'export { readFileSync } from "node:fs";' },
];

/** What comes close to a rule and is allowed, by the options that the rule is given. */
export const ALLOWED: Readonly<Record<string, string>> = {
  'a named object may hold a boolean': 'export function issue(given: { readonly force: boolean }) { return given; }',
  'a number may stand in a sentence': 'export const a = (b: number) => `${b}`;',
  'an arrow may pass on that there is nothing': 'export const a = (b: () => void) => b();',
  '`_` names what is not needed': 'export const a = (_b: number, c: number) => c;',
  'what is left over needs no use': 'export const a = ({ b, ...c }: { b: number; c: number }) => c;',
  'a default may guard an exhaustive switch':
    'export function a(b: "c" | "d") { switch (b) { case "c": return 1; case "d": return 2; default: return b; } }',
  'an argument may be asserted': 'export const a = (b: (c: { d: number }) => void) => { b({} as { d: number }); };',
  'three parameters may be': 'export const a = (b: number, c: number, d: number) => b + c + d;',
  'a moment may be written as a date': 'export const a = (b: number) => new Date(b);',
  'a suppression with its reason silences': `// ${disable('oxlint')} eqeqeq -- the two come from one constant\nexport const a = (b: number, c: number) => b == c;`,
  'the older word for it does so too': `// ${disable('eslint')} eqeqeq -- the two come from one constant\nexport const a = (b: number, c: number) => b == c;`,
  'by types as well': `// ${disable('oxlint')} typescript/no-floating-promises -- the caller does not wait\nexport const a = (b: () => Promise<number>) => { b(); };`,
};

const ROOM = 'packages/platform/src';

const planted = (texts: Readonly<Record<string, string>>, place: (name: string) => string): readonly Planted[] =>
  Object.entries(texts).map(([rule, text]) => ({ rule, text, file: place(rule.replace('typescript/', '')) }));

/** Each in a file of its own. */
export const VIOLATIONS: readonly Planted[] = [
  ...planted(JAVASCRIPT, (name) => `tools/${name}.js`),
  ...planted({ ...EVERYWHERE, ...STRICT, ...BY_TYPES }, (name) => `${ROOM}/${name}.ts`),
  ...OF_THE_HOUSE.map(({ rule, text, file }, index) => ({ rule, text, file: file ?? `${ROOM}/of-the-house-${String(index)}.ts` })),
];
