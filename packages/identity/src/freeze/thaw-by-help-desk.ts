import { findAccountBy } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { openAgain } from './thaw-account.ts';

export interface HelpDesksThaw {
  readonly accountId: AccountId;
  /** Who opens it, and how they made sure of whom they spoke to. */
  readonly agent: string;
  readonly reason: string;
}

const MOST_CHARACTERS = 200;

/** FROZEN → ACTIVE by the help desk, for who has no token left that could speak for them. The reason is kept in the audit log, for the help desk alone. */
export async function thawByHelpDesk(
  ports: IdentityPorts,
  input: HelpDesksThaw,
): Promise<{ readonly kind: 'thawed' } | Refusal<'account-not-frozen'>> {
  const { accountId } = input;
  const details = { by: 'help-desk', agent: input.agent.slice(0, MOST_CHARACTERS), reason: input.reason.slice(0, MOST_CHARACTERS) };
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const act = { at: now, action: 'account.thaw', account: accountId, actor: 'system', details } as const;
    if (await openAgain(ports, tx, { accountId, now, visit: undefined })) {
      await audit(tx, act);
      return { kind: 'thawed' as const };
    }
    const account = await findAccountBy(tx.query, { accountId });
    const refusal = refuse('account-not-frozen', account ? account.state : 'no account');
    await audit(tx, { ...act, refusal });
    return refusal;
  });
}
