import type { Migration } from '@sallyport/platform';

/**
 * What comes after an issue: one certificate in the place of another, and who is told of what. What happened before is told to nobody any more; that
 * what is in use will end is told once it is due. A server of the release before writes down what happens as it did, and a new one tells it.
 */
export const life: Migration = {
  number: 5,
  name: 'life',
  up: ({ schema, table, column, raw }) => [
    schema.alterTable('certificate').addColumn('overlap_hours', column.count),
    raw('create index certificate_by_overlap on certificate (predecessor_ends_at) where predecessor_ends_at is not null'),

    schema.alterTable('certificate').addColumn('notice_due_at', column.instant),
    raw("update certificate set notice_due_at = not_before where status = 'ACTIVE'"),
    raw('create index certificate_by_notice on certificate (notice_due_at) where notice_due_at is not null'),
    schema.alterTable('certificate_event').addColumn('told_at', column.instant),
    raw('update certificate_event set told_at = at'),
    raw('create index certificate_event_untold on certificate_event (at) where told_at is null'),
    table('certificate_notice_choice')
      .addColumn('person_id', column.text, (id) => id.primaryKey().references('certificate_person.person_id'))
      .addColumn('scope', column.text, (scope) => scope.notNull())
      .addColumn('pace', column.text, (pace) => pace.notNull())
      .addColumn('approvals', column.text, (approvals) => approvals.notNull())
      .addColumn('digest_due_at', column.instant),
    raw('create index certificate_notice_choice_by_digest on certificate_notice_choice (digest_due_at) where digest_due_at is not null'),
    table('certificate_digest_item')
      .addColumn('person_id', column.text, (id) => id.notNull().references('certificate_person.person_id'))
      .addColumn('event_id', column.text, (id) => id.notNull())
      .addColumn('certificate_id', column.text, (id) => id.notNull().references('certificate.certificate_id'))
      .addPrimaryKeyConstraint('certificate_digest_item_pk', ['person_id', 'event_id']),
    table('certificate_notice_address')
      .addColumn('certificate_id', column.text, (id) => id.notNull().references('certificate.certificate_id'))
      .addColumn('address', column.text, (address) => address.notNull())
      .addPrimaryKeyConstraint('certificate_notice_address_pk', ['certificate_id', 'address']),

    table('certificate_webhook')
      .addColumn('webhook_id', column.text, (id) => id.primaryKey())
      .addColumn('organisation_id', column.text, (id) => id.notNull().references('certificate_organisation.organisation_id'))
      .addColumn('url', column.text, (url) => url.notNull())
      .addColumn('occasions', column.text, (occasions) => occasions.notNull())
      .addColumn('sealed_secret', column.bytes, (secret) => secret.notNull())
      .addColumn('state', column.text, (state) => state.notNull())
      .addColumn('added_by', column.text, (id) => id.notNull().references('certificate_person.person_id'))
      .addColumn('added_at', column.instant, (at) => at.notNull()),
    schema.createIndex('certificate_webhook_by_organisation').on('certificate_webhook').column('organisation_id'),
    table('certificate_webhook_message')
      .addColumn('message_id', column.text, (id) => id.primaryKey())
      .addColumn('webhook_id', column.text, (id) => id.notNull().references('certificate_webhook.webhook_id'))
      .addColumn('occasion', column.text, (occasion) => occasion.notNull())
      .addColumn('body', column.text, (body) => body.notNull())
      .addColumn('state', column.text, (state) => state.notNull())
      .addColumn('made_at', column.instant, (at) => at.notNull())
      .addColumn('due_at', column.instant, (at) => at.notNull())
      .addColumn('tries', column.count, (tries) => tries.notNull())
      .addColumn('fault', column.text)
      .addColumn('settled_at', column.instant),
    raw("create index certificate_webhook_message_due on certificate_webhook_message (due_at) where state = 'WAITING'"),
    schema.createIndex('certificate_webhook_message_by_webhook').on('certificate_webhook_message').columns(['webhook_id', 'made_at']),
    schema.createIndex('certificate_webhook_message_settled').on('certificate_webhook_message').column('settled_at'),
  ],
};
