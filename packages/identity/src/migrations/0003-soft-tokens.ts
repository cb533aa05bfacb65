import type { Migration } from '@sallyport/platform';

export const softTokens: Migration = {
  number: 3,
  name: 'soft-tokens',
  up: (tools) => [
    tools
      .table('soft_token')
      .addColumn('token_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('account_id', tools.column.text, (id) => id.notNull().references('account.account_id'))
      .addColumn('ordinal', tools.column.count, (ordinal) => ordinal.notNull())
      .addColumn('serial', tools.column.text, (serial) => serial.notNull().unique())
      .addColumn('state', tools.column.text, (state) => state.notNull())
      .addColumn('suspended_because', tools.column.text)
      .addColumn('sealed_seed', tools.column.bytes)
      .addColumn('sealed_recovery_key', tools.column.bytes)
      .addColumn('sealed_server_key', tools.column.bytes)
      .addColumn('otp_algorithm', tools.column.text, (algorithm) => algorithm.notNull())
      .addColumn('otp_digits', tools.column.count, (digits) => digits.notNull())
      .addColumn('otp_period_seconds', tools.column.count, (period) => period.notNull())
      .addColumn('otp_last_step', tools.column.count, (step) => step.notNull())
      .addColumn('otp_used', tools.column.count, (used) => used.notNull())
      .addColumn('otp_ends_at', tools.column.instant, (at) => at.notNull())
      .addColumn('otp_previous_ends_at', tools.column.instant, (at) => at.notNull())
      .addColumn('unlock_digits', tools.column.count, (digits) => digits.notNull())
      .addColumn('lowest_epoch', tools.column.count, (epoch) => epoch.notNull())
      .addColumn('unlock_epoch', tools.column.count)
      .addColumn('unlock_session', tools.column.text)
      .addColumn('unlock_at', tools.column.instant)
      .addColumn('old_code_at', tools.column.instant)
      .addColumn('device_key', tools.column.text)
      .addColumn('device_name', tools.column.text, (name) => name.notNull())
      .addColumn('created_at', tools.column.instant, (at) => at.notNull())
      .addColumn('activated_at', tools.column.instant),
    tools.schema.createIndex('soft_token_by_account').unique().on('soft_token').columns(['account_id', 'ordinal']),
    // The sweep for unconfirmed unlocks reads only the few that wait.
    tools.schema.createIndex('soft_token_by_unlock_at').on('soft_token').column('unlock_at').where('unlock_at', 'is not', null),

    tools
      .table('unlock_issue')
      .addColumn('token_id', tools.column.text, (id) => id.notNull().references('soft_token.token_id'))
      .addColumn('epoch', tools.column.count, (epoch) => epoch.notNull())
      .addColumn('r', tools.column.count, (r) => r.notNull())
      .addColumn('issued_at', tools.column.instant, (at) => at.notNull())
      .addColumn('session', tools.column.text, (session) => session.notNull())
      .addColumn('actor', tools.column.text, (actor) => actor.notNull()),
    tools.schema.createIndex('unlock_issue_by_token').on('unlock_issue').columns(['token_id', 'issued_at']),

    tools
      .table('activation')
      .addColumn('activation_id', tools.column.text, (id) => id.primaryKey())
      .addColumn('token_id', tools.column.text, (id) => id.notNull().unique().references('soft_token.token_id'))
      .addColumn('state', tools.column.text, (state) => state.notNull())
      .addColumn('sealed_psk', tools.column.bytes)
      .addColumn('sealed_receiver_key', tools.column.bytes)
      .addColumn('receiver_public_key', tools.column.bytes, (key) => key.notNull())
      .addColumn('tries_used', tools.column.count, (tries) => tries.notNull())
      .addColumn('request_hash', tools.column.text)
      .addColumn('reply', tools.column.text)
      .addColumn('created_at', tools.column.instant, (at) => at.notNull())
      .addColumn('expires_at', tools.column.instant, (at) => at.notNull()),
  ],
};
