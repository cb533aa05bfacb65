import { type Instant, type Secret, type Transaction } from '@sallyport/platform';
import { findAccountBy } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { type AccountId, type DelayId, parseDelayId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { words } from '../notices/words.ts';
import { DELAY, openLink } from '../one-time-links/open-link.ts';
import type { IdentityPorts } from '../ports.ts';
import { endVouchings } from '../recovery-contacts/store.ts';
import { openedBy } from '../recovery/rules.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { type StoredDelay, cancelAll, cancelOne, delayOfLink } from './store.ts';

type Tx = Transaction<IdentitySchema>;

/** By the link in a notice, from any address. However often it is opened, looking stops nothing: this is what its button does. */
export async function cancelDelayByLink(
  ports: IdentityPorts,
  input: { readonly code: Secret<string>; readonly visit: Visit },
): Promise<{ readonly kind: 'cancelled' } | Refusal<'delay-link-not-valid' | 'delay-over' | 'too-many-attempts'>> {
  const link = await openLink(ports, DELAY, input);
  if (isRefusal(link)) return link;
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const of = await delayOfLink(tx.query, link.codeHash);
    const by = { way: 'link', address: of?.address ?? '' };
    return cancel(ports, tx, { accountId: link.accountId, delayId: of?.delayId, by, actor: 'anonymous', now, visit: input.visit });
  });
}

/** By its owner in a session: to stop something takes no proof beyond the sign-in. */
export async function cancelDelay(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly delayId: string; readonly visit: Visit },
): Promise<{ readonly kind: 'cancelled' } | Refusal<'delay-over'>> {
  const now = ports.clock.now();
  const delayId = parseDelayId(input.delayId);
  return ports.database.transact((tx) => cancel(ports, tx, { ...input, delayId, by: { way: 'owner' }, actor: 'owner', now }));
}

interface Cancellation {
  readonly accountId: AccountId;
  readonly delayId: DelayId | undefined;
  readonly by: Readonly<Record<string, string>>;
  readonly actor: 'owner' | 'anonymous';
  readonly now: Instant;
  readonly visit: Visit;
}

async function cancel(
  ports: IdentityPorts,
  tx: Tx,
  { accountId, delayId, by, actor, now, visit }: Cancellation,
): Promise<{ readonly kind: 'cancelled' } | Refusal<'delay-over'>> {
  const act = { at: now, action: 'delay.cancel', account: accountId, actor, visit } as const;
  const cancelled = delayId && (await cancelOne(tx, { accountId, delayId, now }));
  if (!cancelled) {
    const refusal = refuse('delay-over', 'waits no more');
    await audit(tx, { ...act, refusal, details: by });
    return refusal;
  }
  await tell(ports, tx, { cancelled: [cancelled], now, visit });
  await audit(tx, { ...act, details: { ...by, kind: cancelled.kind } });
  return { kind: 'cancelled' };
}

/**
 * Whoever gives what opens everything at once (password and soft token, or a passkey) has all that the recovery was for: what waits is stopped. Below that nothing happens, and
 * what itself would have to wait stops nothing.
 */
export async function cancelDelaysAtLevelTwo(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly proofs: readonly Proof[]; readonly visit: Visit },
): Promise<{ readonly cancelled: number }> {
  const { accountId, proofs, visit } = input;
  const now = ports.clock.now();
  const given = { act: 'replace-credential', preset: ports.policy.recovery, proofs, now, freshProofMs: Number.POSITIVE_INFINITY } as const;
  if (openedBy(given)?.kind !== 'allowed') return { cancelled: 0 };
  return ports.database.transact((tx) => stopWhatWaits(ports, tx, { accountId, way: 'level-2', now, visit }));
}

/** Everything of this account that waits, or was asked of a contact, is stopped, in the transaction of whatever made it pointless; every address is told. */
export async function stopWhatWaits(
  ports: IdentityPorts,
  tx: Tx,
  stop: {
    readonly accountId: AccountId;
    readonly way: 'level-2' | 'new-password';
    readonly now: Instant;
    readonly visit: Visit | undefined;
  },
): Promise<{ readonly cancelled: number }> {
  const { accountId, way, now, visit } = stop;
  await endVouchings(tx, { accountId, because: 'withdrawn', now });
  const cancelled = await cancelAll(tx, { accountId, now });
  if (cancelled.length === 0) return { cancelled: 0 };
  await tell(ports, tx, { cancelled, now, visit });
  const details = { way, kind: cancelled.map((delay) => delay.kind).join(' ') };
  await audit(tx, { at: now, action: 'delay.cancel', account: accountId, actor: visit ? 'owner' : 'system', visit, details });
  return { cancelled: cancelled.length };
}

async function tell(
  ports: IdentityPorts,
  tx: Tx,
  given: { readonly cancelled: readonly StoredDelay[]; readonly now: Instant; readonly visit: Visit | undefined },
): Promise<void> {
  for (const { accountId, kind, ripeAt } of given.cancelled) {
    const account = await findAccountBy(tx.query, { accountId });
    if (!account) continue;
    const { now: at, visit } = given;
    await queueNotice(ports, tx, { account, about: 'recovery-cancelled', at, visit, waiting: words.waiting[kind](ripeAt) });
  }
}
