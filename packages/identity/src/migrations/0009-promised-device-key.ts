import type { Migration } from '@sallyport/platform';

/** The column is new and empty: a server of the release before goes on beside it. */
export const promisedDeviceKey: Migration = {
  number: 9,
  name: 'promised-device-key',
  up: ({ schema, column }) => [schema.alterTable('soft_token').addColumn('promised_device_key', column.text)],
};
