/**
 * House rules that a machine can hold and no ready-made rule covers. The numbers are those of CONTRIBUTING.md.
 * @import { Rule } from 'eslint'
 */

/** Names that say nothing about what is inside (rule 13). */
const EMPTY_NAMES = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'managers', 'data', 'shared']);

/** Rule 13: a file is named in kebab-case after what it holds. @type {Rule.RuleModule} */
const fileNames = {
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

/** Rule 14: a call like `issue(user, true)` cannot be read. @type {Rule.RuleModule} */
const noBooleanParameters = {
  meta: { type: 'suggestion', schema: [], messages: { boolean: 'No boolean parameters: pass a named object, or a union of words.' } },
  create(context) {
    const parameter = 'Identifier[typeAnnotation.typeAnnotation.type="TSBooleanKeyword"]';
    const owners = [
      'FunctionDeclaration',
      'TSDeclareFunction',
      'MethodDefinition[kind="method"] > FunctionExpression',
      'TSMethodSignature',
    ];
    const report = (/** @type {import('estree').Node} */ node) => context.report({ node, messageId: 'boolean' });
    return Object.fromEntries(
      owners
        .flatMap((owner) => [`${owner} > ${parameter}.params`, `${owner} > AssignmentPattern.params > ${parameter}.left`])
        .map((selector) => [selector, report]),
    );
  },
};

/** Rule 20: a suppression carries its reason, after two dashes. @type {Rule.RuleModule} */
const reasonedSuppressions = {
  meta: { type: 'problem', schema: [], messages: { reason: 'Say why this rule does not apply here: `eslint-disable-… rule -- reason`.' } },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const silences = /^\s*eslint-disable/.test(comment.value);
          if (silences && !/\s--\s+\S.{9,}/s.test(comment.value) && comment.loc) context.report({ loc: comment.loc, messageId: 'reason' });
        }
      },
    };
  },
};

export const houseRules = {
  rules: { 'file-names': fileNames, 'no-boolean-parameters': noBooleanParameters, 'reasoned-suppressions': reasonedSuppressions },
};
