import type { EmailAddress } from '@sallyport/platform';
import type { AccountId, OrganisationId } from '../identifiers.ts';

/**
 * INVITED ──password set──▶ ACTIVE ──▶ SUSPENDED
 *                           │    ▲
 *               "not me"    ▼    │ level 2, or the help desk
 *                           FROZEN
 *
 * Only an ACTIVE account signs in, resets its password or repairs anything.
 */
export type AccountState = 'INVITED' | 'ACTIVE' | 'FROZEN' | 'SUSPENDED';

export interface Account {
  readonly accountId: AccountId;
  readonly organisationId: OrganisationId;
  readonly organisationName: string;
  readonly userName: string;
  readonly displayName: string;
  /** Confirmed, the primary one first: invitations go to that, notices and reset links to all. */
  readonly addresses: readonly EmailAddress[];
  readonly state: AccountState;
  /** Rises whenever all sessions must end (a new password, a freeze). A session remembers the one it began with. */
  readonly epoch: number;
}
