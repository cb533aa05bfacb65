import type { Migration } from '@sallyport/platform';

/** What acts that wait and colleagues who vouch need to be used. Every column is new and empty: a server of the release before goes on beside it. */
export const waitsAndVouching: Migration = {
  number: 11,
  name: 'waits-and-vouching',
  up: ({ schema, column, raw }) => [
    // Its owner was told that it is ready.
    schema.alterTable('delayed_act').addColumn('told_at', column.instant),
    // Of the browser that asks: nobody else can use the answer.
    schema.alterTable('recovery_voucher').addColumn('claim_hash', column.text),
    schema.alterTable('recovery_voucher').addColumn('sealed_code', column.bytes),
    schema.alterTable('recovery_voucher').addColumn('tries_used', column.count),
    schema.alterTable('recovery_voucher').addColumn('network', column.text),
    schema.alterTable('recovery_voucher').addColumn('ended_because', column.text),
    // One question at a time, and one contact once, however often it is asked for at the same moment.
    raw('create unique index recovery_voucher_open on recovery_voucher (account_id) where ended_at is null'),
    raw(
      "create unique index recovery_contact_live on recovery_contact (account_id, contact_account_id) where state in ('NAMED', 'CONFIRMED')",
    ),
  ],
};
