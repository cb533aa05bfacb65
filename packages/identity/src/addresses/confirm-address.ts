import type { EmailAddress, Secret } from '@sallyport/platform';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { ADDRESS, openLink } from '../one-time-links/open-link.ts';
import { spendLink } from '../one-time-links/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { refuseAddress } from './rules.ts';
import { addressOfLink, replaceAddresses } from './store.ts';

type ConfirmationRefusal = Refusal<
  'address-link-not-valid' | 'address-link-expired' | 'address-known' | 'address-limit' | 'too-many-attempts'
>;

/** With the link mailed to the new address, in any browser: it shows that mail arrives there. Every address, the new one too, is told. */
export async function confirmAddress(
  ports: IdentityPorts,
  input: { readonly code: Secret<string>; readonly visit: Visit },
): Promise<{ readonly address: EmailAddress } | ConfirmationRefusal> {
  const link = await openLink(ports, ADDRESS, input);
  if (isRefusal(link)) return link;
  const { accountId, codeHash } = link;
  const { visit } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<{ readonly address: EmailAddress } | ConfirmationRefusal> => {
    const act = { at: now, action: 'address.confirm', account: accountId, actor: 'anonymous', visit } as const;
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    const spent = await spendLink(tx, 'pending_address', { codeHash, now });
    const address = spent && (await addressOfLink(tx.query, codeHash));
    if (!address || account?.state !== 'ACTIVE') {
      const refusal = refuse('address-link-not-valid', address ? 'account not active' : 'spent meanwhile');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    const refusal = refuseAddress(address, { present: account.addresses, most: ports.policy.mostAddresses });
    if (refusal) {
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    const addresses = [...account.addresses, address];
    await replaceAddresses(tx, accountId, addresses);
    await queueNotice(ports, tx, { account: { ...account, addresses }, about: 'address-added', at: now, visit, address });
    await audit(tx, { ...act, details: { address } });
    return { address };
  });
}
