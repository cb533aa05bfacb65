/** The words for what several pages speak of. */

export const statusMessages = {
  'status.PENDING': 'Waiting for verification',
  'status.PENDING_APPROVAL': 'Waiting for approval',
  'status.APPROVED': 'Approved',
  'status.DECLINED': 'Declined',
  'status.ISSUING': 'Being issued',
  'status.FAILED': 'Failed',
  'status.ACTIVE': 'Active',
  'status.SUPERSEDED': 'Replaced',
  'status.REVOKED': 'Revoked',
  'status.EXPIRED': 'Expired',
  'status.DEACTIVATED': 'No longer managed',
} as const;

export const roleMessages = {
  'role.requester': 'Requester',
  'role.approver': 'Approver',
  'role.domain-administrator': 'Domain administrator',
  'role.auditor': 'Auditor',
  'role.organisation-administrator': 'Organisation administrator',
} as const;

export const profileMessages = {
  'profile.imported': 'Issued by others',
  'profile.server': 'Server',
  'profile.server-and-client': 'Server and client',
  'profile.short-lived-server': 'Server, for a week',
  'profile.public-server': 'Server, for everybody',
  'profileHint.public-server': 'Issued by a public authority, which everybody trusts. It looks for itself whether the names are yours.',
  'profileHint.server': 'For web and other TLS servers.',
  'profileHint.server-and-client': 'For machines that also show their certificate to others.',
  'profileHint.short-lived-server': 'Renewed by a machine every few days. Nobody need agree to it.',
  profileDays: '{hint} Usually {usual, number} days, at most {maximum, number}.',
} as const;
