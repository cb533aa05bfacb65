/** What somebody may do in their organisation. A role grants; nothing is allowed by the absence of one. */
export type Role = 'requester' | 'approver' | 'domain-administrator' | 'auditor' | 'organisation-administrator';

export const ROLES: readonly Role[] = ['requester', 'approver', 'domain-administrator', 'auditor', 'organisation-administrator'];

/** Everything that asks whether somebody may. */
export type Permission =
  | 'look'
  /** Ask for, renew and reissue certificates, and check a request without sending it. */
  | 'request'
  /** Agree to the requests of others, or decline them. */
  | 'decide'
  /** Try an issue that failed once more. */
  | 'retry'
  | 'revoke'
  | 'deactivate'
  /** Name domains, prove them, take them back. */
  | 'manage-domains'
  /** What one is told oneself. */
  | 'choose-notices'
  | 'manage-webhooks'
  /** Write into the fields that an organisation has beside its certificates. */
  | 'describe'
  /** Say which fields there are. */
  | 'manage-fields'
  /** Bring in certificates that somebody else issued. */
  | 'import'
  /** Give searches a name: for oneself, and for everybody. */
  | 'save-views'
  | 'share-views'
  | 'grant-roles'
  /** Make keys for programs of one's own, and end them. */
  | 'make-api-keys';

/** What a key may be allowed: everything but to make keys, of which one would outlive another. */
export type Scope = Exclude<Permission, 'make-api-keys'>;

const GRANTED_BY: Readonly<Record<Permission, readonly Role[]>> = {
  look: ROLES,
  request: ['requester'],
  decide: ['approver'],
  retry: ['requester', 'approver'],
  revoke: ['requester', 'approver'],
  deactivate: ['requester', 'approver'],
  'manage-domains': ['domain-administrator'],
  'choose-notices': ROLES,
  'manage-webhooks': ['organisation-administrator'],
  describe: ['requester', 'approver'],
  'manage-fields': ['organisation-administrator'],
  import: ['requester'],
  'save-views': ROLES,
  'share-views': ['requester', 'approver', 'domain-administrator', 'organisation-administrator'],
  'grant-roles': ['organisation-administrator'],
  // A key does nothing that its maker may not do.
  'make-api-keys': ROLES,
};

const PERMISSIONS = Object.keys(GRANTED_BY) as readonly Permission[];

/** In the order in which a form offers them. */
export const SCOPES: readonly Scope[] = PERMISSIONS.filter((permission): permission is Scope => permission !== 'make-api-keys');

/** The assurance level that a permission needs: at level 1 one may look (security.md). */
export function levelFor(permission: Permission): 1 | 2 {
  return permission === 'look' ? 1 : 2;
}

export function grants(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => GRANTED_BY[permission].includes(role));
}

/** The roles of which one would do, for whoever has none of them. */
export function rolesFor(permission: Permission): readonly Role[] {
  return GRANTED_BY[permission];
}

/** Undefined when one of them is none. */
export function parseScopes(texts: readonly string[]): readonly Scope[] | undefined {
  const scopes = SCOPES.filter((scope) => texts.includes(scope));
  return texts.every((text) => scopes.some((scope) => scope === text)) ? scopes : undefined;
}

export function parseRole(text: string): Role | undefined {
  return ROLES.find((role) => role === text);
}
