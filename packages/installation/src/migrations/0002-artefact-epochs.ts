import type { Migration } from '@sallyport/platform';

/**
 * Artefacts remember the epoch of their account, and end with it. Those from before have none and end too: everybody signs in once more. A server of the release before
 * writes none either; what it makes opens nothing here.
 */
export const artefactEpochs: Migration = {
  number: 2,
  name: 'artefact-epochs',
  up: ({ schema, column }) => [schema.alterTable('oidc_artefact').addColumn('account_epoch', column.count)],
};
