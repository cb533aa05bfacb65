import { wipe } from '../bytes.ts';
import { refused } from '../device-errors.ts';
import { openSlot } from '../slot.ts';
import type { TokenContext } from './context.ts';
import type { AuthenticatorOutcome } from './face.ts';
import { loadToken, mustBeLocked } from './load.ts';
import { readPinArtefacts } from './lock.ts';
import { OpenVault } from './open-vault.ts';
import { lockAndSay } from './pin-entry.ts';
import { type SaltedPrf, answersFor } from './slot-prf.ts';

/**
 * CLOSED → OPEN by the authenticator alone (slot type 3), the mutex held, where the issuer allows it and the owner wanted it. There is no
 * guess here for which an attempt would have to be spent: F_P has 256 bits, and who can make the authenticator answer needs no guess. The count
 * of wrong PINs stays as it is: only the right PIN clears it, so that opening by finger every day gives nobody new guesses at the PIN.
 * Once the PIN Reset Code was shown only the PIN opens the token: the epoch has to end then, and COMMIT needs a PIN to put into the new one.
 * What stops a locked token from opening here is, again, none of the `if`s: E is among the factors of the slot, and LOCK has destroyed E.
 */
export async function enterByAuthenticator(context: TokenContext, prf: SaltedPrf | undefined): Promise<AuthenticatorOutcome> {
  const token = await loadToken(context);
  if (token.kind === 'empty') return refused({ code: 'STORAGE_EVICTED' });
  if (token.kind !== 'stored') return token.kind === 'revoked' ? { kind: 'revoked' } : token;
  if (token.state.state === 'revoked') return { kind: 'revoked' };
  if (mustBeLocked(token)) return lockAndSay(context, token);
  const artefacts = await readPinArtefacts(context, token);
  if (artefacts === undefined) return lockAndSay(context, token);
  if (token.state.state === 'reset-shown') return { kind: 'pin-needed' };
  const { slots, erasable } = artefacts;
  if (slots.prfOnly === undefined || prf === undefined) return refused({ code: 'PRF_UNAVAILABLE' });
  // Another window has moved the token on since the authenticator was asked.
  if (!answersFor(slots.prfOnly, prf)) return refused({ code: 'VAULT_CLOSED' });

  const factors = { device: context.deviceFactor, erasable, prf: prf.output };
  const binding = { headerHash: token.headerHash, tokenId: token.header.tokenId };
  const opened = await openSlot({ slot: slots.prfOnly, secret: new Uint8Array(0), factors, binding }, context);
  wipe(erasable);
  return opened.ok ? OpenVault.open(context, { token, masterKey: opened.value, atHand: undefined }) : refused(opened.error);
}
