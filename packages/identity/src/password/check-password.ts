import { type Asker, type Instant, type Reads, type Secret, type Ticket, normalisePassword } from '@sallyport/platform';
import { budgetSubject, userNameKey } from '../accounts/rules.ts';
import { findPasswordHolder, isKnownDevice, type PasswordHolder } from '../accounts/store.ts';
import { type AuditAction, audit } from '../audit.ts';
import { refundAll, spendAll } from '../budgets.ts';
import { type AccountId, asAccountId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import { hashOf } from '../one-time-links/codes.ts';
import type { BudgetKind } from '../policy.ts';
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
  readonly action: Extract<AuditAction, 'password.sign-in' | 'password.change' | 'account.thaw' | 'rehearsal.password'>;
}

/**
 * Spends the attempt, then looks. A stranger pays for the network, then for the account, from the lane of all unknown browsers. Whoever is known to the account has a lane
 * of their own and pays nothing else: neither a stranger who guesses at the account nor one in the same network can lock them out. Whether there is such an account changes
 * neither the budget nor the work.
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
    const tickets: Ticket[] = [];
    for (const purse of lane.pays) {
      const paid = await spendAll(tx, { policy: ports.policy, ...purse, now });
      if (paid.tickets) {
        tickets.push(...paid.tickets);
        continue;
      }
      await refundAll(tx, tickets);
      const refusal = refuse('too-many-attempts', purse.kind, { until: paid.until });
      await audit(tx, { at: now, action: check.action, account: account?.accountId, actor: 'anonymous', visit: check.visit, refusal });
      return refusal;
    }
    return { account, tickets, asker: lane.asker };
  });
  if (isRefusal(paid)) return paid;
  const { account, tickets, asker } = paid;
  const password = normalisePassword(check.password);
  const outcome = await ports.passwordHasher.verify({ password, hash: account?.passwordHash }, asker);
  if (outcome !== 'busy') return { account, tickets, matches: outcome === 'match' };
  await ports.database.transact((tx) => refundAll(tx, tickets));
  return refuse('busy', 'hashing queue full');
}

/** Which budgets a try is paid from, in this order, and who waits for the hasher. */
interface LaneToPass {
  readonly pays: readonly { readonly kind: BudgetKind; readonly subject: string }[];
  readonly asker: Asker;
}

async function laneOf(
  reads: Reads,
  check: PasswordCheck,
  known: { readonly accountId: AccountId | undefined; readonly since: Instant },
): Promise<LaneToPass> {
  const account = budgetSubject(check.userName);
  const network = networkOf(check.visit.address);
  const whoIsKnown = await knownAs(reads, check, known);
  if (whoIsKnown !== undefined) {
    return {
      pays: [{ kind: 'password-known-device', subject: `${account}:${whoIsKnown}` }],
      asker: { lane: 'known', network, account },
    };
  }
  return {
    pays: [
      { kind: 'sign-in-network', subject: network },
      { kind: 'password', subject: account },
    ],
    asker: { lane: 'stranger', network, account },
  };
}

/** A browser that has signed in here before, or anybody who is signed in: all sessions of an account share one lane. */
async function knownAs(
  reads: Reads,
  check: PasswordCheck,
  known: { readonly accountId: AccountId | undefined; readonly since: Instant },
): Promise<string | undefined> {
  if (check.action === 'password.change' || check.action === 'rehearsal.password') return 'signed-in';
  const { device } = check.visit;
  if (device === undefined) return undefined;
  const deviceHash = hashOf('device', device);
  // Asked also for an account that does not exist, with an id that no row has: the same statements for both.
  const isKnown = await isKnownDevice(reads, { accountId: known.accountId ?? asAccountId(''), deviceHash, since: known.since });
  return isKnown ? deviceHash : undefined;
}
