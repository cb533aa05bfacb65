import type { Instant } from '@sallyport/platform';
import { findAccountBy } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import { audit } from '../audit.ts';
import { spendAll } from '../budgets.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import { queueMailedCode } from '../notices/queue-mailed-code.ts';
import type { IdentityPorts } from '../ports.ts';
import { randomBelow } from '../randomness.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { drawMailedCode, formatMailedCode } from './rules.ts';
import { replaceMailedCode } from './store.ts';

export interface MailedCodeRequest {
  readonly accountId: AccountId;
  /** The one session in which the code can be typed. */
  readonly session: FederationSessionRef;
  readonly visit: Visit;
}

/**
 * A code to every address of the account, for recovery alone: ten minutes, five tries, in this session and no other. The budget limits the mail, so it is spent for good; the code
 * that was sent before is void.
 */
export async function sendMailedCode(
  ports: IdentityPorts,
  input: MailedCodeRequest,
): Promise<{ readonly expiresAt: Instant } | Refusal<'too-many-attempts' | 'busy' | 'step-up-needed'>> {
  const { accountId, session, visit } = input;
  const { policy } = ports;
  const code = drawMailedCode(policy.mailedCode.digits, (limit) => randomBelow(ports.randomness, limit));
  const codeHash = await ports.passwordHasher.hash(code, askerOf(input));
  if (codeHash === 'busy') return refuse('busy', 'hashing queue full');
  const now = ports.clock.now();
  const expiresAt = now + policy.lifetimes.mailedCodeMs;
  return ports.database.transact(async (tx): Promise<{ readonly expiresAt: Instant } | Refusal<'too-many-attempts' | 'step-up-needed'>> => {
    const act = { at: now, action: 'mailed-code.send', account: accountId, actor: 'owner', visit } as const;
    const account = await findAccountBy(tx.query, { accountId });
    const paid = await spendAll(tx, { policy, kind: 'mailed-code-sending', subject: accountId, now });
    if (!paid.tickets || account?.state !== 'ACTIVE') {
      const refusal = paid.tickets
        ? refuse('step-up-needed', 'no active account')
        : refuse('too-many-attempts', 'mailed-code-sending', { until: paid.until });
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    await replaceMailedCode(tx, { accountId, session, codeHash, now, expiresAt });
    await queueMailedCode(ports, tx, { account, code: formatMailedCode(code), expiresAt, visit, at: now });
    await audit(tx, act);
    return { expiresAt };
  });
}
