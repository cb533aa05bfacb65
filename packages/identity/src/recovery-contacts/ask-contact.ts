import { type Instant, type Secret, type Transaction, newId } from '@sallyport/platform';
import { utf8 } from '@sallyport/protocol';
import type { Account } from '../accounts/account.ts';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { type Proof, isFresh } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { spendAll } from '../budgets.ts';
import { hashOfClaim } from '../delays/payload.ts';
import type { AccountId } from '../identifiers.ts';
import { drawMailedCode } from '../mailed-codes/rules.ts';
import { networkOf } from '../network.ts';
import { queueVouching } from '../notices/queue-contact-mails.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { randomBelow } from '../randomness.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { listBonds, replaceVouching } from './store.ts';
import { vouchingPlace } from './vouching-place.ts';

export interface VouchingRequest {
  readonly accountId: AccountId;
  readonly contactId: string;
  /** The password, or the link from a mail: strangers ask nobody. */
  readonly proofs: readonly Proof[];
  /** Of the browser, in which alone the answer can be used. */
  readonly claim: Secret<string>;
  readonly visit: Visit;
}

type AskRefusal = Refusal<'step-up-needed' | 'contact-not-found' | 'too-many-attempts'>;

/**
 * Asks a recovery contact to vouch: mails them where to answer, and keeps a short code that the person must tell them by voice. An earlier question is over. It mails two people,
 * so each is paid for, for good. Every address of whoever asks is told.
 */
export function askContact(ports: IdentityPorts, input: VouchingRequest): Promise<{ readonly kind: 'asked' } | AskRefusal> {
  const { accountId, visit } = input;
  const now = ports.clock.now();
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'asked' } | AskRefusal> => {
    const act = { at: now, action: 'recovery-contact.ask', account: accountId, actor: 'owner', visit } as const;
    await lockAccount(tx, accountId);
    const owner = await findAccountBy(tx.query, { accountId });
    const isProved = input.proofs.some((proof) => isFresh(proof, now, ports.policy.lifetimes.freshProofMs));
    const contact =
      owner?.state === 'ACTIVE' && isProved ? await ask(ports, tx, { ...input, owner, now }) : refuse('step-up-needed', 'not fresh');
    if (isRefusal(contact) || !owner) {
      const refusal = isRefusal(contact) ? contact : refuse('step-up-needed', 'no account');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    await queueNotice(ports, tx, { account: owner, about: 'contact-asked', at: now, visit, contact: contact.displayName });
    await audit(tx, { ...act, details: { contact: contact.accountId } });
    return { kind: 'asked' };
  });
}

async function ask(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  given: VouchingRequest & { readonly owner: Account; readonly now: Instant },
): Promise<Account | AskRefusal> {
  const { accountId, contactId, owner, claim, visit, now } = given;
  const paid = await spendAll(tx, { policy: ports.policy, kind: 'recovery-contact-asking', subject: accountId, now });
  if (!paid.tickets) return refuse('too-many-attempts', 'recovery-contact-asking', { until: paid.until });
  const bond = (await listBonds(tx.query, { of: accountId })).find((one) => one.contactId === contactId && one.state === 'CONFIRMED');
  const contact = bond && (await findAccountBy(tx.query, { accountId: bond.contactAccountId }));
  if (contact?.state !== 'ACTIVE') return refuse('contact-not-found', bond ? 'the contact is not active' : 'no such contact');
  const { policy, randomness } = ports;
  const voucherId = newId(randomness);
  const code = drawMailedCode(policy.recoveryContacts.codeDigits, (limit) => randomBelow(randomness, limit));
  const sealedCode = ports.sealer.seal({ plaintext: utf8(code.reveal()), place: vouchingPlace(voucherId) });
  const expiresAt = now + policy.lifetimes.vouchingMs;
  const network = networkOf(visit.address);
  await replaceVouching(tx, { voucherId, accountId, contactId, claimHash: hashOfClaim(claim), sealedCode, network, now, expiresAt });
  await queueVouching(ports, tx, { contact, owner, visit, at: now, expiresAt });
  return contact;
}
