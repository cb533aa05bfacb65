import type { Instant, Secret, Transaction } from '@sallyport/platform';
import { askerOf } from '../asker.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { spendMailedCode, spendMailedCodeTry } from './store.ts';

export interface MailedCodeCheck {
  readonly accountId: AccountId;
  /** Where the code can be typed. */
  readonly session: FederationSessionRef;
  readonly typed: Secret<string>;
  readonly visit: Visit;
}

export interface CheckedMailedCode {
  readonly now: Instant;
  readonly verdict: 'right' | Refusal<'mailed-code-refused'>;
}

/** Spends a try, looks, and spends the code when it is right; what follows from that is kept in the same transaction. */
export async function checkMailedCode<Kept>(
  ports: IdentityPorts,
  check: MailedCodeCheck,
  keep: (tx: Transaction<IdentitySchema>, checked: CheckedMailedCode) => Promise<Kept>,
): Promise<Kept | Refusal<'busy'>> {
  const { accountId, session, typed } = check;
  const place = { accountId, session };
  const { tries } = ports.policy.mailedCode;
  const spentAt = ports.clock.now();
  const paid = await ports.database.transact((tx) => spendMailedCodeTry(tx, { ...place, now: spentAt, allowed: tries }));
  const outcome = await ports.passwordHasher.verify({ password: typed, hash: paid?.codeHash }, askerOf(check));
  const now = ports.clock.now();
  // The try stays spent: there are five, and a full queue is rare.
  if (outcome === 'busy') return refuse('busy', 'hashing queue full');
  return ports.database.transact(async (tx) => {
    const isRight = paid !== undefined && outcome === 'match' && (await spendMailedCode(tx, { ...place, codeHash: paid.codeHash, now }));
    if (isRight) return keep(tx, { now, verdict: 'right' });
    const reason = paid ? 'wrong, or spent meanwhile' : 'no code with a try left';
    return keep(tx, { now, verdict: refuse('mailed-code-refused', reason, { left: paid?.left ?? 0 }) });
  });
}
