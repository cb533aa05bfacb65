import { Secret, type Transaction } from '@sallyport/platform';
import { budgetSubject, userNameKey } from '../accounts/rules.ts';
import { findAccountBy } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import { spendAll } from '../budgets.ts';
import { networkOf } from '../network.ts';
import { queuePasswordReset } from '../notices/queue-mails.ts';
import { hashLinkCode, newLinkCode } from '../one-time-links/codes.ts';
import { replaceLinks } from '../one-time-links/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';

export interface ResetRequest {
  readonly userName: string;
  readonly visit: Visit;
}

/**
 * *I've forgotten my password.* Mails a link (`<Federation>/password#r=<code>`, 30 minutes, once) to every address of the account.
 * Known and unknown names get the same answer, from the same budget; the mail itself leaves after the answer, out of the outbox.
 */
export async function requestPasswordReset(
  ports: IdentityPorts,
  input: ResetRequest,
): Promise<{ readonly kind: 'answered' } | Refusal<'too-many-attempts'>> {
  const now = ports.clock.now();
  const code = newLinkCode(ports.randomness);
  return ports.database.transact(async (tx) => {
    const account = await findAccountBy(tx.query, { userNameKey: userNameKey(input.userName) });
    const act = { at: now, action: 'password.reset-request', account: account?.accountId, actor: 'anonymous', visit: input.visit } as const;
    const until = await exhaustedUntil(ports, tx, { ...input, now });
    if (until !== undefined) {
      const refusal = refuse('too-many-attempts', 'password-reset', { until });
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    const codeHash = hashLinkCode('password-reset', code) ?? '';
    if (account?.state === 'ACTIVE') {
      const expiresAt = now + ports.policy.lifetimes.passwordResetMs;
      const link = new Secret(`${ports.origins.federation}/password#r=${code.reveal()}`);
      await replaceLinks(tx, 'password_reset', { codeHash, accountId: account.accountId, now, expiresAt });
      await queuePasswordReset(ports, tx, { account, link, expiresAt, visit: input.visit, at: now });
      await audit(tx, act);
    } else {
      await audit(tx, { ...act, refusal: refuse('sign-in-failed', account ? `account is ${account.state}` : 'no-such-user') });
    }
    return { kind: 'answered' as const };
  });
}

/** Spent for good, also by the owner: this budget limits mail, not guesses. */
async function exhaustedUntil(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  request: ResetRequest & { readonly now: number },
): Promise<number | undefined> {
  const { policy } = ports;
  const { now } = request;
  const network = await spendAll(tx, { policy, kind: 'password-reset-network', subject: networkOf(request.visit.address), now });
  if (!network.tickets) return network.until;
  return (await spendAll(tx, { policy, kind: 'password-reset', subject: budgetSubject(request.userName), now })).until;
}
