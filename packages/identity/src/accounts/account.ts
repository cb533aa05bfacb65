import type { EmailAddress } from '@sallyport/platform';
import type { AccountId, OrganisationId } from '../identifiers.ts';

/**
 * INVITED ──password set──▶ ACTIVE ──▶ SUSPENDED
 *
 * Only an ACTIVE account signs in.
 */
export type AccountState = 'INVITED' | 'ACTIVE' | 'SUSPENDED';

export interface Account {
  readonly accountId: AccountId;
  readonly organisationId: OrganisationId;
  readonly organisationName: string;
  readonly userName: string;
  readonly displayName: string;
  /** The first is the one invitations go to; notices go to all. */
  readonly addresses: readonly EmailAddress[];
  readonly state: AccountState;
  /** Rises whenever all sessions must end (a new password). A session remembers the one it began with. */
  readonly epoch: number;
}
