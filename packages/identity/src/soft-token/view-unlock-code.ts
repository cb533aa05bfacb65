import { audit } from '../audit.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import type { IssuedUnlockCode } from './request-unlock.ts';
import { type StoredToken, takeTokens } from './store.ts';
import { recoveryKeysOf, wipeRecoveryKeys } from './token-secrets.ts';
import { unlockCodeOf } from './unlock-code.ts';

/**
 * The page after `requestUnlock` (POST → 303 → GET): the code issued last in this session, for ten minutes, while the token still waits.
 * Each view is audited; it is not another issue. Later the PIN Reset Code must be entered again.
 */
export async function viewUnlockCode(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly session: FederationSessionRef; readonly visit: Visit },
): Promise<Omit<IssuedUnlockCode, 'proof'> | Refusal<'unlock-not-pending'>> {
  const now = ports.clock.now();
  const { accountId, session, visit } = input;
  return ports.database.transact(async (tx) => {
    const shown = (await takeTokens(tx, accountId))
      .flatMap((token) => latestIssue(token, session))
      .sort((one, other) => other.issue.at - one.issue.at)
      .at(0);
    const keys = shown && recoveryKeysOf(ports, shown.token);
    if (!shown || !keys || now - shown.issue.at >= ports.policy.lifetimes.freshProofMs) {
      return refuse('unlock-not-pending', shown ? 'shown long enough' : 'no unlock waits in this session');
    }
    const { token, issue } = shown;
    const code = unlockCodeOf({ ports, token, keys, epoch: issue.epoch, r: issue.r });
    wipeRecoveryKeys(keys);
    const details = { tokenId: token.tokenId, epoch: issue.epoch };
    await audit(tx, { at: now, action: 'soft-token.view-unlock-code', account: accountId, actor: 'owner', visit, details });
    return { tokenId: token.tokenId, serial: token.serial, ...code, confirmBy: issue.at + ports.policy.unlock.confirmationMs };
  });
}

function latestIssue(
  token: StoredToken,
  session: FederationSessionRef,
): { readonly token: StoredToken; readonly issue: StoredToken['record']['issues'][number] }[] {
  const { state, issues } = token.record;
  if (state.kind !== 'UNLOCK_PENDING' || state.session !== session) return [];
  const issue = issues.findLast((candidate) => candidate.epoch === state.epoch && candidate.session === session);
  return issue ? [{ token, issue }] : [];
}
