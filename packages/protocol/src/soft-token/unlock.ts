import { type Bytes, constantTimeEqual, wipe } from '../bytes.ts';
import { type Refused, refused } from '../device-errors.ts';
import type { MasterKey } from '../master-key.ts';
import type { TokenPorts } from '../ports.ts';
import { openBody } from '../sealed-body.ts';
import { openSlot } from '../slot.ts';
import { oneMore } from '../state-record.ts';
import { type PlanWithoutPin, awaitPin } from './awaiting-pin.ts';
import type { VaultContext } from './context.ts';
import type { AwaitingPin, UnlockOutcome } from './face.ts';
import { type StoredToken, loadToken, saveState } from './load.ts';
import { byPinAlone } from './protection.ts';
import { NO_PRF } from './slot-prf.ts';
import type { VaultTypes } from './vault-kind.ts';

/**
 * UNLOCK (section 10), the mutex held. Nothing durable comes of a right code: the state stays as it is until a new PIN is set, so that
 * closing the app here costs nothing and the same code works again.
 */
export async function enterUnlockCode<Of extends VaultTypes>(context: VaultContext<Of>, typed: string): Promise<UnlockOutcome<Of>> {
  const token = await loadToken(context);
  if (token.kind === 'empty') return refused({ code: 'STORAGE_EVICTED' });
  if (token.kind !== 'stored') return token.kind === 'revoked' ? { kind: 'revoked' } : token;
  if (token.state.state === 'revoked') return { kind: 'revoked' };
  const secret = context.kind.recoverySecretOf(typed, token.header);
  if (!secret.ok) return refused(secret.error);
  const waitSeconds = context.backOff.waitSeconds(token.state);
  if (waitSeconds > 0) {
    wipe(secret.value);
    return refused({ code: 'BACKOFF', seconds: waitSeconds });
  }

  // Spent before it is looked at, and given back when it was right: the record is as before then.
  const before = token.state;
  const spent = await saveState(context, token, {
    unlockFailures: oneMore(before.unlockFailures),
    lastFailureMs: context.backOff.failedNow(),
  });
  if (spent.kind === 'refused') {
    wipe(secret.value);
    return spent;
  }
  const opened = await openRecoverySlot(context, spent, secret.value);
  if (opened.kind === 'refused') return sayRefusal(context, spent, opened);
  const restored = await saveState(context, spent, before);
  return restored.kind === 'refused' ? restored : mustSetPin(context, restored, opened.masterKey);
}

async function openRecoverySlot(
  context: TokenPorts,
  { records, header, headerHash }: StoredToken,
  secret: Bytes,
): Promise<{ readonly kind: 'opened'; readonly masterKey: MasterKey } | Refused> {
  const opened = await openSlot(
    { slot: records.recoverySlot, secret, factors: { device: context.deviceFactor }, binding: { headerHash, tokenId: header.tokenId } },
    context,
  );
  wipe(secret);
  return opened.ok ? { kind: 'opened', masterKey: opened.value } : refused(opened.error);
}

function sayRefusal<Of extends VaultTypes>(context: VaultContext<Of>, spent: StoredToken, refusal: Refused): UnlockOutcome<Of> {
  if (refusal.error.code !== 'WRONG_SECRET') return refusal;
  return { kind: 'wrong-code', waitSeconds: context.backOff.waitSeconds(spent.state) };
}

/** Opens the body once, now, so that a damaged one is told before the person thinks of a PIN. */
async function mustSetPin<Of extends VaultTypes>(
  context: VaultContext<Of>,
  token: StoredToken,
  masterKey: MasterKey,
): Promise<UnlockOutcome<Of>> {
  const { text } = context.kind;
  const contents = await openBody<Of['contents']>(
    { text, body: token.records.body, masterKey, headerHash: token.headerHash },
    context.aead,
  );
  if (!contents.ok) return refused(contents.error);
  text.wipe(contents.value);
  const { pinFailures: pins, unlockFailures: unlockCodes } = token.state;
  return { kind: 'must-set-pin', awaiting: awaitNewPin(context, token, masterKey), failed: { pins, unlockCodes } };
}

/** The new PIN stands alone at first: the authenticator may be what was lost. Who still has one adds it again once the vault is open. */
function awaitNewPin<Of extends VaultTypes>(
  context: VaultContext<Of>,
  { header, headerHash }: StoredToken,
  masterKey: MasterKey,
): AwaitingPin<Of> {
  return awaitPin(context, {
    lengths: header,
    prepare: async () => {
      const current = await loadToken(context);
      const isSame = current.kind === 'stored' && constantTimeEqual(current.headerHash, headerHash) && current.state.state !== 'revoked';
      if (!isSame) return refused({ code: 'VAULT_CLOSED' });
      const contents = await openBody<Of['contents']>(
        { text: context.kind.text, body: current.records.body, masterKey, headerHash },
        context.aead,
      );
      if (!contents.ok) return refused(contents.error);
      const plan: PlanWithoutPin<Of['contents']> = {
        frame: byPinAlone(header),
        epoch: header.epoch + 1,
        contents: contents.value,
        prf: NO_PRF,
      };
      return { kind: 'plan', plan };
    },
    forget: () => {
      masterKey.wipe();
    },
  });
}
