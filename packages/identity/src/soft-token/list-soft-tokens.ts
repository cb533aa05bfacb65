import type { Instant } from '@sallyport/platform';
import { type TokenRecord, expireUnlock } from '@sallyport/protocol';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPolicy } from '../policy.ts';
import type { IdentityPorts } from '../ports.ts';
import { listTokens } from './store.ts';
import type { SoftTokenView, TokenState } from './token.ts';

/** The account's tokens, newest first. */
export async function listSoftTokens(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<readonly SoftTokenView[]> {
  const now = ports.clock.now();
  const tokens = await listTokens(ports.database.query, input.accountId);
  return tokens.map(({ tokenId, serial, record, createdAt, activatedAt, deviceName, provisioned }) => ({
    tokenId,
    serial,
    state: stateForPages(record, ports.policy, now),
    createdAt,
    activatedAt,
    deviceName,
    provisioned,
  }));
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
