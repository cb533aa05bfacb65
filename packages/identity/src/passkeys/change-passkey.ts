import type { Instant, Transaction } from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { type AuditAction, audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import type { NoticeSubject } from '../notices/notice.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import { recoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { type ListedPasskey, passkeysOf } from './store.ts';

/** A passkey of the account's own, by the `ref` of its view. */
export interface PasskeyChange {
  readonly accountId: AccountId;
  readonly ref: string;
  readonly proofs: readonly Proof[];
  readonly visit: Visit;
}

export type ChangeRefusal = Refusal<'step-up-needed' | 'passkey-not-found'>;

interface Changing {
  readonly action: Extract<AuditAction, 'passkey.rename' | 'passkey.remove'>;
  readonly about: NoticeSubject;
  /** Does it; answers the name to be told. */
  readonly apply: (tx: Transaction<IdentitySchema>, passkey: ListedPasskey) => Promise<string>;
}

/**
 * What renaming and removing have in common: the proofs an unlock needs, given just now, for whoever has lost the device has no passkey to prove it with; at once also where an unlock
 * would wait, since a thief must not have the time. Every address is told.
 */
export async function changePasskey(
  ports: IdentityPorts,
  input: PasskeyChange,
  { action, about, apply }: Changing,
): Promise<{ readonly name: string } | ChangeRefusal> {
  const { accountId, ref, visit } = input;
  const now: Instant = ports.clock.now();
  return ports.database.transact(async (tx): Promise<{ readonly name: string } | ChangeRefusal> => {
    const act = { at: now, action, account: accountId, actor: 'owner', visit } as const;
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    const verdict = await recoveryVerdict(ports, tx.query, { accountId, proofs: input.proofs, act: 'unlock-token', now });
    const passkey = (await passkeysOf(tx.query, accountId)).find((one) => one.ref === ref);
    const refusal = refusalOf(account, verdict.kind) ?? (passkey ? undefined : refuse('passkey-not-found', 'none of theirs'));
    if (refusal || !account || !passkey) {
      await audit(tx, { ...act, refusal });
      return refusal ?? refuse('passkey-not-found', 'none of theirs');
    }
    const name = await apply(tx, passkey);
    await queueNotice(ports, tx, { account, about, at: now, visit, passkey: name });
    await audit(tx, act);
    return { name };
  });
}

function refusalOf(account: Account | undefined, verdict: string): Refusal<'step-up-needed'> | undefined {
  if (account?.state !== 'ACTIVE') return refuse('step-up-needed', 'no active account');
  return verdict === 'needed' ? refuse('step-up-needed', 'proofs missing or not fresh') : undefined;
}
