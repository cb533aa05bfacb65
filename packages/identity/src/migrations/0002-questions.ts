import type { Migration } from '@sallyport/platform';

export const questions: Migration = {
  number: 2,
  name: 'questions',
  up: (tools) => [
    tools
      .table('answer')
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('position', tools.column.count, (position) => position.notNull())
      .addColumn('question', tools.column.text, (question) => question.notNull())
      .addColumn('answer_hash', tools.column.text, (hash) => hash.notNull())
      .addPrimaryKeyConstraint('answer_pk', ['account_id', 'position']),

    tools
      .table('question_challenge')
      .addColumn('account_id', tools.column.text, (id) => id.primaryKey().references('account.account_id'))
      .addColumn('questions', tools.column.text, (questions) => questions.notNull())
      .addColumn('asked_at', tools.column.instant, (at) => at.notNull()),
  ],
};
