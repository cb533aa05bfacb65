import type { Secret } from '@sallyport/platform';
import { findAccountBy } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { hashOfClaim } from '../delays/payload.ts';
import type { AccountId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { listBonds, useVouching } from './store.ts';

/**
 * What the contact said becomes a proof: in the browser that asked, once, and only while the contact can still sign in. What it opens, and after what delay, `recovery/rules.ts`
 * says.
 */
export async function acceptVouching(
  ports: IdentityPorts,
  { accountId, claim, visit }: { readonly accountId: AccountId; readonly claim: Secret<string> | undefined; readonly visit: Visit },
): Promise<{ readonly proof: Proof } | Refusal<'vouching-not-given'>> {
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<{ readonly proof: Proof } | Refusal<'vouching-not-given'>> => {
    const act = { at: now, action: 'recovery-contact.accept', account: accountId, actor: 'owner', visit } as const;
    const owner = await findAccountBy(tx.query, { accountId });
    const bonds = await listBonds(tx.query, { of: accountId });
    const contactIds = bonds.filter(({ state, other }) => state === 'CONFIRMED' && other.state === 'ACTIVE').map((bond) => bond.contactId);
    const isUsed =
      owner?.state === 'ACTIVE' &&
      claim !== undefined &&
      (await useVouching(tx, { accountId, claimHash: hashOfClaim(claim), contactIds, now }));
    if (!isUsed) {
      const refusal = refuse('vouching-not-given', 'nobody vouched in this browser, or it was used');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    await audit(tx, act);
    return { proof: { factor: 'recovery-contact', at: now, network: networkOf(visit.address) } };
  });
}
