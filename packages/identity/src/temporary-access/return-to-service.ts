import type { Instant, Transaction } from '@sallyport/platform';
import { findAccountBy } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import type { TokenId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { clearMisplaced, endAccess } from './store.ts';

/** A misplaced token was used: it is found, and what stood in for it ends, in the transaction of its use. Nothing for a token that was not misplaced. */
export async function returnToService(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  used: { readonly tokenId: TokenId; readonly now: Instant; readonly visit: Visit },
): Promise<void> {
  const { tokenId, now, visit } = used;
  const found = await clearMisplaced(tx, tokenId);
  if (!found) return;
  const { accountId, serial } = found;
  await endAccess(tx, { accountId, now, because: 'token-found' });
  const account = await findAccountBy(tx.query, { accountId });
  if (account) await queueNotice(ports, tx, { account, about: 'token-found', at: now, visit, serial });
  await audit(tx, { at: now, action: 'soft-token.return-to-service', account: accountId, actor: 'owner', visit, details: { tokenId } });
}
