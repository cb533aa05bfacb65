import type { Migration } from '@sallyport/platform';

/** What was rehearsed. Both tables are new: a server of the release before goes on beside them. */
export const rehearsals: Migration = {
  number: 12,
  name: 'rehearsals',
  up: ({ schema, table, column }) => [
    table('rehearsal')
      .addColumn('rehearsal_id', column.text, (id) => id.primaryKey())
      .addColumn('account_id', column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('session', column.text, (session) => session.notNull())
      .addColumn('situation', column.text, (situation) => situation.notNull())
      .addColumn('holds', column.text, (holds) => holds.notNull())
      .addColumn('begun_at', column.instant, (at) => at.notNull())
      .addColumn('outcome', column.text)
      .addColumn('ended_at', column.instant),
    schema.createIndex('rehearsal_by_account').on('rehearsal').column('account_id'),
    table('rehearsal_proof')
      .addColumn('rehearsal_id', column.text, (id) => id.notNull().references('rehearsal.rehearsal_id'))
      .addColumn('factor', column.text, (factor) => factor.notNull())
      .addColumn('outcome', column.text, (outcome) => outcome.notNull())
      .addColumn('tried_at', column.instant, (at) => at.notNull())
      .addPrimaryKeyConstraint('rehearsal_proof_pk', ['rehearsal_id', 'factor']),
  ],
};
