import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type ContactStanding, findContactStanding } from '../recovery-contacts/find-contact-standing.ts';
import { type LastRehearsal, lastRehearsals } from '../rehearsal/store.ts';
import { loadStanding } from '../sign-in/account-standing.ts';
import { type AccountStanding, isInService } from '../sign-in/rules.ts';
import { type Readiness, readinessOf } from './readiness.ts';
import { HOLDINGS, type Holding } from './situations.ts';

export interface AccountReadiness extends Readiness {
  /** What is set up, beside the token that something may happen to. */
  readonly holds: readonly Holding[];
  /** Why a recovery contact counts or does not. */
  readonly contacts: ContactStanding;
  /** What was last rehearsed of each situation, the newest first. */
  readonly rehearsals: readonly LastRehearsal[];
}

/** Who would be stranded: what becomes of this account's owner in every situation, what would help, and what was rehearsed of it. Changes nothing. */
export async function findReadiness(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<AccountReadiness> {
  const contacts = await findContactStanding(ports, input);
  const holds = holdingsOf(await loadStanding(ports, input.accountId), contacts);
  const rehearsals = await lastRehearsals(ports.database.query, input.accountId);
  return { holds, contacts, rehearsals, ...readinessOf({ holds, preset: ports.policy.recovery }) };
}

export function holdingsOf(standing: AccountStanding, contacts: ContactStanding): readonly Holding[] {
  const inService = standing.tokens.filter((token) => token.is === 'ACTIVE').length;
  const has: Readonly<Record<Holding, boolean>> = {
    password: standing.nextSetUpStep !== 'password',
    // The first is the one that may be locked or lost.
    'soft-token-otp': inService > 1,
    questions: standing.hasQuestions,
    'recovery-code': standing.recoveryCodesLeft > 0,
    'mailed-code': true,
    'passkey-verified': standing.passkeys.some((passkey) => isInService(passkey) && passkey.signsInAlone),
    'temporary-access-code': false,
    'recovery-contact': contacts === 'counts',
  };
  return HOLDINGS.filter((holding) => has[holding]);
}
