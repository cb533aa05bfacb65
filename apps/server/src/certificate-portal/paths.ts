import type {
  ApiKeyId,
  CertificateAct,
  CertificateId,
  DomainId,
  FieldId,
  PersonId,
  ReportId,
  SavedViewId,
  WebhookId,
} from '@sallyport/certificates';

/** Every address of Certificate Services. */
export const PATHS = {
  home: '/',
  dashboard: '/dashboard',
  inventory: '/certificates',
  inventoryFile: '/certificates.csv',
  request: '/certificates/new',
  many: '/certificates/many',
  importing: '/certificates/import',
  report: '/certificates/reports/:reportId',
  views: '/certificates/views',
  viewNew: '/certificates/views/new',
  viewDelete: '/certificates/views/delete',
  certificate: '/certificates/:certificateId',
  certificateFile: '/certificates/:certificateId/files/:file',
  decide: '/certificates/:certificateId/decide',
  'decide-revocation': '/certificates/:certificateId/decide-revocation',
  withdraw: '/certificates/:certificateId/withdraw',
  retry: '/certificates/:certificateId/retry',
  renew: '/certificates/:certificateId/renew',
  reissue: '/certificates/:certificateId/reissue',
  revoke: '/certificates/:certificateId/revoke',
  deactivate: '/certificates/:certificateId/deactivate',
  describe: '/certificates/:certificateId/describe',
  approvals: '/approvals',
  domains: '/domains',
  addDomain: '/domains/new',
  domain: '/domains/:domainId',
  checkDomain: '/domains/:domainId/check',
  proveDomainAgain: '/domains/:domainId/prove-again',
  removeDomain: '/domains/:domainId/remove',
  organisation: '/organisation',
  fields: '/fields',
  fieldChange: '/fields/change',
  people: '/people',
  roles: '/people/roles',
  'tell-others': '/certificates/:certificateId/tell-others',
  settings: '/settings',
  notices: '/settings/notices',
  webhooks: '/settings/webhooks',
  newWebhook: '/settings/webhooks/new',
  webhook: '/settings/webhooks/:webhookId',
  webhookSecret: '/settings/webhooks/:webhookId/secret',
  removeWebhook: '/settings/webhooks/:webhookId/remove',
  account: '/settings/account',
  apiKeys: '/settings/keys',
  newApiKey: '/settings/keys/new',
  madeApiKey: '/settings/keys/made',
  revokeApiKey: '/settings/keys/revoke',
  signOut: '/sign-out',
  signedOut: '/signed-out',
} as const;

export function certificatePath(certificateId: CertificateId): string {
  return `${PATHS.inventory}/${certificateId}`;
}

export function actPath(act: CertificateAct, certificateId: CertificateId): string {
  return `${certificatePath(certificateId)}/${act}`;
}

export function filePath(certificateId: CertificateId, file: string): string {
  return `${certificatePath(certificateId)}/files/${file}`;
}

export type DomainAct = 'check' | 'prove-again' | 'remove';

export function domainPath(domainId: DomainId, act?: DomainAct): string {
  return [PATHS.domains, domainId, ...(act === undefined ? [] : [act])].join('/');
}

/** Whose roles stands in the address, so that a form which is sent to it can be opened there too. */
export function rolesPath(personId: PersonId): string {
  return `${PATHS.roles}?person=${encodeURIComponent(personId)}`;
}

/** Which key stands in the address, so that a form which is sent to it can be opened there too. */
export function revokeKeyPath(keyId: ApiKeyId): string {
  return `${PATHS.revokeApiKey}?key=${keyId}`;
}

export function webhookPath(webhookId: WebhookId, page?: 'secret' | 'remove'): string {
  return [PATHS.webhooks, webhookId, ...(page === undefined ? [] : [page])].join('/');
}

export function describePath(certificateId: CertificateId): string {
  return `${certificatePath(certificateId)}/describe`;
}

export function reportPath(reportId: ReportId): string {
  return PATHS.report.replace(':reportId', reportId);
}

export function viewDeletePath(viewId: SavedViewId): string {
  return `${PATHS.viewDelete}?view=${viewId}`;
}

/** Another field, or one that is there. */
export function fieldChangePath(fieldId: FieldId | undefined): string {
  return fieldId === undefined ? PATHS.fieldChange : `${PATHS.fieldChange}?field=${fieldId}`;
}
