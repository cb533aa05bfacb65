import { type Asker, type Instant, Secret, type Transaction } from '@sallyport/platform';
import { formatTemporaryAccessCode, toBase64url } from '@sallyport/protocol';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { randomBelow } from '../randomness.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import { drawTemporaryAccessCode } from './rules.ts';
import { replaceAccess } from './store.ts';

/** What its reader is told once; besides that only a slow hash is kept. */
export interface TemporaryAccess {
  /** As shown and typed. */
  readonly code: Secret<string>;
  readonly expiresAt: Instant;
  readonly uses: number;
}

/** Drawn and hashed before the transaction, since hashing is slow. */
export interface DrawnAccess {
  readonly code: Secret<string>;
  readonly codeHash: string;
}

const ACCESS_ID_OCTETS = 16;

export async function drawAccess(ports: IdentityPorts, asker: Asker): Promise<DrawnAccess | Refusal<'busy'>> {
  const code = drawTemporaryAccessCode((limit) => randomBelow(ports.randomness, limit));
  const codeHash = await ports.passwordHasher.hash(code, asker);
  if (codeHash === 'busy') return refuse('busy', 'hashing queue full');
  return { code: new Secret(formatTemporaryAccessCode(code.reveal())), codeHash };
}

/** Keeps it for an account that is locked in this transaction. */
export async function saveAccess(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  given: { readonly drawn: DrawnAccess; readonly accountId: AccountId; readonly issuedBy: string; readonly now: Instant },
): Promise<TemporaryAccess> {
  const { drawn, now } = given;
  const { uses } = ports.policy.temporaryAccess;
  const expiresAt = now + ports.policy.lifetimes.temporaryAccessMs;
  const accessId = toBase64url(ports.randomness.bytes(ACCESS_ID_OCTETS));
  await replaceAccess(tx, { ...given, accessId, codeHash: drawn.codeHash, usesAllowed: uses, expiresAt });
  return { code: drawn.code, expiresAt, uses };
}
