import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { FIRST_PIN } from '../testing/demonstration-token.ts';
import { type TokenScene, lockByWrongPins, tokenScene } from '../testing/token-scene.ts';
import { contextOf } from './context.ts';
import { TOKEN_VAULT } from './token-vault.ts';
import type { enterPin } from './pin-entry.ts';

/**
 * Section 18, invariant 1, by patching: the lock is cryptographic, not an `if` statement. The compiled source of `pin-entry.ts` is taken,
 * its decisions are removed, it is run against a LOCKED token with the right PIN, and it must not open; against an ACTIVE token
 * the same mutant must open, or it would prove nothing.
 */

type EnterPin = typeof enterPin;
type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const source = readFileSync(new URL('./pin-entry.ts', import.meta.url), 'utf8');

/** What to make of a decision: its number in the source, and the two ways out. Undefined leaves it as it is. */
type Mutation = (decision: number, ways: { readonly yes: ts.Node; readonly no: ts.Node | undefined }) => ts.Node | undefined | 'leave';

/** The module with its `if`s and `?:`s mutated, over the real modules or over patched ones. */
function mutant(mutate: Mutation, imports: Imports): { readonly enterPin: EnterPin; readonly decisions: number } {
  let decisions = 0;
  const transformer: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    const visit = (node: ts.Node): ts.Node => {
      const visited = ts.visitEachChild(node, visit, context);
      const ways = waysOf(visited);
      if (ways === undefined) return visited;
      const mutated = mutate(decisions++, ways);
      return mutated === 'leave' ? visited : (mutated ?? context.factory.createEmptyStatement());
    };
    return ts.visitEachChild(file, visit, context);
  };
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2024, verbatimModuleSyntax: false },
    transformers: { before: [transformer] },
  });
  const exported: { enterPin?: EnterPin } = {};
  const load = (specifier: string): unknown => imports[specifier] ?? expect.unreachable(`pin-entry.ts imports ${specifier}`);
  const run = compileFunction(outputText, ['require', 'exports']) as (require: typeof load, exports: typeof exported) => void;
  run(load, exported);
  return { enterPin: exported.enterPin ?? expect.unreachable('nothing exported'), decisions };
}

function waysOf(node: ts.Node): { readonly yes: ts.Node; readonly no: ts.Node | undefined } | undefined {
  if (ts.isIfStatement(node)) return { yes: node.thenStatement, no: node.elseStatement };
  return ts.isConditionalExpression(node) ? { yes: node.whenTrue, no: node.whenFalse } : undefined;
}

const SPECIFIERS = [...source.matchAll(/^import (?!type).*from '(.*)';$/gm)].map(([, specifier]) => specifier ?? '');

async function realImports(): Promise<Imports> {
  const modules = await Promise.all(SPECIFIERS.map((specifier) => import(/* @vite-ignore */ new URL(specifier, import.meta.url).href)));
  return Object.fromEntries(SPECIFIERS.map((specifier, index) => [specifier, modules[index] as Readonly<Record<string, unknown>>]));
}

/** Opens, refuses, or falls over: falling over is not opening. */
async function resultOf(enter: EnterPin, { ports }: TokenScene): Promise<string> {
  try {
    return (await enter(contextOf(ports, TOKEN_VAULT), FIRST_PIN)).kind;
  } catch {
    return 'fell over';
  }
}

/** Locked by five wrong PINs, and the thief has put the PIN slot back that was recovered from the disk. E is what nobody can put back. */
async function lockedScene(): Promise<TokenScene> {
  const scene = await tokenScene();
  const slot = (await scene.storage.readPinSlot(0)) ?? expect.unreachable();
  await lockByWrongPins(scene.token);
  await scene.storage.writePinSlot(0, slot);
  return scene;
}

const everyIfRemoved: Mutation = (_, { yes, no }) => (ts.isStatement(yes) ? no : 'leave');
const imports = await realImports();
const DECISIONS = mutant(() => 'leave', imports).decisions;

test('there are decisions to remove', () => {
  expect(DECISIONS).toBeGreaterThanOrEqual(8);
});

describe('with every `if` of PIN entry removed', () => {
  test('an active token still opens with the right PIN, so the mutant is alive', async () => {
    expect(await resultOf(mutant(everyIfRemoved, imports).enterPin, await tokenScene())).toBe('open');
  });

  test('a locked token does not open with the right PIN', async () => {
    expect(await resultOf(mutant(everyIfRemoved, imports).enterPin, await lockedScene())).not.toBe('open');
  });

  test('nor when the state is not even read as locked, no attempt is written and LOCK does nothing', async () => {
    const load = { ...imports['./load.ts'], mustBeLocked: () => false, saveState: async (_: unknown, token: unknown) => token };
    const lock = { ...imports['./lock.ts'], lockToken: async (_: unknown, token: unknown) => token };
    const patched = { ...imports, './load.ts': load, './lock.ts': lock };
    expect(await resultOf(mutant(everyIfRemoved, patched).enterPin, await tokenScene())).toBe('open');
    expect(await resultOf(mutant(everyIfRemoved, patched).enterPin, await lockedScene())).not.toBe('open');
  });
});

describe('with any one decision forced, either way, a locked token does not open', () => {
  const one = Array.from({ length: DECISIONS }, (_, decision) => decision);

  test.each(one)('decision %i', async (forced) => {
    const forcedYes: Mutation = (decision, { yes }) => (decision === forced ? yes : 'leave');
    const forcedNo: Mutation = (decision, { no }) => (decision === forced ? no : 'leave');
    expect(await resultOf(mutant(forcedYes, imports).enterPin, await lockedScene())).not.toBe('open');
    expect(await resultOf(mutant(forcedNo, imports).enterPin, await lockedScene())).not.toBe('open');
  });

  test.each(one)('every decision but %i removed', async (kept) => {
    const allButOne: Mutation = (decision, { yes, no }) => (decision === kept || !ts.isStatement(yes) ? 'leave' : no);
    expect(await resultOf(mutant(allButOne, imports).enterPin, await lockedScene())).not.toBe('open');
  });
});
