import type { Migration } from '@sallyport/platform';

/** Revocations that wait for others to agree, where the profile of the certificate wants that. */
export const revocationApprovals: Migration = {
  number: 8,
  name: 'revocation-approvals',
  up: ({ table, column, raw, schema }) => [
    table('certificate_revocation_wish')
      .addColumn('wish_id', column.text, (id) => id.primaryKey())
      .addColumn('certificate_id', column.text, (id) => id.notNull().references('certificate.certificate_id'))
      .addColumn('asked_by', column.text, (id) => id.notNull().references('certificate_person.person_id'))
      .addColumn('asked_at', column.instant, (at) => at.notNull())
      .addColumn('reason', column.count, (reason) => reason.notNull())
      .addColumn('approvals_needed', column.count, (needed) => needed.notNull())
      .addColumn('state', column.text, (state) => state.notNull())
      .addColumn('settled_at', column.instant),
    schema
      .createIndex('certificate_revocation_wish_by_certificate')
      .on('certificate_revocation_wish')
      .columns(['certificate_id', 'asked_at']),
    raw("create unique index certificate_revocation_wish_open on certificate_revocation_wish (certificate_id) where state = 'OPEN'"),
    table('certificate_revocation_approval')
      .addColumn('wish_id', column.text, (id) => id.notNull().references('certificate_revocation_wish.wish_id'))
      .addColumn('person_id', column.text, (id) => id.notNull().references('certificate_person.person_id'))
      .addColumn('decision', column.text, (decision) => decision.notNull())
      .addColumn('reason', column.text)
      .addColumn('decided_at', column.instant, (at) => at.notNull())
      .addPrimaryKeyConstraint('certificate_revocation_approval_pk', ['wish_id', 'person_id']),
  ],
};
