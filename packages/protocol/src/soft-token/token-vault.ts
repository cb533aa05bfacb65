import { utf8, wipe } from '../bytes.ts';
import { formatPinResetCode, parseUnlockCode } from '../codes.ts';
import { decimalDigits } from '../decimal.ts';
import { type Header, isPersonal } from '../header.ts';
import { deriveRecoveryKeys } from '../key-schedule.ts';
import { pinResetCode, pinResetMac } from '../pin-reset-code.ts';
import { ok } from '../result.ts';
import { SLOT_TYPE } from '../slot.ts';
import { unlockCodeDigits } from '../unlock-code.ts';
import { TOKEN_TEXT, type VaultContents } from '../vault-body.ts';
import type { ResetView, TokenTypes } from './face.ts';
import { OpenVault } from './open-vault.ts';
import type { NewRecovery, Recovery, VaultKind } from './vault-kind.ts';

/** A token's vault: one seed, recovered by the unlock code of its server. */
export const TOKEN_VAULT: VaultKind<TokenTypes> = {
  owns: (header) => !isPersonal(header),
  text: TOKEN_TEXT,
  recoveryOf: unlockCodeOf,
  recoverySecretOf: (typed, header) => {
    const code = parseUnlockCode(typed, header.unlockDigits);
    return code.ok ? ok(utf8(code.value)) : code;
  },
  resetViewOf,
  open: (context, opening) => OpenVault.open(context, opening),
};

function unlockCodeOf({ contents, frame, epoch, randomness }: NewRecovery<VaultContents>): Recovery {
  const { tokenId, serial, unlockDigits } = frame;
  const resetRandom = Number(decimalDigits(randomness.bytes(8), 4));
  const { resetMacKey, unlockKey, receiptKey } = deriveRecoveryKeys({ recoveryKey: contents.recoveryKey, tokenId, serial });
  const resetMac = pinResetMac({ resetMacKey, tokenId, epoch, r: resetRandom });
  const secret = utf8(unlockCodeDigits({ unlockKey, tokenId, epoch, r: resetRandom, n: unlockDigits }));
  wipe(resetMacKey, unlockKey, receiptKey);
  return { resetRandom, resetMac, slotType: SLOT_TYPE.recovery, secret };
}

function resetViewOf(header: Header, waitSeconds: number): ResetView {
  return {
    pinResetCode: formatPinResetCode(pinResetCode({ epoch: header.epoch, r: header.resetRandom, mac: header.resetMac })),
    unlockCodeLength: (header.unlockDigits / 4) * 5,
    waitSeconds,
  };
}
