import type { Migration } from '@sallyport/platform';

/** Browser sessions, the Federation's proofs, and what OpenID Connect keeps on either side. */
export const sessions: Migration = {
  number: 1,
  name: 'sessions',
  up: (tools) => {
    const { column, schema } = tools;
    const table = <Name extends string>(name: Name) => tools.table(name);
    return [
      table('web_session')
        .addColumn('id_hash', column.text, (it) => it.primaryKey())
        .addColumn('ref', column.text, (it) => it.notNull().unique())
        .addColumn('listener', column.text, (it) => it.notNull())
        .addColumn('data', column.text, (it) => it.notNull())
        .addColumn('started_at', column.instant, (it) => it.notNull())
        .addColumn('seen_at', column.instant, (it) => it.notNull())
        .addColumn('expires_at', column.instant, (it) => it.notNull()),
      schema.createIndex('web_session_expiry').on('web_session').column('expires_at'),

      table('federation_proof')
        .addColumn('session_ref', column.text, (it) => it.notNull().references('web_session.ref').onDelete('cascade'))
        .addColumn('account_id', column.text, (it) => it.notNull())
        .addColumn('factor', column.text, (it) => it.notNull())
        .addColumn('network', column.text, (it) => it.notNull())
        .addColumn('proved_at', column.instant, (it) => it.notNull())
        .addColumn('given_in', column.text),
      schema.createIndex('federation_proof_session').on('federation_proof').column('session_ref'),

      table('federation_provider_session')
        .addColumn('provider_uid', column.text, (it) => it.primaryKey())
        .addColumn('session_ref', column.text, (it) => it.notNull().references('web_session.ref').onDelete('cascade'))
        .addColumn('linked_at', column.instant, (it) => it.notNull()),

      table('oidc_artefact')
        .addColumn('kind', column.text, (it) => it.notNull())
        .addColumn('id_hash', column.text, (it) => it.notNull())
        .addColumn('payload', column.bytes, (it) => it.notNull())
        .addColumn('grant_id', column.text)
        .addColumn('uid', column.text)
        .addColumn('account_id', column.text)
        .addColumn('consumed_at', column.instant)
        .addColumn('expires_at', column.instant)
        .addPrimaryKeyConstraint('oidc_artefact_key', ['kind', 'id_hash']),
      schema.createIndex('oidc_artefact_grant').on('oidc_artefact').column('grant_id'),
      schema.createIndex('oidc_artefact_uid').on('oidc_artefact').column('uid'),
      schema.createIndex('oidc_artefact_expiry').on('oidc_artefact').column('expires_at'),

      table('relying_party_request')
        .addColumn('state_hash', column.text, (it) => it.primaryKey())
        .addColumn('session_ref', column.text, (it) => it.notNull().references('web_session.ref').onDelete('cascade'))
        .addColumn('client_id', column.text, (it) => it.notNull())
        .addColumn('nonce', column.text, (it) => it.notNull())
        .addColumn('code_verifier', column.text, (it) => it.notNull())
        .addColumn('return_to', column.text, (it) => it.notNull())
        .addColumn('acr', column.text, (it) => it.notNull())
        .addColumn('fresh_since', column.instant)
        .addColumn('expires_at', column.instant, (it) => it.notNull()),
    ];
  },
};
