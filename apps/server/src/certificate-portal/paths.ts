import type { ApiKeyId, CertificateAct, CertificateId, PersonId } from '@sallyport/certificates';

/** Every address of Certificate Services. */
export const PATHS = {
  home: '/',
  dashboard: '/dashboard',
  inventory: '/certificates',
  inventoryFile: '/certificates.csv',
  request: '/certificates/new',
  certificate: '/certificates/:certificateId',
  certificateFile: '/certificates/:certificateId/files/:file',
  decide: '/certificates/:certificateId/decide',
  withdraw: '/certificates/:certificateId/withdraw',
  retry: '/certificates/:certificateId/retry',
  revoke: '/certificates/:certificateId/revoke',
  deactivate: '/certificates/:certificateId/deactivate',
  approvals: '/approvals',
  people: '/people',
  roles: '/people/roles',
  settings: '/settings',
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

/** Whose roles stands in the address, so that a form which is sent to it can be opened there too. */
export function rolesPath(personId: PersonId): string {
  return `${PATHS.roles}?person=${encodeURIComponent(personId)}`;
}

/** Which key stands in the address, so that a form which is sent to it can be opened there too. */
export function revokeKeyPath(keyId: ApiKeyId): string {
  return `${PATHS.revokeApiKey}?key=${keyId}`;
}
