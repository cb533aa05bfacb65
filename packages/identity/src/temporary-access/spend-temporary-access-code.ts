import { Secret } from '@sallyport/platform';
import { parseTemporaryAccessCode } from '@sallyport/protocol';
import { findAccountBy } from '../accounts/store.ts';
import { askerOf } from '../asker.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { type Paid, refundAll, spendAll } from '../budgets.ts';
import { codeFault } from '../code-fault.ts';
import type { AccountId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { openAccess, spendUse } from './store.ts';

export interface TemporaryAccessSubmission {
  readonly accountId: AccountId;
  /** As typed. */
  readonly code: Secret<string>;
  readonly visit: Visit;
}

export interface TemporaryAccessAccepted {
  readonly proof: Proof;
  /** Uses left after this one. */
  readonly left: number;
}

type SpendRefusal = Refusal<'temporary-access-code-refused' | 'too-many-attempts' | 'busy'>;

/**
 * A temporary access code in place of the soft token: as often as it allows, until it ends. A typing error costs nothing; every other try is paid for before the code is looked at,
 * whether the account has one or not.
 */
export async function spendTemporaryAccessCode(
  ports: IdentityPorts,
  input: TemporaryAccessSubmission,
): Promise<TemporaryAccessAccepted | Refusal<'temporary-access-code-typo'> | SpendRefusal> {
  const typed = parseTemporaryAccessCode(input.code.reveal());
  if (!typed.ok) return refuse('temporary-access-code-typo', typed.error.code, codeFault(typed.error));
  const paid = await payForTry(ports, input);
  if (isRefusal(paid)) return paid;
  const outcome = await ports.passwordHasher.verify({ password: new Secret(typed.value), hash: paid.access?.codeHash }, askerOf(input));
  return ports.database.transact(async (tx): Promise<TemporaryAccessAccepted | SpendRefusal> => {
    if (outcome === 'busy') {
      await refundAll(tx, paid.tickets);
      return refuse('busy', 'hashing queue full');
    }
    const { accountId, visit } = input;
    const now = ports.clock.now();
    const act = { at: now, action: 'temporary-access.spend', account: accountId, actor: 'owner', visit } as const;
    const account = await findAccountBy(tx.query, { accountId });
    const mayUse = paid.access !== undefined && outcome === 'match' && account?.state === 'ACTIVE';
    const left = mayUse ? await spendUse(tx, { accessId: paid.access.accessId, now }) : undefined;
    if (left === undefined) {
      const refusal = refuse('temporary-access-code-refused', paid.access ? outcome : 'no access', { left: paid.left });
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    await refundAll(tx, paid.tickets);
    await audit(tx, { ...act, details: { left } });
    return { proof: { factor: 'temporary-access-code', at: now, network: networkOf(visit.address) }, left };
  });
}

type PaidTry = Paid & { readonly access: Awaited<ReturnType<typeof openAccess>> };

function payForTry(ports: IdentityPorts, { accountId, visit }: TemporaryAccessSubmission): Promise<PaidTry | Refusal<'too-many-attempts'>> {
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const paid = await spendAll(tx, { policy: ports.policy, kind: 'temporary-access-code', subject: accountId, now });
    if (paid.tickets) return { ...paid, access: await openAccess(tx.query, { accountId, now }) };
    const refusal = refuse('too-many-attempts', 'temporary-access-code', { until: paid.until });
    await audit(tx, { at: now, action: 'temporary-access.spend', account: accountId, actor: 'owner', visit, refusal });
    return refusal;
  });
}
