import type { Transaction } from '@sallyport/platform';
import type { RecoveryKeys } from '@sallyport/protocol';
import { audit } from '../audit.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { underEitherKeys } from './key-sets.ts';
import type { IssuedUnlockCode } from './request-unlock.ts';
import { type StoredToken, keysOfIssue, takeTokens } from './store.ts';
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
    const keys = shown && (await keysOf(ports, tx, shown));
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

interface Shown {
  readonly token: StoredToken;
  readonly issue: StoredToken['record']['issues'][number];
}

/** Those that made the code: the present ones, or those promised in a re-key. */
async function keysOf(ports: IdentityPorts, tx: Transaction<IdentitySchema>, { token, issue }: Shown): Promise<RecoveryKeys | undefined> {
  const keyedAt = await keysOfIssue(tx.query, token.tokenId, issue);
  const under = underEitherKeys(token).find((keys) => keyedAt === undefined || keys.keyedAt === keyedAt);
  return under && recoveryKeysOf(ports, under);
}

function latestIssue(token: StoredToken, session: FederationSessionRef): Shown[] {
  const { state, issues } = token.record;
  if (state.kind !== 'UNLOCK_PENDING' || state.session !== session) return [];
  const issue = issues.findLast((candidate) => candidate.epoch === state.epoch && candidate.session === session);
  return issue ? [{ token, issue }] : [];
}
