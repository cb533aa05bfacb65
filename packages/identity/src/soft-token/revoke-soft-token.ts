import { revokeRecord } from '@sallyport/protocol';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { type AccountId, type Serial, parseTokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { findRecoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { clearMisplaced, endAccess } from '../temporary-access/store.ts';
import type { Visit } from '../visit.ts';
import { abandonActivation } from './activation-store.ts';
import { applyDecision } from './apply-effects.ts';
import { dropSeeds } from './rekey-store.ts';
import { takeToken } from './store.ts';

export interface Revocation {
  readonly accountId: AccountId;
  readonly tokenId: string;
  readonly proofs: readonly Proof[];
  readonly visit: Visit;
}

/**
 * Any state → REVOKED, by the owner in the portal, with the proofs an unlock needs: whoever has lost the telephone has no token to prove it with.
 * Its one-time passwords are refused from now on, and what stood in for it while it was misplaced ends; the app destroys itself at its next contact. A token that was revoked before stays so.
 */
export async function revokeSoftToken(
  ports: IdentityPorts,
  input: Revocation,
): Promise<{ readonly kind: 'revoked'; readonly serial: Serial } | Refusal<'step-up-needed' | 'token-not-found'>> {
  const now = ports.clock.now();
  const { accountId, visit } = input;
  // At once, also where an unlock would wait: a thief must not have the time.
  const verdict = await findRecoveryVerdict(ports, { ...input, act: 'unlock-token' });
  if (verdict.kind === 'needed') return refuse('step-up-needed', 'proofs missing or not fresh');
  const tokenId = parseTokenId(input.tokenId);
  if (tokenId === undefined) return refuse('token-not-found', 'malformed token id');
  return ports.database.transact(async (tx) => {
    const token = await takeToken(tx, tokenId);
    const act = { at: now, action: 'soft-token.revoke', account: accountId, actor: 'owner', visit, details: { tokenId } } as const;
    if (token?.accountId !== accountId) {
      const refusal = refuse('token-not-found', token ? 'of another account' : 'no such token');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    const transition = revokeRecord(token.record);
    if (!transition) return { kind: 'revoked', serial: token.serial };
    await abandonActivation(tx, tokenId);
    await applyDecision(ports, tx, { token, ...transition, at: now, visit });
    await dropSeeds(tx, tokenId);
    if (await clearMisplaced(tx, tokenId)) await endAccess(tx, { accountId, now, because: 'ended-by-owner' });
    await audit(tx, act);
    return { kind: 'revoked', serial: token.serial };
  });
}
