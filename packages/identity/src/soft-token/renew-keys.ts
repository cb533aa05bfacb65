import type { Instant, Transaction } from '@sallyport/platform';
import { wipe } from '@sallyport/protocol';
import { findAccountBy } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import type { IdentityPorts } from '../ports.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { saveKeptPromise } from './rekey-store.ts';
import type { StoredToken } from './store.ts';
import { type SecretColumn, promisedPlace, tokenPlace } from './token-secrets.ts';

/**
 * The token has said something under the keys it was promised: they are the present ones from now on, and nothing under the old ones is taken any
 * more. Does nothing for a token that spoke under its present keys. `under`: taken in this transaction.
 */
export async function keepPromise(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  { under, now, visit }: { readonly under: StoredToken; readonly now: Instant; readonly visit: Visit },
): Promise<void> {
  if (under.keySet === 'present') return;
  const { tokenId, accountId, serial, keyedAt } = under;
  await saveKeptPromise(tx, tokenId, {
    sealed_seed: resealed(ports, under, 'sealed_seed'),
    sealed_recovery_key: resealed(ports, under, 'sealed_recovery_key'),
    sealed_server_key: resealed(ports, under, 'sealed_server_key'),
    keyed_at: keyedAt,
  });
  const account = await findAccountBy(tx.query, { accountId });
  if (account) await queueNotice(ports, tx, { account, about: 'token-keys-renewed', at: now, visit, serial });
  await audit(tx, { at: now, action: 'soft-token.renew-keys', account: accountId, actor: 'anonymous', visit, details: { tokenId } });
}

const SEALED = { sealed_seed: 'sealedSeed', sealed_recovery_key: 'sealedRecoveryKey', sealed_server_key: 'sealedServerKey' } as const;

/** Out of the place of what is promised, into the place of what is in force. A token out of use has no seed to move. */
function resealed(ports: IdentityPorts, { tokenId, ...token }: StoredToken, column: SecretColumn): Uint8Array | null {
  const sealed = token[SEALED[column]];
  if (!sealed) return null;
  const plaintext = ports.sealer.open({ sealed, place: promisedPlace(column, tokenId) });
  const moved = ports.sealer.seal({ plaintext, place: tokenPlace(column, tokenId) });
  wipe(plaintext);
  return moved;
}
