import { constantTimeEqual, utf8, wipe } from '../bytes.ts';
import { type UnlockCode, parseUnlockCode } from '../codes.ts';
import { type Refused, refused } from '../device-errors.ts';
import type { MasterKey } from '../master-key.ts';
import { openSlot } from '../slot.ts';
import { oneMore } from '../state-record.ts';
import { openBody, wipeContents } from '../vault-body.ts';
import { type PlanWithoutPin, awaitPin } from './awaiting-pin.ts';
import type { TokenContext } from './context.ts';
import type { AwaitingPin, UnlockOutcome } from './face.ts';
import { type StoredToken, loadToken, saveState } from './load.ts';

/**
 * UNLOCK (section 10), the mutex held. Nothing durable comes of a right code: the state stays as it is until a new PIN is set, so that
 * closing the app here costs nothing and the same code works again.
 */
export async function enterUnlockCode(context: TokenContext, typed: string): Promise<UnlockOutcome> {
  const token = await loadToken(context);
  if (token.kind === 'empty') return refused({ code: 'STORAGE_EVICTED' });
  if (token.kind !== 'stored') return token.kind === 'revoked' ? { kind: 'revoked' } : token;
  if (token.state.state === 'revoked') return { kind: 'revoked' };
  const code = parseUnlockCode(typed, token.header.unlockDigits);
  if (!code.ok) return refused(code.error);
  const waitSeconds = context.backOff.waitSeconds(token.state);
  if (waitSeconds > 0) return refused({ code: 'BACKOFF', seconds: waitSeconds });

  // Spent before it is looked at, and given back when it was right: the record is as before then.
  const before = token.state;
  const spent = await saveState(context, token, {
    unlockFailures: oneMore(before.unlockFailures),
    lastFailureMs: context.backOff.failedNow(),
  });
  if (spent.kind === 'refused') return spent;
  const opened = await openRecoverySlot(context, spent, code.value);
  if (opened.kind === 'refused') return sayRefusal(context, spent, opened);
  const restored = await saveState(context, spent, before);
  return restored.kind === 'refused' ? restored : mustSetPin(context, restored, opened.masterKey);
}

async function openRecoverySlot(
  context: TokenContext,
  { records, header, headerHash }: StoredToken,
  code: UnlockCode,
): Promise<{ readonly kind: 'opened'; readonly masterKey: MasterKey } | Refused> {
  const secret = utf8(code);
  const opened = await openSlot(
    { slot: records.recoverySlot, secret, factors: { device: context.deviceFactor }, binding: { headerHash, tokenId: header.tokenId } },
    context,
  );
  wipe(secret);
  return opened.ok ? { kind: 'opened', masterKey: opened.value } : refused(opened.error);
}

function sayRefusal(context: TokenContext, spent: StoredToken, refusal: Refused): UnlockOutcome {
  if (refusal.error.code !== 'WRONG_SECRET') return refusal;
  return { kind: 'wrong-code', waitSeconds: context.backOff.waitSeconds(spent.state) };
}

/** Opens the body once, now, so that a damaged one is told before the person thinks of a PIN. */
async function mustSetPin(context: TokenContext, token: StoredToken, masterKey: MasterKey): Promise<UnlockOutcome> {
  const contents = await openBody({ body: token.records.body, masterKey, headerHash: token.headerHash }, context.aead);
  if (!contents.ok) return refused(contents.error);
  wipeContents(contents.value);
  return { kind: 'must-set-pin', awaiting: awaitNewPin(context, token, masterKey) };
}

function awaitNewPin(context: TokenContext, { header, headerHash }: StoredToken, masterKey: MasterKey): AwaitingPin {
  return awaitPin(context, {
    lengths: header,
    prepare: async () => {
      const current = await loadToken(context);
      const isSame = current.kind === 'stored' && constantTimeEqual(current.headerHash, headerHash) && current.state.state !== 'revoked';
      if (!isSame) return refused({ code: 'VAULT_CLOSED' });
      const contents = await openBody({ body: current.records.body, masterKey, headerHash }, context.aead);
      if (!contents.ok) return refused(contents.error);
      const plan: PlanWithoutPin = { frame: header, epoch: header.epoch + 1, contents: contents.value };
      return { kind: 'plan', plan };
    },
    forget: () => {
      masterKey.wipe();
    },
  });
}
