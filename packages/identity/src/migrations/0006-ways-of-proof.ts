import type { Migration } from '@sallyport/platform';

/** Recovery codes, mailed codes, passkeys, temporary access and recovery contacts. Every table is new; the one new column is empty. */
export const waysOfProof: Migration = {
  number: 6,
  name: 'ways-of-proof',
  up: (tools) => [
    tools
      .table('recovery_code_set')
      .addColumn('account_id', tools.column.text, (id) => id.primaryKey().references('account.account_id'))
      .addColumn('salt', tools.column.bytes, (salt) => salt.notNull())
      .addColumn('made_at', tools.column.instant, (at) => at.notNull())
      // The codes themselves, for the session that made them, until it has saved them.
      .addColumn('sealed_codes', tools.column.bytes)
      .addColumn('shown_in', tools.column.text)
      .addColumn('shown_until', tools.column.instant),
    tools
      .table('recovery_code')
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('position', tools.column.count, (position) => position.notNull())
      .addColumn('code_hash', tools.column.text, (hash) => hash.notNull())
      .addColumn('spent_at', tools.column.instant)
      .addPrimaryKeyConstraint('recovery_code_pk', ['account_id', 'position']),

    tools
      .table('mailed_code')
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('session', tools.column.text, (session) => session.notNull())
      .addColumn('code_hash', tools.column.text, (hash) => hash.notNull())
      .addColumn('tries_used', tools.column.count, (tries) => tries.notNull())
      .addColumn('sent_at', tools.column.instant, (at) => at.notNull())
      .addColumn('expires_at', tools.column.instant, (at) => at.notNull())
      .addColumn('spent_at', tools.column.instant)
      .addPrimaryKeyConstraint('mailed_code_pk', ['account_id', 'session']),

    tools
      .table('passkey')
      .addColumn('credential_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('public_key', tools.column.bytes, (key) => key.notNull())
      // Of the last assertion.
      .addColumn('sign_count', tools.column.count, (count) => count.notNull())
      .addColumn('name', tools.column.text, (name) => name.notNull())
      .addColumn('transports', tools.column.text, (transports) => transports.notNull())
      // `single-device` or `multi-device`: whether its maker may copy it to others.
      .addColumn('device_type', tools.column.text, (type) => type.notNull())
      .addColumn('created_at', tools.column.instant, (at) => at.notNull())
      .addColumn('last_used_at', tools.column.instant)
      // Its counter went back: there may be a copy.
      .addColumn('suspended_at', tools.column.instant),
    tools.schema.createIndex('passkey_by_account').on('passkey').column('account_id'),
    tools
      .table('passkey_challenge')
      .addColumn('challenge_hash', tools.column.text, (hash) => hash.primaryKey())
      .addColumn('purpose', tools.column.text, (purpose) => purpose.notNull())
      // Whose passkey is asked for; null where the passkey itself says who comes.
      .addColumn('account_id', tools.column.text, (id) => id.references('account.account_id'))
      .addColumn('session', tools.column.text, (session) => session.notNull())
      .addColumn('expires_at', tools.column.instant, (at) => at.notNull()),
    tools.schema.createIndex('passkey_challenge_by_expires_at').on('passkey_challenge').column('expires_at'),

    tools
      .table('temporary_access')
      .addColumn('access_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('code_hash', tools.column.text, (hash) => hash.notNull())
      .addColumn('issued_by', tools.column.text, (actor) => actor.notNull())
      .addColumn('uses_allowed', tools.column.count, (uses) => uses.notNull())
      .addColumn('uses_spent', tools.column.count, (uses) => uses.notNull())
      .addColumn('issued_at', tools.column.instant, (at) => at.notNull())
      .addColumn('expires_at', tools.column.instant, (at) => at.notNull())
      .addColumn('ended_at', tools.column.instant)
      .addColumn('ended_because', tools.column.text),
    tools.schema.createIndex('temporary_access_by_account').on('temporary_access').column('account_id'),
    // Its owner said that it was misplaced; its next valid one-time password says that it is found.
    tools.schema.alterTable('soft_token').addColumn('misplaced_at', tools.column.instant),

    tools
      .table('recovery_contact')
      .addColumn('contact_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('contact_account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('state', tools.column.text, (state) => state.notNull())
      .addColumn('named_at', tools.column.instant, (at) => at.notNull())
      .addColumn('answered_at', tools.column.instant)
      .addColumn('removed_at', tools.column.instant),
    tools.schema.createIndex('recovery_contact_by_account').on('recovery_contact').column('account_id'),
    tools.schema.createIndex('recovery_contact_by_contact').on('recovery_contact').column('contact_account_id'),
    tools
      .table('recovery_voucher')
      .addColumn('voucher_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('contact_id', tools.column.text, (id) => id.notNull().references('recovery_contact.contact_id'))
      .addColumn('asked_at', tools.column.instant, (at) => at.notNull())
      .addColumn('vouched_at', tools.column.instant)
      .addColumn('expires_at', tools.column.instant, (at) => at.notNull())
      .addColumn('ended_at', tools.column.instant),
    tools.schema.createIndex('recovery_voucher_by_account').on('recovery_voucher').column('account_id'),
  ],
};
