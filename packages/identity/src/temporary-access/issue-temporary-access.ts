import { lockAccount, findAccountBy } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { type TemporaryAccess, drawAccess, saveAccess } from './new-access.ts';

/**
 * An administrator at the machine itself lets somebody in whose soft token is not at hand: a code for a bounded time and a few sign-ins. It leaves the tokens as they are; an earlier
 * code of the account is void. Refused for an account that cannot sign in.
 */
export async function issueTemporaryAccess(
  ports: IdentityPorts,
  { accountId }: { readonly accountId: AccountId },
): Promise<TemporaryAccess | Refusal<'step-up-needed' | 'busy'>> {
  const drawn = await drawAccess(ports, askerOf({ accountId }));
  if (isRefusal(drawn)) return drawn;
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<TemporaryAccess | Refusal<'step-up-needed'>> => {
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    const act = { at: now, action: 'temporary-access.issue', account: accountId, actor: 'system' } as const;
    if (account?.state !== 'ACTIVE') {
      const refusal = refuse('step-up-needed', 'no active account');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    const access = await saveAccess(ports, tx, { drawn, accountId, issuedBy: 'system', now });
    await queueNotice(ports, tx, { account, about: 'temporary-access-issued', at: now, visit: undefined });
    await audit(tx, act);
    return access;
  });
}
