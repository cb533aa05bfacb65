import { concat } from '../bytes.ts';
import { isPersonal } from '../header.ts';
import { SLOT_TYPE } from '../slot.ts';
import type { VaultKind } from '../soft-token/vault-kind.ts';
import type { PersonalTypes } from './face.ts';
import { OpenPersonalVault } from './open-personal-vault.ts';
import { PERSONAL_TEXT } from './personal-contents.ts';
import { parseRecoveryKey } from './recovery-key.ts';

/** A personal vault: many accounts, recovered by a key that its owner keeps. No server, so no PIN Reset Code: r and its MAC are zero. */
export const PERSONAL_VAULT: VaultKind<PersonalTypes> = {
  owns: isPersonal,
  text: PERSONAL_TEXT,
  recoveryOf: ({ contents }) => ({
    resetRandom: 0,
    resetMac: 0,
    slotType: SLOT_TYPE.recoveryByQr,
    secret: concat(contents.recoveryKey),
  }),
  recoverySecretOf: parseRecoveryKey,
  resetViewOf: (_, waitSeconds) => ({ waitSeconds }),
  open: (context, opening) => OpenPersonalVault.open(context, opening),
};
