import type { Instant } from '@sallyport/platform';
import { type TokenRecord, expireUnlock } from '@sallyport/protocol';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPolicy } from '../policy.ts';
import type { IdentityPorts } from '../ports.ts';
import { NO_STEP } from './rules.ts';
import { type StoredToken, listTokens } from './store.ts';
import type { SoftTokenView, TokenState } from './token.ts';

/** The account's tokens, newest first. */
export async function listSoftTokens(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<readonly SoftTokenView[]> {
  const now = ports.clock.now();
  const tokens = await listTokens(ports.database.query, input.accountId);
  return tokens.map((token) => ({
    tokenId: token.tokenId,
    serial: token.serial,
    state: stateForPages(token.record, ports.policy, now),
    createdAt: token.createdAt,
    activatedAt: token.activatedAt,
    deviceName: token.deviceName,
    lastUsedAt: lastUsedAt(token, now),
    removedAt: token.removedAt,
    misplacedAt: token.misplacedAt,
    provisioned: token.provisioned,
  }));
}

/** Out of what is stored in any case, so that a sign-in writes nothing more for it. */
function lastUsedAt({ otp, contactAt }: StoredToken, now: Instant): Instant | undefined {
  const otpAt = otp.lastStep === NO_STEP ? undefined : Math.min(now, otp.lastStep * otp.periodSeconds * 1000);
  const moments = [otpAt, contactAt].filter((moment) => moment !== undefined);
  return moments.length === 0 ? undefined : Math.max(...moments);
}

/** The state as it is at this moment, whether or not the sweep for unconfirmed unlocks has come by. */
export function stateForPages(record: TokenRecord, policy: IdentityPolicy, now: Instant): TokenState {
  const { state } = expireUnlock({ record, policy: policy.unlock, now })?.next ?? record;
  switch (state.kind) {
    case 'SUSPENDED':
      return { is: 'SUSPENDED', because: state.reason };
    case 'PENDING':
    case 'ACTIVE':
    case 'UNLOCK_PENDING':
    case 'REVOKED':
      return { is: state.kind };
  }
}
