import { Secret } from '@sallyport/platform';
import { parseRecoveryCode } from '@sallyport/protocol';
import { findAccountBy } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { type Paid, refundAll, spendAll } from '../budgets.ts';
import { codeFault } from '../code-fault.ts';
import type { AccountId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { hashTypedCode } from './hash-typed-code.ts';
import { countCodes, saltOf, spendCode } from './store.ts';

export interface RecoveryCodeSubmission {
  readonly accountId: AccountId;
  /** As typed. */
  readonly code: Secret<string>;
  readonly visit: Visit;
}

export interface RecoveryCodeAccepted {
  readonly proof: Proof;
  /** Codes left after this one. */
  readonly left: number;
}

type SpendRefusal = Refusal<'recovery-code-refused' | 'too-many-attempts' | 'busy'>;

/**
 * A recovery code in place of the soft token: each once, for ever. A typing error costs nothing; every other try is paid for before the code is looked at, whether the account
 * has codes or not. Every address is told of a code that was used.
 */
export async function spendRecoveryCode(
  ports: IdentityPorts,
  input: RecoveryCodeSubmission,
): Promise<RecoveryCodeAccepted | Refusal<'recovery-code-typo'> | SpendRefusal> {
  const typed = parseRecoveryCode(input.code.reveal());
  if (!typed.ok) return refuse('recovery-code-typo', typed.error.code, codeFault(typed.error));
  const paid = await payForTry(ports, input);
  if (isRefusal(paid)) return paid;
  const codeHash = await hashTypedCode(ports, { ...input, code: new Secret(typed.value), salt: paid.salt });
  return ports.database.transact(async (tx): Promise<RecoveryCodeAccepted | SpendRefusal> => {
    if (codeHash === undefined) {
      await refundAll(tx, paid.tickets);
      return refuse('busy', 'key hashing queue full');
    }
    const { accountId, visit } = input;
    const now = ports.clock.now();
    const act = { at: now, action: 'recovery-codes.spend', account: accountId, actor: 'owner', visit } as const;
    const account = await findAccountBy(tx.query, { accountId });
    const isSpent = account?.state === 'ACTIVE' && (await spendCode(tx, { accountId, codeHash, now }));
    if (!isSpent) {
      const refusal = refuse('recovery-code-refused', paid.salt ? 'none of those left' : 'no codes', { left: paid.left });
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    await refundAll(tx, paid.tickets);
    const left = (await countCodes(tx.query, accountId))?.left ?? 0;
    await queueNotice(ports, tx, { account, about: 'recovery-code-used', at: now, visit });
    await audit(tx, { ...act, details: { left } });
    return { proof: { factor: 'recovery-code', at: now, network: networkOf(visit.address) }, left };
  });
}

function payForTry(
  ports: IdentityPorts,
  { accountId, visit }: RecoveryCodeSubmission,
): Promise<(Paid & { readonly salt: Uint8Array | undefined }) | Refusal<'too-many-attempts'>> {
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const paid = await spendAll(tx, { policy: ports.policy, kind: 'recovery-code', subject: accountId, now });
    if (paid.tickets) return { ...paid, salt: await saltOf(tx.query, accountId) };
    const refusal = refuse('too-many-attempts', 'recovery-code', { until: paid.until });
    await audit(tx, { at: now, action: 'recovery-codes.spend', account: accountId, actor: 'owner', visit, refusal });
    return refusal;
  });
}
