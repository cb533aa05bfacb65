import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { onTestFinished } from 'vitest';
import { type DeviceToken, deviceToken, type Machine } from '../token/device-token.ts';
import { durableFiles } from '../token/storage/durable-files.ts';
import type { NewDevice } from '../token/storage/file-token-storage.ts';
import { homeLock } from '../token/storage/home-lock.ts';
import { tokenKeyOf } from '../token/storage/names.ts';

/** A home of its own on a real disk, removed after the test. */
export async function temporaryHome(parent = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(parent, 'sallyport-token-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'home');
}

/** In memory where there is such a file system: for tests that die and start again thousands of times, and lose nothing that a flush would have kept. */
export function quickHome(): Promise<string> {
  return temporaryHome(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
}

/** A machine whose Argon2id costs nothing and whose clock a test sets. */
export function testMachine(home: string, change: Partial<Machine> = {}): Machine & { readonly clock: ManualClock } {
  const clock = new ManualClock();
  return {
    home,
    files: durableFiles,
    lock: homeLock(home, durableFiles),
    keychain: undefined,
    randomness: systemRandomness,
    argon2id: fastArgon2id,
    hashing: LEAST_HASHING,
    ...change,
    clock: change.clock instanceof ManualClock ? change.clock : clock,
  };
}

export function testNewDevice(): NewDevice {
  return { factor: systemRandomness.bytes(32), privateKey: systemRandomness.bytes(138), origin: testActivation().origin };
}

export interface FolderScene extends TokenScene {
  readonly machine: Machine;
  readonly device: DeviceToken;
}

/** The protocol's own test scene over files; `newDevice` for a token that is not activated yet. */
export function folderScene(
  machine: Machine & { readonly clock: ManualClock },
  given: { newDevice?: NewDevice; activation?: Activation } = {},
): FolderScene {
  const activation = given.activation ?? testActivation();
  const device = deviceToken(machine, tokenKeyOf(activation.tokenId), given.newDevice);
  const { storage, lock } = device;
  const { argon2id, randomness, clock } = machine;
  const scene = testDevice('unused', { storage, mutex: lock, deviceFactor: storage.deviceFactor, argon2id, randomness, clock });
  return { ...sceneOf({ ...scene, clock }, activation), machine, device };
}

/** An activated token, closed. */
export async function activatedScene(machine: Machine & { readonly clock: ManualClock }, activation?: Activation): Promise<FolderScene> {
  const scene = folderScene(machine, { newDevice: testNewDevice(), ...(activation ? { activation } : {}) });
  (await activateForTest(scene.ports, activation)).close();
  return scene;
}

/** Every file of a folder by its path in it. */
export async function filesIn(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (file) => [file.slice(folder.length + 1), await readFile(file)] as const)));
}

/** A copy of the home as it is, as a thief or a power cut would leave it. */
export async function copyOf(home: string): Promise<string> {
  const copy = await temporaryHome(join(home, '../..'));
  await cp(home, copy, { recursive: true });
  return copy;
}
