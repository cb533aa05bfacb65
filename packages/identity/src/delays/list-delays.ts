import type { Instant } from '@sallyport/platform';
import type { AccountId, DelayId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type DelayKind, type DelayStanding, standingOf } from './rules.ts';
import { listDelaysOf } from './store.ts';

export interface DelayView {
  readonly delayId: DelayId;
  readonly kind: DelayKind;
  readonly begunAt: Instant;
  readonly ripeAt: Instant;
  readonly standing: DelayStanding;
}

const MOST_SHOWN = 10;

/** What waits for this account or waited, the newest first, as far as a page shows it. */
export async function listDelays(ports: IdentityPorts, input: { readonly accountId: AccountId }): Promise<readonly DelayView[]> {
  const now = ports.clock.now();
  const delays = await listDelaysOf(ports.database.query, input.accountId, MOST_SHOWN);
  return delays.map((delay) => ({
    delayId: delay.delayId,
    kind: delay.kind,
    begunAt: delay.begunAt,
    ripeAt: delay.ripeAt,
    standing: standingOf(delay, { now, ripeForMs: ports.policy.lifetimes.ripeDelayMs }),
  }));
}
