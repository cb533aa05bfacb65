import { type Context, definePlugin, type ESTree, type Rule, type Visitor } from '@oxlint/plugins';

/** House rules that a machine can hold and no ready-made rule covers, as a plugin of oxlint. The numbers are those of CONTRIBUTING.md. */

/** Names that say nothing about what is inside (rule 13). */
const EMPTY_NAMES = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'managers', 'data', 'shared']);

/** Rule 13: a file is named in kebab-case after what it holds. */
const fileNames: Rule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { shape: 'Name the file in kebab-case: {{name}}.', empty: '"{{name}}" names nothing: say what it holds.' },
  },
  create(context) {
    const parts = context.filename.slice(context.cwd.length + 1).split(/[\\/]/);
    const file = parts.at(-1) ?? '';
    return {
      Program(node) {
        if (!/^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/.test(file)) context.report({ node, messageId: 'shape', data: { name: file } });
        const empty = parts.map((part) => part.split('.')[0] ?? '').find((part) => EMPTY_NAMES.has(part));
        if (empty) context.report({ node, messageId: 'empty', data: { name: empty } });
      },
    };
  },
};

/** Rule 14: a call like `issue(user, true)` cannot be read. */
const noBooleanParameters: Rule = {
  meta: { type: 'suggestion', schema: [], messages: { boolean: 'No boolean parameters: pass a named object, or a union of words.' } },
  create(context) {
    const parameter = 'Identifier[typeAnnotation.typeAnnotation.type="TSBooleanKeyword"]';
    const owners = [
      'FunctionDeclaration',
      'TSDeclareFunction',
      'MethodDefinition[kind="method"] > FunctionExpression',
      'TSMethodSignature',
    ];
    return reportEach(
      context,
      'boolean',
      owners.flatMap((owner) => [`${owner} > ${parameter}.params`, `${owner} > AssignmentPattern.params > ${parameter}.left`]),
    );
  },
};

/** Rule 1: the present moment comes from the Clock. */
const noCurrentDate: Rule = {
  meta: { type: 'problem', schema: [], messages: { now: 'Time is an argument: ask the Clock.' } },
  create(context) {
    return reportEach(context, 'now', ['NewExpression[callee.name="Date"][arguments.length=0]']);
  },
};

/** Rule 20: a suppression carries its reason, after two dashes. */
const reasonedSuppressions: Rule = {
  meta: { type: 'problem', schema: [], messages: { reason: 'Say why this rule does not apply here: `oxlint-disable-… rule -- reason`.' } },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const silences = /^\s*(oxlint|eslint)-disable/.test(comment.value);
          if (silences && !/\s--\s+\S.{9,}/s.test(comment.value)) context.report({ loc: comment.loc, messageId: 'reason' });
        }
      },
    };
  },
};

/** A visitor that reports whatever one of the selectors finds. */
function reportEach(context: Context, messageId: string, selectors: readonly string[]): Visitor {
  return Object.fromEntries(
    selectors.map((selector) => [
      selector,
      (node: ESTree.Node) => {
        context.report({ node, messageId });
      },
    ]),
  );
}

export default definePlugin({
  meta: { name: 'house' },
  rules: {
    'file-names': fileNames,
    'no-boolean-parameters': noBooleanParameters,
    'no-current-date': noCurrentDate,
    'reasoned-suppressions': reasonedSuppressions,
  },
});
