import { fromBase64url, constantTimeEqual } from '@sallyport/protocol';
import type { Instant, ReadOnlyQuery, Secret } from '@sallyport/platform';
import type { AccountId, DelayId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { IdentitySchema } from '../schema.ts';
import { listTokens } from '../soft-token/store.ts';
import { hashOfClaim, openPayload } from './payload.ts';
import { type DelayKind, type Waited, standingOf } from './rules.ts';
import { type StoredDelay, findWaiting } from './store.ts';

type Query = ReadOnlyQuery<IdentitySchema>;

export interface WaitSought {
  readonly accountId: AccountId;
  readonly kind: DelayKind;
  /** What this browser holds. */
  readonly claim: Secret<string> | undefined;
  readonly now: Instant;
}

/** What of this kind is ripe for this account; undefined when nothing is, or it was left there too long. */
export async function findRipeWait(
  ports: IdentityPorts,
  query: Query,
  { accountId, kind, claim, now }: WaitSought,
): Promise<(Waited & { readonly delayId: DelayId }) | undefined> {
  const delay = await findWaiting(query, { accountId, kind });
  if (!delay || standingOf(delay, { now, ripeForMs: ports.policy.lifetimes.ripeDelayMs }).at !== 'ripe') return undefined;
  return { delayId: delay.delayId, ...(await waitedOf(ports, query, { delay, claim })) };
}

/** What was given when it was asked for, as far as it still has force. */
export async function waitedOf(
  ports: IdentityPorts,
  query: Query,
  { delay, claim }: { readonly delay: StoredDelay; readonly claim?: Secret<string> | undefined },
): Promise<Waited> {
  const { proofs, claimHash } = openPayload(ports, delay);
  const tokens = await listTokens(query, delay.accountId);
  const inService = new Set<string>(tokens.filter(({ record }) => record.state.kind === 'ACTIVE').map(({ tokenId }) => tokenId));
  return {
    begunAt: delay.begunAt,
    proofs: proofs.filter(({ tokenId }) => tokenId === undefined || inService.has(tokenId)),
    asked: claimHash !== undefined && claim !== undefined && isSameHash(hashOfClaim(claim), claimHash) ? 'here' : 'elsewhere',
  };
}

function isSameHash(one: string, other: string): boolean {
  return constantTimeEqual(fromBase64url(one), fromBase64url(other));
}
