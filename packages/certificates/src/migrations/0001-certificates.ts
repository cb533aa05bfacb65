import type { Migration } from '@sallyport/platform';

/** Organisations, people and roles; certificates from their request to their end; the embedded CA. */
export const certificates: Migration = {
  number: 1,
  name: 'certificates',
  up: (tools) => [
    tools
      .table('certificate_organisation')
      .addColumn('organisation_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('name', tools.column.text, (name) => name.notNull())
      .addColumn('first_seen_at', tools.column.instant, (at) => at.notNull())
      .addColumn('verified_subject', tools.column.text)
      .addColumn('verified_at', tools.column.instant),
    tools
      .table('certificate_person')
      .addColumn('person_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('organisation_id', tools.column.text, (id) => id.notNull().references('certificate_organisation.organisation_id'))
      .addColumn('name', tools.column.text, (name) => name.notNull())
      .addColumn('mail', tools.column.text)
      .addColumn('first_seen_at', tools.column.instant, (at) => at.notNull())
      .addColumn('seen_at', tools.column.instant, (at) => at.notNull()),
    tools.schema.createIndex('certificate_person_by_organisation').on('certificate_person').column('organisation_id'),
    tools
      .table('certificate_role')
      .addColumn('person_id', tools.column.text, (id) => id.notNull().references('certificate_person.person_id'))
      .addColumn('role', tools.column.text, (role) => role.notNull())
      .addColumn('granted_at', tools.column.instant, (at) => at.notNull())
      .addColumn('granted_by', tools.column.text)
      .addPrimaryKeyConstraint('certificate_role_pk', ['person_id', 'role']),

    tools
      .table('certificate')
      .addColumn('certificate_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('organisation_id', tools.column.text, (id) => id.notNull().references('certificate_organisation.organisation_id'))
      .addColumn('status', tools.column.text, (status) => status.notNull())
      .addColumn('status_since', tools.column.instant, (at) => at.notNull())
      .addColumn('origin', tools.column.text, (origin) => origin.notNull())
      .addColumn('predecessor_id', tools.column.text, (id) => id.references('certificate.certificate_id'))
      .addColumn('predecessor_ends_at', tools.column.instant)
      .addColumn('profile_id', tools.column.text, (id) => id.notNull())
      .addColumn('requested_by', tools.column.text, (id) => id.notNull().references('certificate_person.person_id'))
      .addColumn('requested_at', tools.column.instant, (at) => at.notNull())
      // None for one that was imported.
      .addColumn('csr', tools.column.bytes)
      .addColumn('key_sha256', tools.column.text, (hash) => hash.notNull())
      .addColumn('key_name', tools.column.text, (name) => name.notNull())
      .addColumn('names', tools.column.text, (names) => names.notNull())
      .addColumn('subject', tools.column.text, (subject) => subject.notNull())
      .addColumn('lifetime_days', tools.column.count, (days) => days.notNull())
      .addColumn('keeps_not_after', tools.column.instant)
      .addColumn('note', tools.column.text, (note) => note.notNull())
      .addColumn('approvals_needed', tools.column.count, (needed) => needed.notNull())
      .addColumn('reason', tools.column.text)
      .addColumn('serial', tools.column.text, (serial) => serial.unique())
      .addColumn('to_be_signed', tools.column.bytes)
      .addColumn('lint', tools.column.text)
      .addColumn('claimed_until', tools.column.instant)
      .addColumn('der', tools.column.bytes)
      .addColumn('sha256', tools.column.text)
      .addColumn('not_before', tools.column.instant)
      .addColumn('not_after', tools.column.instant)
      .addColumn('revoked_at', tools.column.instant)
      .addColumn('revocation_reason', tools.column.count),
    // The dashboard and the inventory: of one organisation, by status, the next to end first.
    tools.schema
      .createIndex('certificate_by_organisation')
      .on('certificate')
      .columns(['organisation_id', 'status', 'not_after', 'certificate_id']),
    tools.schema.createIndex('certificate_by_request').on('certificate').columns(['organisation_id', 'requested_at', 'certificate_id']),
    tools.schema.createIndex('certificate_by_status').on('certificate').columns(['status', 'status_since']),
    tools.schema.createIndex('certificate_by_predecessor').on('certificate').column('predecessor_id'),
    tools.schema.createIndex('certificate_by_key').on('certificate').column('key_sha256'),
    tools
      .table('certificate_approval')
      .addColumn('certificate_id', tools.column.text, (id) => id.notNull().references('certificate.certificate_id'))
      .addColumn('person_id', tools.column.text, (id) => id.notNull().references('certificate_person.person_id'))
      .addColumn('decision', tools.column.text, (decision) => decision.notNull())
      .addColumn('reason', tools.column.text)
      .addColumn('decided_at', tools.column.instant, (at) => at.notNull())
      // One word a person: whoever decides twice at the same moment has decided once.
      .addPrimaryKeyConstraint('certificate_approval_pk', ['certificate_id', 'person_id']),
    tools
      .table('certificate_event')
      .addColumn('certificate_id', tools.column.text, (id) => id.notNull().references('certificate.certificate_id'))
      .addColumn('at', tools.column.instant, (at) => at.notNull())
      .addColumn('event_id', tools.column.text, (id) => id.notNull())
      .addColumn('person_id', tools.column.text)
      .addColumn('what', tools.column.text, (what) => what.notNull())
      .addColumn('note', tools.column.text)
      .addPrimaryKeyConstraint('certificate_event_pk', ['certificate_id', 'at', 'event_id']),
    tools
      .table('certificate_term')
      .addColumn('organisation_id', tools.column.text, (id) => id.notNull())
      .addColumn('term', tools.column.text, (term) => term.notNull())
      .addColumn('certificate_id', tools.column.text, (id) => id.notNull().references('certificate.certificate_id'))
      .addPrimaryKeyConstraint('certificate_term_pk', ['organisation_id', 'term', 'certificate_id']),
    tools
      .table('certificate_authority')
      .addColumn('authority_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('kind', tools.column.text, (kind) => kind.notNull())
      .addColumn('der', tools.column.bytes, (der) => der.notNull())
      .addColumn('made_at', tools.column.instant, (at) => at.notNull()),
  ],
};
