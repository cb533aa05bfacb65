import type { AccountId, OrganisationId } from '../identifiers.ts';

/**
 * INVITED ──password set──▶ ACTIVE ──▶ SUSPENDED
 * Only an ACTIVE account signs in.
 */
export type AccountState = 'INVITED' | 'ACTIVE' | 'SUSPENDED';

export interface Account {
  readonly accountId: AccountId;
  readonly organisationId: OrganisationId;
  readonly organisationName: string;
  readonly userName: string;
  readonly displayName: string;
  /** E-mail addresses; the first is the one invitations go to, notices go to all. */
  readonly addresses: readonly string[];
  readonly state: AccountState;
  /** Rises whenever all sessions must end (password reset or change). A session remembers the one it began with. */
  readonly epoch: number;
}
