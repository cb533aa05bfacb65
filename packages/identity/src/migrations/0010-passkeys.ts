import type { Migration } from '@sallyport/platform';

/** The columns are new and empty, and no release before wrote a passkey: a server of that release goes on beside it. */
export const passkeys: Migration = {
  number: 10,
  name: 'passkeys',
  up: ({ schema, column }) => [
    // When it last verified its user, by PIN or biometrics: one that never did opens no door alone.
    schema.alterTable('passkey').addColumn('verified_at', column.instant),
    // Of the passkey that is about to be made.
    schema.alterTable('passkey_challenge').addColumn('name', column.text),
    schema.createIndex('passkey_challenge_by_session').on('passkey_challenge').columns(['session', 'purpose']),
  ],
};
