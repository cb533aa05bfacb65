import { concat, wipe } from '../bytes.ts';
import { decimalDigits } from '../decimal.ts';
import { refused } from '../device-errors.ts';
import { PROFILE_P0, encodeHeader } from '../header.ts';
import type { HeaderFrame } from '../soft-token/commit.ts';
import { awaitPin } from '../soft-token/awaiting-pin.ts';
import type { VaultContext } from '../soft-token/context.ts';
import { NO_PRF } from '../soft-token/slot-prf.ts';
import type { CreateOutcome, PersonalPolicy, PersonalTypes } from './face.ts';
import type { ListView, PersonalContents } from './personal-contents.ts';
import { RECOVERY_KEY_OCTETS } from './recovery-key.ts';

/** Codes in sight, large, in the order they were added. */
const FIRST_VIEW: ListView = { order: 'hand', size: 'large', codes: 'shown' };

/** The shortest: no code of this vault is ever typed into one. */
const NO_UNLOCK_CODE = 12;

/** Its id, serial and recovery key are drawn here, in this order; nothing is written before the PIN is set. */
export async function createVault(context: VaultContext<PersonalTypes>, policy: PersonalPolicy): Promise<CreateOutcome> {
  const { randomness, clock } = context;
  const frame: HeaderFrame = {
    profile: PROFILE_P0,
    issuerId: new Uint8Array(16),
    tokenId: randomness.bytes(16),
    ...policy,
    unlockDigits: NO_UNLOCK_CODE,
    createdAt: Math.floor(clock.now() / 1000),
    serial: serialOf(decimalDigits(randomness.bytes(16), 8)),
    extensions: [],
  };
  if (!encodeHeader({ ...frame, epoch: 0, resetRandom: 0, resetMac: 0 }).ok) return refused({ code: 'PARAM_RANGE' });
  if (await isTaken(context)) return refused({ code: 'ACT_USED' });

  const recoveryKey = randomness.bytes(RECOVERY_KEY_OCTETS);
  const contents = (): PersonalContents => ({
    recoveryKey: concat(recoveryKey),
    isRecoveryKeyChecked: false,
    view: FIRST_VIEW,
    accounts: [],
  });
  const awaiting = awaitPin(context, {
    lengths: frame,
    prepare: async () =>
      (await isTaken(context))
        ? refused({ code: 'ACT_USED' })
        : { kind: 'plan', plan: { frame, epoch: 0, contents: contents(), prf: NO_PRF } },
    forget: () => {
      wipe(recoveryKey);
    },
  });
  return { kind: 'set-pin', awaiting };
}

/** The gravestone of a vault that was destroyed is no hindrance: the new one has another id. */
async function isTaken({ storage }: VaultContext<PersonalTypes>): Promise<boolean> {
  return (await storage.readCore()) !== undefined;
}

/** `PV-482-719-36`, as tokens have theirs. */
function serialOf(digits: string): string {
  return `PV-${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`;
}
