import { Secret, type Transaction } from '@sallyport/platform';
import { parseRecoveryCode } from '@sallyport/protocol';
import { findAccountBy } from '../accounts/store.ts';
import { refundAll } from '../budgets.ts';
import { codeFault } from '../code-fault.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { hashTypedCode } from '../recovery-codes/hash-typed-code.ts';
import { isUnspentCode, saltOf } from '../recovery-codes/store.ts';
import { isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import { type RehearsalStep, type TryOutcome, keepTry, payForTry } from './under-way.ts';

type CodeOutcome = TryOutcome<'recovery-code-typo' | 'recovery-code-refused' | 'busy'>;

/** One of the saved codes: looked at, and not spent. Every address is told of one that is right, as when it is used. */
export async function rehearseRecoveryCode(
  ports: IdentityPorts,
  input: RehearsalStep & { readonly code: Secret<string> },
): Promise<CodeOutcome> {
  const typed = parseRecoveryCode(input.code.reveal());
  if (!typed.ok) return refuse('recovery-code-typo', typed.error.code, codeFault(typed.error));
  const { accountId } = input;
  const tried = { step: input, factor: 'recovery-code', action: 'rehearsal.recovery-code' } as const;
  const paid = await ports.database.transact(async (tx) => {
    const spent = await payForTry(ports, tx, { ...tried, now: ports.clock.now(), real: 'recovery-code' });
    return isRefusal(spent) ? spent : { ...spent, salt: await saltOf(tx.query, accountId) };
  });
  if (isRefusal(paid)) return paid;
  const codeHash = await hashTypedCode(ports, { ...input, code: new Secret(typed.value), salt: paid.salt });
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const isRight = codeHash !== undefined && (await isUnspentCode(tx.query, { accountId, codeHash }));
    if (isRight || codeHash === undefined) await refundAll(tx, paid.tickets);
    if (codeHash === undefined) return refuse('busy', 'key hashing queue full');
    if (isRight) await tellOwner(ports, tx, { ...input, now });
    const { left } = paid;
    const verdict = isRight ? 'right' : refuse('recovery-code-refused', paid.salt ? 'none of those left' : 'no codes', { left });
    return keepTry(ports, tx, { ...tried, now, verdict });
  });
}

async function tellOwner(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  { accountId, visit, now: at }: RehearsalStep & { readonly now: number },
): Promise<void> {
  const account = await findAccountBy(tx.query, { accountId });
  if (account) await queueNotice(ports, tx, { account, about: 'recovery-code-rehearsed', at, visit });
}
