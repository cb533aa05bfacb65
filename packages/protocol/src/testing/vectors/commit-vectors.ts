import { toHex } from '../../bytes.ts';
import type { Randomness } from '../../ports.ts';
import type { Activation } from '../../soft-token/face.ts';
import { softToken } from '../../soft-token/soft-token.ts';
import { FIRST_PIN, SECOND_PIN, activateForTest, testActivation, unlockCodeFor } from '../demonstration-token.ts';
import type { MemoryTokenStorage } from '../memory-token-storage.ts';
import { LEAST_HASHING, type TestDevice, realArgon2id, seededRandomness, testDevice } from '../surroundings.ts';

/** Section 7: three COMMITs of one token (activation, change of PIN, unlock) with every random octet written down. */
export async function commitVectors(): Promise<unknown> {
  const drawn: string[] = [];
  const device = testDevice('commit', { argon2id: realArgon2id, randomness: recording(drawn, 'commit') });
  const { ports, storage } = device;
  const token = softToken(ports);
  const activation = testActivation();
  const { keys, tokenId, serial, policy } = activation;
  const commits: unknown[] = [];

  const first = await activateForTest(ports, activation, FIRST_PIN);
  commits.push(await afterCommit({ what: 'activation', pin: FIRST_PIN, epoch: 0, drawn, storage }));
  const changed = await first.changePin({ pin: SECOND_PIN, repeated: SECOND_PIN });
  if (changed.kind !== 'open') throw new Error(changed.error.code);
  changed.vault.close();
  commits.push(await afterCommit({ what: 'change of PIN', pin: SECOND_PIN, epoch: 1, drawn, storage }));

  const status = await token.showResetCode();
  if (status.kind !== 'closed' || status.reset === undefined) throw new Error('the token should show its code here');
  const { pinResetCode } = status.reset;
  const unlockCode = unlockCodeFor({ pinResetCode, keys, tokenId, serial, unlockDigits: policy.unlockDigits });
  const unlocked = await token.enterUnlockCode(unlockCode);
  if (unlocked.kind !== 'must-set-pin') throw new Error('the unlock code should open here');
  await unlocked.awaiting.setPin({ pin: FIRST_PIN, repeated: FIRST_PIN });
  commits.push({ pinResetCode, unlockCode, ...(await afterCommit({ what: 'unlock', pin: FIRST_PIN, epoch: 2, drawn, storage })) });

  return {
    about:
      'Section 7. Octets in hexadecimal. `random` is everything drawn for a COMMIT, in order: MK, E, r (8 octets, DEC to 4 digits), salt and nonce ' +
      'of the PIN slot, of the recovery slot, of the body. `storage` is what the device holds afterwards, and all that it holds.',
    inputs: commitInputs(device, activation),
    commits,
  };
}

/** Everything a COMMIT depends on besides chance. */
export function commitInputs({ deviceKey, clock }: TestDevice, activation: Activation): object {
  const { keys, tokenId, serial, policy, otp, issuer, label, portal, origin } = activation;
  return {
    tokenId: toHex(tokenId),
    serial,
    origin,
    keys: { seed: toHex(keys.seed), recoveryKey: toHex(keys.recoveryKey), serverKey: toHex(keys.serverKey) },
    otp: { ...otp, suite: null },
    policy,
    words: { issuer, label, portal },
    deviceKey: toHex(deviceKey),
    nowMs: clock.now(),
    ...LEAST_HASHING,
  };
}

export function recording(drawn: string[], seed: string): Randomness {
  const source = seededRandomness(seed);
  return {
    bytes(length) {
      const octets = source.bytes(length);
      drawn.push(toHex(octets));
      return octets;
    },
  };
}

/** What was drawn for it, and all that the device holds after it. */
export async function afterCommit(input: {
  readonly what: string;
  readonly pin: string;
  readonly epoch: number;
  readonly drawn: string[];
  readonly storage: MemoryTokenStorage;
}): Promise<object> {
  const { what, pin, epoch, drawn, storage } = input;
  const core = await storage.readCore();
  const pinSlot = await storage.readPinSlot(epoch);
  const erasable = await storage.readErasableFactor(epoch);
  const epochs = await storage.epochsFound();
  if (core === undefined || pinSlot === undefined || erasable === undefined) throw new Error('the COMMIT is incomplete');
  return {
    what,
    pin,
    epoch: String(epoch),
    random: drawn.splice(0),
    storage: {
      header: toHex(core.header),
      recoverySlot: toHex(core.recoverySlot),
      body: toHex(core.body),
      state: toHex(core.state),
      pinSlot: toHex(pinSlot),
      erasable: toHex(erasable),
      epochs,
    },
  };
}
