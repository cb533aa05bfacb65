import { type AnyTransaction, type Instant, type Secret, type Transaction, newId, normalisePassword } from '@sallyport/platform';
import { rememberDevice, saveRehash } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { refundAll } from '../budgets.ts';
import type { AccountId, DeviceKey } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import { hashOf } from '../one-time-links/codes.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { type CheckedPassword, checkPassword } from './check-password.ts';

export interface PasswordAccepted {
  readonly accountId: AccountId;
  /** The account's epoch: the session remembers it and ends when the account's is another. */
  readonly epoch: number;
  readonly proof: Proof;
  /** To be kept in a long-lived cookie (one year), so that a stranger's guesses never lock this browser out. */
  readonly device: DeviceKey;
}

export interface PasswordSubmission {
  readonly userName: string;
  readonly password: Secret<string>;
  readonly visit: Visit;
  /** What the caller keeps of an accepted password, such as a session: in the same transaction, so that both happen or neither does. */
  readonly save?: (tx: AnyTransaction, accepted: PasswordAccepted) => Promise<void>;
}

/**
 * The first factor. The attempt is spent before the password is looked at; a browser known to this account has a budget of its own.
 * Unknown names get the same answer, the same budget and the same work.
 */
export async function submitPassword(
  ports: IdentityPorts,
  input: PasswordSubmission,
): Promise<PasswordAccepted | Refusal<'busy' | 'sign-in-failed' | 'too-many-attempts'>> {
  const checked = await checkPassword(ports, { ...input, action: 'password.sign-in' });
  if (isRefusal(checked)) return checked;
  const { account } = checked;
  const now = ports.clock.now();
  const reason = refusalReason(checked);
  if (reason !== undefined || !account) {
    const refusal = refuse('sign-in-failed', reason ?? 'no-such-user');
    await ports.database.transact((tx) =>
      audit(tx, { at: now, action: 'password.sign-in', account: account?.accountId, actor: 'anonymous', visit: input.visit, refusal }),
    );
    return refusal;
  }
  const fresh = await rehash(ports, { ...input, ...account });
  return ports.database.transact(async (tx) => {
    if (fresh !== undefined) await saveRehash(tx, { accountId: account.accountId, ...fresh });
    await refundAll(tx, checked.tickets);
    const device = await rememberVisit(ports, tx, { accountId: account.accountId, visit: input.visit, now });
    const accepted = { accountId: account.accountId, epoch: account.epoch, proof: passwordProof(input.visit, now), device };
    await input.save?.(tx, accepted);
    await audit(tx, { at: now, action: 'password.sign-in', account: account.accountId, actor: 'owner', visit: input.visit });
    return accepted;
  });
}

export function passwordProof(visit: Visit, now: Instant): Proof {
  return { factor: 'password', at: now, network: networkOf(visit.address) };
}

/** This browser is known to this account from now on, under the key it has or under a new one. */
export async function rememberVisit(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  known: { readonly accountId: AccountId; readonly visit: Visit; readonly now: Instant },
): Promise<DeviceKey> {
  const device = known.visit.device ?? (newId(ports.randomness) as DeviceKey);
  const { accountId, now } = known;
  await rememberDevice(tx, { accountId, deviceHash: hashOf('device', device), now, since: now - ports.policy.lifetimes.knownDeviceMs });
  return device;
}

function refusalReason({ account, matches }: CheckedPassword): string | undefined {
  if (!account) return 'no-such-user';
  if (account.state !== 'ACTIVE') return `account is ${account.state}`;
  return matches ? undefined : 'wrong-password';
}

/** A hash made under older parameters is made anew with the password at hand; when the hasher is busy, at the next sign-in. */
async function rehash(
  ports: IdentityPorts,
  given: {
    readonly accountId: AccountId;
    readonly password: Secret<string>;
    readonly passwordHash: string | undefined;
    readonly visit: Visit;
  },
): Promise<{ readonly old: string; readonly fresh: string } | undefined> {
  const { passwordHash: old } = given;
  if (old === undefined || !ports.passwordHasher.needsRehash(old)) return undefined;
  const fresh = await ports.passwordHasher.hash(normalisePassword(given.password), askerOf(given));
  return fresh === 'busy' ? undefined : { old, fresh };
}
