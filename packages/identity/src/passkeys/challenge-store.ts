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

/** Pages of one session that may wait for a device at the same time: one, its suggestions, a second tab, and one that is returned to. */
const MOST_OPEN_CHALLENGES = 4;

interface GivenChallenge extends ChallengePlace {
  readonly challenge: string;
  readonly expiresAt: Instant;
}

/** The one challenge of this session for this purpose; what was asked before is void. */
export async function putChallenge(tx: Tx, given: GivenChallenge & { readonly name: string }): Promise<void> {
  await tx.query.deleteFrom('passkey_challenge').where('session', '=', given.session).where('purpose', '=', given.purpose).execute();
  await insertChallenge(tx, given);
}

/**
 * One more challenge of this session for this purpose. The latest before it stay good: a sign-in page asks for its suggestions by itself, and the server may hear of that after
 * it has shown the next page.
 */
export async function addChallenge(tx: Tx, given: GivenChallenge): Promise<void> {
  const before = await tx.query
    .selectFrom('passkey_challenge')
    .select('challenge_hash')
    .where('session', '=', given.session)
    .where('purpose', '=', given.purpose)
    .orderBy('expires_at', 'desc')
    .execute();
  const tooMany = before.slice(MOST_OPEN_CHALLENGES - 1).map(({ challenge_hash }) => challenge_hash);
  if (tooMany.length > 0) await tx.query.deleteFrom('passkey_challenge').where('challenge_hash', 'in', tooMany).execute();
  await insertChallenge(tx, given);
}

async function insertChallenge(tx: Tx, given: GivenChallenge & { readonly name?: string }): Promise<void> {
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
