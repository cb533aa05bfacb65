import type { Instant, Transaction } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import { hashOf } from '../one-time-links/codes.ts';
import type { IdentitySchema, PasskeyChallengeTable } from '../schema.ts';

type Tx = Transaction<IdentitySchema>;

/** Where a challenge is good: in one session, for one purpose, for one account, or for whichever account the passkey names. */
export interface ChallengePlace {
  readonly session: string;
  readonly purpose: PasskeyChallengeTable['purpose'];
  readonly accountId: AccountId | undefined;
}

/** A challenge has 256 random bits, so a fast hash keeps it as well as a slow one would. */
function challengeHash(challenge: string): string {
  return hashOf('passkey-challenge', challenge);
}

/** The one challenge of this session for this purpose; what was asked before is void. */
export async function putChallenge(
  tx: Tx,
  given: ChallengePlace & { readonly challenge: string; readonly name?: string; readonly expiresAt: Instant },
): Promise<void> {
  await tx.query.deleteFrom('passkey_challenge').where('session', '=', given.session).where('purpose', '=', given.purpose).execute();
  await tx.query
    .insertInto('passkey_challenge')
    .values({
      challenge_hash: challengeHash(given.challenge),
      purpose: given.purpose,
      account_id: given.accountId ?? null,
      session: given.session,
      name: given.name ?? null,
      expires_at: given.expiresAt,
    })
    .execute();
}

/** Another challenge in place of the one that waits there; what it was about, or undefined when none waits. */
export async function renewChallenge(
  tx: Tx,
  given: ChallengePlace & { readonly accountId: AccountId; readonly challenge: string; readonly now: Instant },
): Promise<{ readonly name: string } | undefined> {
  const row = await tx.query
    .updateTable('passkey_challenge')
    .set({ challenge_hash: challengeHash(given.challenge) })
    .where('session', '=', given.session)
    .where('purpose', '=', given.purpose)
    .where('account_id', '=', given.accountId)
    .where('expires_at', '>', given.now)
    .returning('name')
    .executeTakeFirst();
  return row && { name: row.name ?? '' };
}

/** Spends the challenge: one conditional statement, so of any number of answers one is looked at. */
export async function takeChallenge(
  tx: Tx,
  given: ChallengePlace & { readonly challenge: string; readonly now: Instant },
): Promise<{ readonly name: string } | undefined> {
  const { accountId } = given;
  const row = await tx.query
    .deleteFrom('passkey_challenge')
    .where('challenge_hash', '=', challengeHash(given.challenge))
    .where('session', '=', given.session)
    .where('purpose', '=', given.purpose)
    .where((row) => (accountId === undefined ? row('account_id', 'is', null) : row('account_id', '=', accountId)))
    .where('expires_at', '>', given.now)
    .returning('name')
    .executeTakeFirst();
  return row && { name: row.name ?? '' };
}

/** Housekeeping: those that nobody answered. */
export async function removeChallengesUntil(tx: Tx, now: Instant): Promise<void> {
  await tx.query.deleteFrom('passkey_challenge').where('expires_at', '<=', now).execute();
}
