import { utf8, wipe } from '../bytes.ts';
import { type Refused, refused } from '../device-errors.ts';
import type { MasterKey } from '../master-key.ts';
import { type Pin, parsePin, pinInForce } from '../pin-policy.ts';
import type { TokenPorts } from '../ports.ts';
import { openBody } from '../sealed-body.ts';
import { openSlot } from '../slot.ts';
import { oneMore } from '../state-record.ts';
import { commitAndOpen } from './commit-and-open.ts';
import type { VaultContext } from './context.ts';
import type { PinOutcome, SetPinOutcome } from './face.ts';
import { type StoredToken, attemptsLeft, loadToken, mustBeLocked, saveState } from './load.ts';
import { type PinArtefacts, lockToken, readPinArtefacts } from './lock.ts';
import { type EpochPrf, NO_PIN_PRF, type PinPrf, type SaltedPrf, answersForPin } from './slot-prf.ts';
import { resetViewOf } from './status.ts';
import type { AtHand, VaultTypes } from './vault-kind.ts';

/**
 * PIN entry (section 8), the mutex held. What stops a sixth guess is not the `if`s below: LOCK has destroyed E and the PIN slot,
 * so that removing every one of them still opens nothing. `pin-entry.mutation.test.ts` removes them and tries.
 * `prf`: what the authenticator answered before (see `ask-authenticator.ts`), in profile P1.
 */
export async function enterPin<Of extends VaultTypes>(
  context: VaultContext<Of>,
  typed: string,
  prf: PinPrf = NO_PIN_PRF,
): Promise<PinOutcome<Of>> {
  const token = await loadToken(context);
  if (token.kind === 'empty') return refused({ code: 'STORAGE_EVICTED' });
  if (token.kind !== 'stored') return token;
  if (token.state.state === 'revoked') return { kind: 'revoked' };
  if (mustBeLocked(token)) return lockAndSay(context, token);
  const artefacts = await readPinArtefacts(context, token);
  if (artefacts === undefined) return lockAndSay(context, token);
  const pin = parsePin(typed, token.header);
  if (!pin.ok) return refused(pin.error);
  // Another window has moved the token on since the authenticator was asked: this PIN is not looked at, and costs nothing.
  if (!answersForPin(token, artefacts.slots.pin, prf)) return refused({ code: 'VAULT_CLOSED' });

  // Written before the PIN is looked at: pulling the plug during the hash does not give the attempt back.
  const spent = await saveState(context, token, { pinFailures: oneMore(token.state.pinFailures) });
  if (spent.kind === 'refused') return spent;
  const opened = await openPinSlot(context, spent, { ...artefacts, pin: pin.value, prf: prf.slot });
  if (opened.kind === 'refused') return sayRefusal(context, spent, opened);
  const cleared = await saveState(context, spent, { pinFailures: 0 });
  if (cleared.kind === 'refused') return cleared;
  const { masterKey } = opened;
  const isRenewed = cleared.state.state !== 'active';
  const outcome = isRenewed
    ? await renewEpoch(context, cleared, { masterKey, pin: pin.value, prf: prf.next })
    : await context.kind.open(context, { token: cleared, masterKey, atHand: atHandOf(cleared, { pin: pin.value, prf: prf.next }) });
  // Only a new epoch clears the wrong unlock codes: they are told once, when they are gone.
  const failed = { pins: token.state.pinFailures, unlockCodes: isRenewed ? token.state.unlockFailures : 0 };
  return outcome.kind === 'refused' ? outcome : { ...outcome, failed };
}

/**
 * The PIN was remembered after its PIN Reset Code had been shown: COMMIT under the same PIN (section 8). Without it the portal, which takes a one-time
 * password for the end of an unlock, would wait for an epoch that this token never reached, and call its next code old.
 * The attempt has been given back before, so that a full disk costs no attempts.
 */
async function renewEpoch<Of extends VaultTypes>(
  context: VaultContext<Of>,
  token: StoredToken,
  { masterKey, pin, prf }: { readonly masterKey: MasterKey; readonly pin: Pin; readonly prf: EpochPrf },
): Promise<SetPinOutcome<Of>> {
  const { header, headerHash, records } = token;
  const contents = await openBody<Of['contents']>({ text: context.kind.text, body: records.body, masterKey, headerHash }, context.aead);
  masterKey.wipe();
  if (!contents.ok) return refused(contents.error);
  return commitAndOpen(context, { frame: header, epoch: header.epoch + 1, contents: contents.value, pin: pinInForce(pin), prf });
}

function atHandOf({ protection }: StoredToken, atHand: AtHand): AtHand | undefined {
  return protection.kind === 'pin' || atHand.prf.pin !== undefined ? atHand : undefined;
}

async function openPinSlot(
  context: TokenPorts,
  token: StoredToken,
  { slots, erasable, pin, prf }: PinArtefacts & { readonly pin: Pin; readonly prf: SaltedPrf | undefined },
): Promise<{ readonly kind: 'opened'; readonly masterKey: MasterKey } | Refused> {
  const secret = utf8(pin);
  const factors = { device: context.deviceFactor, erasable, prf: prf?.output };
  const binding = { headerHash: token.headerHash, tokenId: token.header.tokenId };
  const opened = await openSlot({ slot: slots.pin, secret, factors, binding }, context);
  wipe(secret, erasable);
  return opened.ok ? { kind: 'opened', masterKey: opened.value } : refused(opened.error);
}

/** The last attempt locks whatever the reason was, so that a damaged slot leads to the unlock code too. */
async function sayRefusal<Of extends VaultTypes>(context: VaultContext<Of>, token: StoredToken, refusal: Refused): Promise<PinOutcome<Of>> {
  if (mustBeLocked(token)) return lockAndSay(context, token);
  return refusal.error.code === 'WRONG_SECRET' ? { kind: 'wrong-pin', attemptsLeft: attemptsLeft(token) } : refusal;
}

export async function lockAndSay<Of extends VaultTypes>(
  context: VaultContext<Of>,
  token: StoredToken,
): Promise<{ readonly kind: 'locked'; readonly reset: Of['reset'] } | Refused> {
  const locked = await lockToken(context, token);
  return locked.kind === 'refused' ? locked : { kind: 'locked', reset: resetViewOf(context, locked) };
}
