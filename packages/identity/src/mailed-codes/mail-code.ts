import type { Instant } from '@sallyport/platform';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import { type AuditAction, audit } from '../audit.ts';
import { type Paid, refundAll } from '../budgets.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import { queueMailedCode } from '../notices/queue-mailed-code.ts';
import type { IdentityPorts } from '../ports.ts';
import { randomBelow } from '../randomness.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { drawMailedCode, formatMailedCode } from './rules.ts';
import { replaceMailedCode } from './store.ts';

export interface CodeToMail {
  readonly accountId: AccountId;
  /** The one place where it can be typed; what was sent for that place before is void. */
  readonly place: FederationSessionRef;
  readonly purpose: 'recovery' | 'rehearsal';
  readonly action: Extract<AuditAction, 'mailed-code.send' | 'rehearsal.send-code'>;
  readonly visit: Visit;
  /** For the mail; given back when none is sent because too many hashes wait. */
  readonly paid: Paid;
}

/** A code to every address of the account, for ten minutes and five tries. The mail must have been paid for. */
export async function mailCode(
  ports: IdentityPorts,
  { accountId, place: session, purpose, action, visit, paid }: CodeToMail,
): Promise<{ readonly expiresAt: Instant } | Refusal<'busy' | 'step-up-needed'>> {
  const { policy } = ports;
  const code = drawMailedCode(policy.mailedCode.digits, (limit) => randomBelow(ports.randomness, limit));
  const codeHash = await ports.passwordHasher.hash(code, askerOf({ accountId, visit }));
  const now = ports.clock.now();
  const expiresAt = now + policy.lifetimes.mailedCodeMs;
  const act = { at: now, action, account: accountId, actor: 'owner', visit } as const;
  return ports.database.transact(async (tx): Promise<{ readonly expiresAt: Instant } | Refusal<'busy' | 'step-up-needed'>> => {
    if (codeHash === 'busy') {
      await refundAll(tx, paid.tickets);
      return refuse('busy', 'hashing queue full');
    }
    // One sending after the other: each replaces what the one before sent.
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    if (account?.state !== 'ACTIVE') {
      const refusal = refuse('step-up-needed', 'no active account');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    await replaceMailedCode(tx, { accountId, session, codeHash, now, expiresAt });
    await queueMailedCode(ports, tx, { account, code: formatMailedCode(code), purpose, expiresAt, visit, at: now });
    await audit(tx, act);
    return { expiresAt };
  });
}
