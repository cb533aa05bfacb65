import type { Instant, Transaction } from '@sallyport/platform';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import type { IdentitySchema } from '../schema.ts';

type Tx = Transaction<IdentitySchema>;

interface Place {
  readonly accountId: AccountId;
  readonly session: FederationSessionRef;
}

/** The one code of this session; an earlier one is void. What this account's other codes ran out of is removed. */
export async function replaceMailedCode(
  tx: Tx,
  code: Place & { readonly codeHash: string; readonly now: Instant; readonly expiresAt: Instant },
): Promise<void> {
  const { accountId, session, now } = code;
  await tx.query
    .deleteFrom('mailed_code')
    .where('account_id', '=', accountId)
    .where((row) => row.or([row('session', '=', session), row('expires_at', '<=', now)]))
    .execute();
  await tx.query
    .insertInto('mailed_code')
    .values({
      account_id: accountId,
      session,
      code_hash: code.codeHash,
      tries_used: 0,
      sent_at: now,
      expires_at: code.expiresAt,
      spent_at: null,
    })
    .execute();
}

/** Spends a try of the code: one conditional statement, no row, no try. */
export async function spendMailedCodeTry(
  tx: Tx,
  attempt: Place & { readonly now: Instant; readonly allowed: number },
): Promise<{ readonly codeHash: string; readonly left: number } | undefined> {
  const row = await tx.query
    .updateTable('mailed_code')
    .set((code) => ({ tries_used: code('tries_used', '+', 1) }))
    .where('account_id', '=', attempt.accountId)
    .where('session', '=', attempt.session)
    .where('tries_used', '<', attempt.allowed)
    .where('expires_at', '>', attempt.now)
    .where('spent_at', 'is', null)
    .returning(['code_hash', 'tries_used'])
    .executeTakeFirst();
  return row && { codeHash: row.code_hash, left: attempt.allowed - row.tries_used };
}

/** Spends the code itself: of any number of right submissions one gets an answer. */
export async function spendMailedCode(tx: Tx, code: Place & { readonly codeHash: string; readonly now: Instant }): Promise<boolean> {
  const row = await tx.query
    .updateTable('mailed_code')
    .set({ spent_at: code.now })
    .where('account_id', '=', code.accountId)
    .where('session', '=', code.session)
    .where('code_hash', '=', code.codeHash)
    .where('spent_at', 'is', null)
    .returning('session')
    .executeTakeFirst();
  return row !== undefined;
}
