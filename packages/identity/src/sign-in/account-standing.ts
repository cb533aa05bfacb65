import { findAccountBy } from '../accounts/store.ts';
import type { AccountId } from '../identifiers.ts';
import { nextSetUpStep } from '../invitations/rules.ts';
import { passkeysOf } from '../passkeys/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { listBonds } from '../recovery-contacts/store.ts';
import { countCodes } from '../recovery-codes/store.ts';
import { isAcceptedFactor } from '../recovery/rules.ts';
import { registeredQuestions } from '../questions/store.ts';
import { stateForPages } from '../soft-token/list-soft-tokens.ts';
import { listTokens } from '../soft-token/store.ts';
import { openAccess } from '../temporary-access/store.ts';
import type { AccountStanding } from './rules.ts';

/** What an account has set up, as far as pages must know. */
export async function loadStanding(ports: IdentityPorts, accountId: AccountId): Promise<AccountStanding> {
  const { query } = ports.database;
  const now = ports.clock.now();
  const account = await findAccountBy(query, { accountId });
  const questions = await registeredQuestions(query, accountId);
  const tokens = await listTokens(query, accountId);
  const codes = await countCodes(query, accountId);
  const access = await openAccess(query, { accountId, now });
  const bonds = await listBonds(query, { of: accountId });
  const acceptsQuestions = isAcceptedFactor(ports.policy.recovery, 'questions');
  const hasQuestions = questions.length > 0;
  return {
    tokens: tokens.map((token) => stateForPages(token.record, ports.policy, now)),
    hasQuestions: hasQuestions && acceptsQuestions,
    recoveryCodesLeft: codes?.left ?? 0,
    hasTemporaryAccess: access !== undefined,
    passkeys: await passkeysOf(query, accountId),
    hasRecoveryContact: bonds.some(({ state, other }) => state === 'CONFIRMED' && other.state === 'ACTIVE'),
    nextSetUpStep: nextSetUpStep({
      hasPassword: account?.passwordHash !== undefined,
      questions: !acceptsQuestions ? 'not-asked' : hasQuestions ? 'registered' : 'missing',
      hasActivatedToken: tokens.some((token) => token.activatedAt !== undefined),
    }),
  };
}
