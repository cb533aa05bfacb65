import type { Instant, Secret, Transaction } from '@sallyport/platform';
import { constantTimeEqual, utf8 } from '@sallyport/protocol';
import type { Account } from '../accounts/account.ts';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import { readMailedCode } from '../mailed-codes/rules.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { refuseWithoutStrongProof } from '../recovery/refuse-without-strong-proof.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { endVouchings, listBonds, saveRefused, saveVouched, spendVouchingTry } from './store.ts';
import { vouchingCode } from './vouching-place.ts';

export interface VouchingAnswer {
  /** The contact's. */
  readonly accountId: AccountId;
  readonly voucherId: string;
  /** The code that the person told them by voice, as typed; undefined refuses. */
  readonly code: Secret<string> | undefined;
  readonly proofs: readonly Proof[];
  readonly visit: Visit;
}

type AnswerRefusal = Refusal<'step-up-needed' | 'vouching-over' | 'vouching-code-wrong'>;

/**
 * The contact vouches, with the code they heard, or refuses; at level 2, once. A frozen or suspended contact can do neither, nor can anybody for themselves. Three wrong codes end
 * the question. Every address of whoever asked is told.
 */
export async function answerVouching(
  ports: IdentityPorts,
  input: VouchingAnswer,
): Promise<{ readonly kind: 'vouched' | 'refused' } | AnswerRefusal> {
  const { accountId, visit } = input;
  const now = ports.clock.now();
  const weak = await refuseWithoutStrongProof(ports, input);
  if (weak) return weak;
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'vouched' | 'refused' } | AnswerRefusal> => {
    await lockAccount(tx, accountId);
    const contact = await findAccountBy(tx.query, { accountId });
    const outcome =
      contact?.state === 'ACTIVE' ? await answer(ports, tx, { ...input, contact, now }) : refuse('vouching-over', 'not active');
    // A wrong code stands in the log of whoever asked; what was over already, in that of the contact.
    if (isRefusal(outcome) && outcome.code === 'vouching-over') {
      const action = input.code === undefined ? 'recovery-contact.refuse' : 'recovery-contact.vouch';
      await audit(tx, { at: now, action, account: accountId, actor: 'owner', visit, refusal: outcome });
    }
    return outcome;
  });
}

async function answer(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  { contact, voucherId, code, visit, now }: VouchingAnswer & { readonly contact: Account; readonly now: Instant },
): Promise<{ readonly kind: 'vouched' | 'refused' } | Refusal<'vouching-over' | 'vouching-code-wrong'>> {
  const bonds = await listBonds(tx.query, { for: contact.accountId });
  const contactIds = bonds.filter(({ state, other }) => state === 'CONFIRMED' && other.state === 'ACTIVE').map((bond) => bond.contactId);
  const answering = { contact, voucherId, contactIds, visit, now };
  return code === undefined ? refuseToVouch(ports, tx, answering) : vouch(ports, tx, { ...answering, code });
}

interface Answering {
  readonly contact: Account;
  readonly voucherId: string;
  /** Of everybody whose contact this is now. */
  readonly contactIds: readonly string[];
  readonly visit: Visit;
  readonly now: Instant;
}

async function refuseToVouch(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  answering: Answering,
): Promise<{ readonly kind: 'refused' } | Refusal<'vouching-over'>> {
  const owner = await saveRefused(tx, answering);
  if (owner === undefined) return refuse('vouching-over', 'answered, run out, or not theirs');
  await tell(ports, tx, { ...answering, owner, about: 'contact-refused' });
  return { kind: 'refused' };
}

async function vouch(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  answering: Answering & { readonly code: Secret<string> },
): Promise<{ readonly kind: 'vouched' } | Refusal<'vouching-over' | 'vouching-code-wrong'>> {
  const { contact, voucherId, contactIds, visit, now } = answering;
  const { codeDigits, codeTries: allowed } = ports.policy.recoveryContacts;
  const asked = await spendVouchingTry(tx, { voucherId, contactIds, now, allowed });
  if (!asked) return refuse('vouching-over', 'answered, run out, or not theirs');
  const typed = readMailedCode(answering.code, codeDigits);
  if (!typed || !constantTimeEqual(utf8(typed.reveal()), utf8(vouchingCode(ports, asked).reveal()))) {
    if (asked.left === 0) await endVouchings(tx, { voucherId, because: 'wrong-code', now });
    const refusal = refuse('vouching-code-wrong', 'another code', { left: asked.left });
    const actor = { account: contact.accountId };
    await audit(tx, { at: now, action: 'recovery-contact.vouch', account: asked.accountId, actor, visit, refusal });
    return refusal;
  }
  const expiresAt = now + ports.policy.lifetimes.vouchingMs;
  if (!(await saveVouched(tx, { voucherId, now, expiresAt }))) return refuse('vouching-over', 'answered meanwhile');
  await tell(ports, tx, { ...answering, owner: asked.accountId, about: 'contact-vouched' });
  return { kind: 'vouched' };
}

const ACTIONS = { 'contact-vouched': 'recovery-contact.vouch', 'contact-refused': 'recovery-contact.refuse' } as const;

async function tell(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  answered: Answering & { readonly owner: AccountId; readonly about: keyof typeof ACTIONS },
): Promise<void> {
  const { contact, owner: accountId, about, visit, now } = answered;
  const account = await findAccountBy(tx.query, { accountId });
  if (account) await queueNotice(ports, tx, { account, about, at: now, visit: undefined, contact: contact.displayName });
  await audit(tx, { at: now, action: ACTIONS[about], account: accountId, actor: { account: contact.accountId }, visit });
}
