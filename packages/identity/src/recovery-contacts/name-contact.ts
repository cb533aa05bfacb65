import { type Instant, type Transaction, newId } from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import { userNameKey } from '../accounts/rules.ts';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { spendAll } from '../budgets.ts';
import type { AccountId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { queueNaming } from '../notices/queue-contact-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { recoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { findColleague, insertContact, listBonds } from './store.ts';

export interface NewContact {
  readonly accountId: AccountId;
  /** A user name, or the primary address of a colleague, as typed; at most 254 characters count. */
  readonly contact: string;
  readonly proofs: readonly Proof[];
  readonly visit: Visit;
}

type NamingRefusal = Refusal<'step-up-needed' | 'contact-not-found' | 'contact-known' | 'contact-limit' | 'too-many-attempts'>;

const MOST_CHARACTERS = 254;

/**
 * Asks a colleague of the same organisation to be a recovery contact. A contact is a way into the account, so naming one takes what moving a credential takes. Members of one
 * organisation may know who else is in it by user name and primary address, and no more: a private address, a colleague who cannot sign in and somebody of another
 * organisation are answered alike. Each try is paid for, for good: nobody reads the list of colleagues out of this.
 */
export async function nameContact(
  ports: IdentityPorts,
  input: NewContact,
): Promise<{ readonly contactId: string; readonly displayName: string } | NamingRefusal> {
  const { accountId, proofs, visit } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<{ readonly contactId: string; readonly displayName: string } | NamingRefusal> => {
    const act = { at: now, action: 'recovery-contact.name', account: accountId, actor: 'owner', visit } as const;
    await lockAccount(tx, accountId);
    const owner = await findAccountBy(tx.query, { accountId });
    const verdict = await recoveryVerdict(ports, tx.query, { accountId, proofs, act: 'replace-credential', now });
    const outcome =
      owner?.state === 'ACTIVE' && verdict.kind === 'allowed'
        ? await name(ports, tx, { owner, typed: input.contact, now })
        : refuse('step-up-needed', verdict.kind);
    if ('kind' in outcome || !owner) {
      const refusal = 'kind' in outcome ? outcome : refuse('step-up-needed', 'no account');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    await queueNotice(ports, tx, { account: owner, about: 'contact-named', at: now, visit, contact: outcome.displayName });
    await audit(tx, { ...act, details: { contact: outcome.colleague } });
    return outcome;
  });
}

async function name(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  given: { readonly owner: Account; readonly typed: string; readonly now: Instant },
): Promise<{ readonly contactId: string; readonly colleague: AccountId; readonly displayName: string } | NamingRefusal> {
  const { owner, typed, now } = given;
  const { accountId, organisationId } = owner;
  const paid = await spendAll(tx, { policy: ports.policy, kind: 'recovery-contact-naming', subject: accountId, now });
  if (!paid.tickets) return refuse('too-many-attempts', 'recovery-contact-naming', { until: paid.until });
  const { most } = ports.policy.recoveryContacts;
  if ((await listBonds(tx.query, { of: accountId })).length >= most) return refuse('contact-limit', 'as many as allowed', { limit: most });
  const text = typed.slice(0, MOST_CHARACTERS).trim();
  const found = await findColleague(tx.query, { organisationId, userNameKey: userNameKey(text), address: text });
  if (!found || found.accountId === accountId)
    return refuse('contact-not-found', found ? 'themselves' : 'no active colleague of that name');
  const contactId = newId(ports.randomness);
  if (!(await insertContact(tx, { contactId, accountId, contactAccountId: found.accountId, now })))
    return refuse('contact-known', 'named already');
  const colleague = await findAccountBy(tx.query, { accountId: found.accountId });
  if (colleague) await queueNaming(ports, tx, { contact: colleague, owner, at: now });
  return { contactId, colleague: found.accountId, displayName: found.displayName };
}
