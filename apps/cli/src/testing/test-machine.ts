import { generateKeyPairSync } from 'node:crypto';
import { systemRandomness } from '@sallyport/platform/device';
import type { Activation } from '@sallyport/protocol';
import {
  activateForTest,
  fastArgon2id,
  LEAST_HASHING,
  ManualClock,
  sceneOf,
  testActivation,
  testDevice,
  type TokenScene,
} from '@sallyport/protocol/testing';
import { type DeviceToken, deviceToken, type Machine } from '../token/device-token.ts';
import { durableFiles } from '../token/storage/durable-files.ts';
import type { NewDevice } from '../token/storage/file-token-storage.ts';
import { homeLock } from '../token/storage/home-lock.ts';
import { tokenKeyOf } from '../token/storage/names.ts';

/** Nothing in here needs a test runner, so that child processes of tests use it too. */

export type TestMachine = Machine & { readonly clock: ManualClock };

/** A machine whose Argon2id costs nothing and whose clock a test sets. */
export function testMachine(home: string, change: Partial<TestMachine> = {}): TestMachine {
  return {
    home,
    files: durableFiles,
    lock: homeLock(home, durableFiles),
    keychain: undefined,
    randomness: systemRandomness,
    argon2id: fastArgon2id,
    hashing: LEAST_HASHING,
    clock: new ManualClock(),
    ...change,
  };
}

export function testNewDevice(): NewDevice {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return { factor: systemRandomness.bytes(32), privateKey: new Uint8Array(privateKey), origin: testActivation().origin };
}

export interface FolderScene extends TokenScene {
  readonly machine: Machine;
  readonly device: DeviceToken;
}

/** The protocol's own test scene over files; `newDevice` for a token that is not activated yet. */
export function folderScene(machine: TestMachine, given: { newDevice?: NewDevice; activation?: Activation } = {}): FolderScene {
  const activation = given.activation ?? testActivation();
  const device = deviceToken(machine, tokenKeyOf(activation.tokenId), given.newDevice);
  const { storage, lock } = device;
  const { argon2id, randomness, clock } = machine;
  const scene = testDevice('unused', { storage, mutex: lock, deviceFactor: storage.deviceFactor, argon2id, randomness, clock });
  return { ...sceneOf({ ...scene, clock }, activation), machine, device };
}

/** An activated token, closed. */
export async function activatedScene(machine: TestMachine, activation?: Activation): Promise<FolderScene> {
  const scene = folderScene(machine, { newDevice: testNewDevice(), ...(activation ? { activation } : {}) });
  (await activateForTest(scene.ports, activation)).close();
  return scene;
}
