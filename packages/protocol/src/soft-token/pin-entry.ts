import { utf8, wipe } from '../bytes.ts';
import { type Refused, refused } from '../device-errors.ts';
import type { MasterKey } from '../master-key.ts';
import { type Pin, parsePin } from '../pin-policy.ts';
import { openSlot } from '../slot.ts';
import { oneMore } from '../state-record.ts';
import type { TokenContext } from './context.ts';
import type { PinOutcome } from './face.ts';
import { type StoredToken, attemptsLeft, loadToken, mustBeLocked, saveState } from './load.ts';
import { type PinArtefacts, lockToken, readPinArtefacts } from './lock.ts';
import { OpenVault } from './open-vault.ts';
import { resetViewOf } from './status.ts';

/**
 * PIN entry (section 8), the mutex held. What stops a sixth guess is not the `if`s below: LOCK has destroyed E and the PIN slot,
 * so that removing every one of them still opens nothing. `pin-entry.test.ts` removes them and tries.
 */
export async function enterPin(context: TokenContext, typed: string): Promise<PinOutcome> {
  const token = await loadToken(context);
  if (token.kind === 'empty') return refused({ code: 'STORAGE_EVICTED' });
  if (token.kind !== 'stored') return token;
  if (token.state.state === 'revoked') return { kind: 'revoked' };
  if (mustBeLocked(token)) return lockAndSay(context, token);
  const artefacts = await readPinArtefacts(context, token);
  if (artefacts === undefined) return lockAndSay(context, token);
  const pin = parsePin(typed, token.header);
  if (!pin.ok) return refused(pin.error);

  // Written before the PIN is looked at: pulling the plug during the hash does not give the attempt back.
  const spent = await saveState(context, token, { pinFailures: oneMore(token.state.pinFailures) });
  if (spent.kind === 'refused') return spent;
  const opened = await openPinSlot(context, spent, { ...artefacts, pin: pin.value });
  if (opened.kind === 'refused') return sayRefusal(context, spent, opened);
  const cleared = await saveState(context, spent, { pinFailures: 0 });
  return cleared.kind === 'refused' ? cleared : OpenVault.open(context, cleared, opened.masterKey);
}

async function openPinSlot(
  context: TokenContext,
  token: StoredToken,
  { slot, erasable, pin }: PinArtefacts & { readonly pin: Pin },
): Promise<{ readonly kind: 'opened'; readonly masterKey: MasterKey } | Refused> {
  const secret = utf8(pin);
  const factors = { device: context.deviceFactor, erasable };
  const binding = { headerHash: token.headerHash, tokenId: token.header.tokenId };
  const opened = await openSlot({ slot, secret, factors, binding }, context);
  wipe(secret, erasable);
  return opened.ok ? { kind: 'opened', masterKey: opened.value } : refused(opened.error);
}

/** The last attempt locks whatever the reason was, so that a damaged slot leads to the unlock code too. */
async function sayRefusal(context: TokenContext, token: StoredToken, refusal: Refused): Promise<PinOutcome> {
  if (mustBeLocked(token)) return lockAndSay(context, token);
  return refusal.error.code === 'WRONG_SECRET' ? { kind: 'wrong-pin', attemptsLeft: attemptsLeft(token) } : refusal;
}

async function lockAndSay(context: TokenContext, token: StoredToken): Promise<PinOutcome> {
  const locked = await lockToken(context, token);
  return locked.kind === 'refused' ? locked : { kind: 'locked', reset: resetViewOf(context, locked) };
}
