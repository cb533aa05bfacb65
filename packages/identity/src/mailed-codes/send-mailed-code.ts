import type { Instant } from '@sallyport/platform';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import { audit } from '../audit.ts';
import { type Paid, refundAll, spendAll } from '../budgets.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import { queueMailedCode } from '../notices/queue-mailed-code.ts';
import type { IdentityPorts } from '../ports.ts';
import { randomBelow } from '../randomness.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { drawMailedCode, formatMailedCode } from './rules.ts';
import { replaceMailedCode } from './store.ts';

export interface MailedCodeRequest {
  readonly accountId: AccountId;
  /** The one session in which the code can be typed. */
  readonly session: FederationSessionRef;
  readonly visit: Visit;
}

type SendRefusal = Refusal<'too-many-attempts' | 'busy' | 'step-up-needed'>;

/**
 * A code to every address of the account, for recovery alone: ten minutes, five tries, in this session and no other. The budget limits the mail, so it is spent for good; the code
 * that was sent before is void.
 */
export async function sendMailedCode(
  ports: IdentityPorts,
  input: MailedCodeRequest,
): Promise<{ readonly expiresAt: Instant } | SendRefusal> {
  const { accountId, session, visit } = input;
  const { policy } = ports;
  const act = { action: 'mailed-code.send', account: accountId, actor: 'owner', visit } as const;
  const paid = await payForMail(ports, input);
  if (isRefusal(paid)) return paid;
  const code = drawMailedCode(policy.mailedCode.digits, (limit) => randomBelow(ports.randomness, limit));
  const codeHash = await ports.passwordHasher.hash(code, askerOf(input));
  const now = ports.clock.now();
  const expiresAt = now + policy.lifetimes.mailedCodeMs;
  return ports.database.transact(async (tx): Promise<{ readonly expiresAt: Instant } | SendRefusal> => {
    if (codeHash === 'busy') {
      await refundAll(tx, paid.tickets);
      return refuse('busy', 'hashing queue full');
    }
    // One sending after the other: each replaces what the one before sent.
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    if (account?.state !== 'ACTIVE') {
      const refusal = refuse('step-up-needed', 'no active account');
      await audit(tx, { ...act, at: now, refusal });
      return refusal;
    }
    await replaceMailedCode(tx, { accountId, session, codeHash, now, expiresAt });
    await queueMailedCode(ports, tx, { account, code: formatMailedCode(code), expiresAt, visit, at: now });
    await audit(tx, { ...act, at: now });
    return { expiresAt };
  });
}

/** Before anything is hashed: who may have no more mails costs no more work either. */
function payForMail(ports: IdentityPorts, { accountId, visit }: MailedCodeRequest): Promise<Paid | Refusal<'too-many-attempts'>> {
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const paid = await spendAll(tx, { policy: ports.policy, kind: 'mailed-code-sending', subject: accountId, now });
    if (paid.tickets) return paid;
    const refusal = refuse('too-many-attempts', 'mailed-code-sending', { until: paid.until });
    await audit(tx, { at: now, action: 'mailed-code.send', account: accountId, actor: 'owner', visit, refusal });
    return refusal;
  });
}
