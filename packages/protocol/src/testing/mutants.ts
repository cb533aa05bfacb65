import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import ts from 'typescript';

/**
 * Section 18, invariant 1, by patching: the compiled source of a module is taken, its decisions are removed or forced, and it is run. Of a module
 * whose `if`s are all that protects it, such a mutant opens what must not open.
 */
export type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What to make of a decision: its number in the source, and the two ways out. Undefined removes it. */
export type Mutation = (
  decision: number,
  ways: { readonly yes: ts.Node; readonly no: ts.Node | undefined },
) => ts.Node | undefined | 'leave';

export const everyIfRemoved: Mutation = (_, { yes, no }) => (ts.isStatement(yes) ? no : 'leave');

export function forced(decision: number, way: 'yes' | 'no'): Mutation {
  return (at, ways) => (at === decision ? ways[way] : 'leave');
}

export function everyIfRemovedBut(kept: number): Mutation {
  return (decision, ways) => (decision === kept ? 'leave' : everyIfRemoved(decision, ways));
}

export interface MutableModule<Exports extends object> {
  /** How many decisions there are to remove. */
  readonly decisions: number;
  readonly imports: Imports;
  /** The module with its `if`s and `?:`s mutated, over the real modules or over patched ones. */
  mutant(mutate: Mutation, patches?: Imports): Exports;
}

/** @throws Error when a mutant asks for a module that the source does not import. */
export async function mutableModule<Exports extends object>(path: URL): Promise<MutableModule<Exports>> {
  const source = readFileSync(path, 'utf8');
  const imports = await importsOf(source, path);
  const mutant = (mutate: Mutation, patches: Imports = {}): Exports => {
    const load = (specifier: string): unknown => {
      const module = patches[specifier] ?? imports[specifier];
      if (module === undefined) throw new Error(`the mutant imports ${specifier}`);
      return module;
    };
    const exported = {};
    const run = compileFunction(mutated(source, mutate), ['require', 'exports']) as (require: typeof load, exports: object) => void;
    run(load, exported);
    return exported as Exports;
  };
  let decisions = 0;
  mutant(() => {
    decisions += 1;
    return 'leave';
  });
  return { decisions, imports, mutant };
}

async function importsOf(source: string, path: URL): Promise<Imports> {
  const specifiers = [...source.matchAll(/^import (?!type).*from '(.*)';$/gm)].map(([, specifier]) => specifier ?? '');
  const modules = await Promise.all(specifiers.map((specifier) => import(/* @vite-ignore */ new URL(specifier, path).href)));
  return Object.fromEntries(specifiers.map((specifier, index) => [specifier, modules[index] as Readonly<Record<string, unknown>>]));
}

function mutated(source: string, mutate: Mutation): string {
  let decisions = 0;
  const transformer: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const visit = (node: ts.Node): ts.Node => {
      const visited = ts.visitEachChild(node, visit, context);
      const ways = waysOf(visited);
      if (ways === undefined) return visited;
      const mutant = mutate(decisions++, ways);
      return mutant === 'leave' ? visited : (mutant ?? context.factory.createEmptyStatement());
    };
    return ts.visitEachChild(file, visit, context);
  };
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2024, verbatimModuleSyntax: false },
    transformers: { before: [transformer] },
  });
  return outputText;
}

function waysOf(node: ts.Node): { readonly yes: ts.Node; readonly no: ts.Node | undefined } | undefined {
  if (ts.isIfStatement(node)) return { yes: node.thenStatement, no: node.elseStatement };
  return ts.isConditionalExpression(node) ? { yes: node.whenTrue, no: node.whenFalse } : undefined;
}
