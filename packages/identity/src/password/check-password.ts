import { type Instant, type Reads, type Secret, type Ticket, normalisePassword } from '@sallyport/platform';
import { budgetSubject, userNameKey } from '../accounts/rules.ts';
import { findPasswordHolder, isKnownDevice, type PasswordHolder } from '../accounts/store.ts';
import { type AuditAction, audit } from '../audit.ts';
import { refundAll, spendAll } from '../budgets.ts';
import { type AccountId, asAccountId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import { hashOf } from '../one-time-links/codes.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';

/** A password that was looked at. The caller decides, and refunds or audits in the transaction that saves. */
export interface CheckedPassword {
  readonly account: PasswordHolder | undefined;
  readonly matches: boolean;
  readonly tickets: readonly Ticket[];
}

export interface PasswordCheck {
  readonly userName: string;
  readonly password: Secret<string>;
  readonly visit: Visit;
  readonly action: Extract<AuditAction, 'password.sign-in' | 'password.change' | 'account.thaw'>;
}

/**
 * Spends the attempt, then looks. The network pays first, then the account: strangers from the lane of all unknown browsers, a browser
 * that has signed in here before from its own. Whether there is such an account changes neither the budget nor the work.
 */
export async function checkPassword(
  ports: IdentityPorts,
  check: PasswordCheck,
): Promise<CheckedPassword | Refusal<'too-many-attempts' | 'busy'>> {
  const now = ports.clock.now();
  const paid = await ports.database.transact(async (tx) => {
    const account = await findPasswordHolder(tx, userNameKey(check.userName));
    const lane = await laneOf(tx, check, {
      accountId: account?.accountId,
      since: now - ports.policy.lifetimes.knownDeviceMs,
    });
    const network = await spendAll(tx, { policy: ports.policy, kind: 'sign-in-network', subject: networkOf(check.visit.address), now });
    const own = network.tickets && (await spendAll(tx, { policy: ports.policy, ...lane, now }));
    if (network.tickets && own?.tickets) return { account, tickets: [...network.tickets, ...own.tickets] };
    if (network.tickets) await refundAll(tx, network.tickets);
    const until = own?.until ?? network.until ?? now;
    const refusal = refuse('too-many-attempts', network.tickets ? lane.kind : 'sign-in-network', { until });
    await audit(tx, { at: now, action: check.action, account: account?.accountId, actor: 'anonymous', visit: check.visit, refusal });
    return refusal;
  });
  if (isRefusal(paid)) return paid;
  const outcome = await ports.passwordHasher.verify(normalisePassword(check.password), paid.account?.passwordHash);
  if (outcome !== 'busy') return { ...paid, matches: outcome === 'match' };
  await ports.database.transact((tx) => refundAll(tx, paid.tickets));
  return refuse('busy', 'hashing queue full');
}

async function laneOf(
  reads: Reads,
  check: PasswordCheck,
  known: { readonly accountId: AccountId | undefined; readonly since: Instant },
): Promise<{ readonly kind: 'password' | 'password-known-device'; readonly subject: string }> {
  const subject = budgetSubject(check.userName);
  const { device } = check.visit;
  if (device === undefined) return { kind: 'password', subject };
  const deviceHash = hashOf('device', device);
  // Asked also for an account that does not exist, with an id that no row has: the same statements for both.
  const isKnown = await isKnownDevice(reads, { accountId: known.accountId ?? asAccountId(''), deviceHash, since: known.since });
  return isKnown ? { kind: 'password-known-device', subject: `${subject}:${deviceHash}` } : { kind: 'password', subject };
}
