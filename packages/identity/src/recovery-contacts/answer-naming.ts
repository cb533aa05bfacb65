import { findAccountBy, lockAccount } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { refuseWithoutStrongProof } from '../recovery/refuse-without-strong-proof.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { saveAnswer } from './store.ts';

export interface NamingAnswer {
  /** The contact's. */
  readonly accountId: AccountId;
  readonly contactId: string;
  readonly answer: 'agree' | 'decline';
  readonly proofs: readonly Proof[];
  readonly visit: Visit;
}

const ANSWERS = {
  agree: { to: 'CONFIRMED', action: 'recovery-contact.confirm', about: 'contact-confirmed' },
  decline: { to: 'DECLINED', action: 'recovery-contact.decline', about: 'contact-declined' },
} as const;

/** The colleague who was named agrees or declines, by what moves a credential, once. Every address of whoever named them is told. */
export async function answerNaming(
  ports: IdentityPorts,
  input: NamingAnswer,
): Promise<{ readonly kind: 'answered' } | Refusal<'step-up-needed' | 'contact-not-asked'>> {
  const { accountId, contactId, visit } = input;
  const { to, action, about } = ANSWERS[input.answer];
  const now = ports.clock.now();
  const weak = await refuseWithoutStrongProof(ports, input);
  if (weak) return weak;
  return ports.database.transact(async (tx) => {
    const locked = await lockAccount(tx, accountId);
    const contact = await findAccountBy(tx.query, { accountId });
    const isAble = locked?.state === 'ACTIVE' && contact !== undefined;
    const ownerId = isAble ? await saveAnswer(tx, { contactId, contactAccountId: accountId, to, now }) : undefined;
    if (ownerId === undefined || !contact) {
      const refusal = refuse('contact-not-asked', isAble ? 'answered or withdrawn' : 'the contact is not active');
      await audit(tx, { at: now, action, account: accountId, actor: 'owner', visit, refusal });
      return refusal;
    }
    const owner = await findAccountBy(tx.query, { accountId: ownerId });
    if (owner) await queueNotice(ports, tx, { account: owner, about, at: now, visit: undefined, contact: contact.displayName });
    await audit(tx, { at: now, action, account: ownerId, actor: { account: accountId }, visit });
    return { kind: 'answered' as const };
  });
}
