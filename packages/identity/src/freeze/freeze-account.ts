import type { Instant, Secret } from '@sallyport/platform';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { type Proof, assuranceOf } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import { findNotice, spendNoticesOf } from '../notices/store.ts';
import { NOTICE, openLink } from '../one-time-links/open-link.ts';
import { spendLink } from '../one-time-links/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { applyFreeze } from './apply-freeze.ts';

/** *This was not me*, with the link of a notice: only whoever reads mail at one of the account's addresses has one. */
export async function freezeAccount(
  ports: IdentityPorts,
  input: { readonly code: Secret<string>; readonly visit: Visit },
): Promise<{ readonly kind: 'frozen' } | Refusal<'notice-link-not-valid' | 'notice-link-expired' | 'too-many-attempts'>> {
  const link = await openLink(ports, NOTICE, input);
  if (isRefusal(link)) return link;
  const { accountId, codeHash } = link;
  const { visit } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    await lockAccount(tx, accountId);
    const spent = await spendLink(tx, 'notice_link', { codeHash, now });
    const notice = spent && (await findNotice(tx.query, codeHash));
    const account = await findAccountBy(tx.query, { accountId });
    if (!notice || !account) {
      const refusal = refuse('notice-link-not-valid', 'spent meanwhile');
      await audit(tx, { at: now, action: 'account.freeze', account: accountId, actor: 'anonymous', visit, refusal });
      return refusal;
    }
    await applyFreeze(ports, tx, { account, notice, actor: 'anonymous', now, visit });
    return { kind: 'frozen' as const };
  });
}

/**
 * *This was not me*, said of what happened at that moment by somebody signed in at level 2, who needs not find the mail first. It spends the very notices the mails hold, so
 * that it can be said of nothing else and only as long, and weighs as much when the account is opened again. Below level 2 it is refused: a stranger who has the password
 * could otherwise shut the owner out, and this is why only the mail lets less than level 2 freeze.
 */
export async function freezeBySession(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly proofs: readonly Proof[]; readonly happenedAt: Instant; readonly visit: Visit },
): Promise<{ readonly kind: 'frozen' } | Refusal<'step-up-needed' | 'notice-link-not-valid'>> {
  const { accountId, proofs, happenedAt, visit } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const refused = async <Code extends 'step-up-needed' | 'notice-link-not-valid'>(refusal: Refusal<Code>) => {
      await audit(tx, { at: now, action: 'account.freeze', account: accountId, actor: 'owner', visit, refusal });
      return refusal;
    };
    const { level } = assuranceOf(proofs, now, ports.policy.lifetimes.freshProofMs);
    if (level < 2) return refused(refuse('step-up-needed', `level ${level.toString()}`));
    await lockAccount(tx, accountId);
    const [notice] = await spendNoticesOf(tx, { accountId, happenedAt, now });
    const account = await findAccountBy(tx.query, { accountId });
    if (!notice || !account) return refused(refuse('notice-link-not-valid', 'no notice of that moment can be answered'));
    await applyFreeze(ports, tx, { account, notice, actor: 'owner', now, visit });
    return { kind: 'frozen' as const };
  });
}
