import { expect, test } from 'vitest';
import { utf8 } from './bytes.ts';
import { asRegistrationCode } from './codes.ts';
import { deriveTokenKeys } from './activation-keys.ts';
import { openRegistrationNote, sealRegistrationCode } from './registration-note.ts';
import { activateForTest, testActivation } from './testing/demonstration-token.ts';
import { seededRandomness, testDevice } from './testing/surroundings.ts';

const code = asRegistrationCode('212345678901');

async function vaultWith(seed: string) {
  const { tokenId } = testActivation();
  const keys = deriveTokenKeys({ activationKey: seededRandomness(seed).bytes(32), tokenId, algorithm: 'SHA256' });
  return activateForTest(testDevice(seed).ports, testActivation({ keys }));
}

test('a registration code cannot be read where it waits, nor after the vault is closed, nor under other keys of the token', async () => {
  const vault = await vaultWith('one');
  const note = await sealRegistrationCode(vault, code);
  if (!note) expect.fail('not sealed');
  expect(note).not.toEqual(utf8(code));
  expect(await openRegistrationNote(await vaultWith('another'), note)).toBeUndefined();
  vault.close();
  expect(await openRegistrationNote(vault, note)).toBeUndefined();
  expect(await sealRegistrationCode(vault, code)).toBeUndefined();
});

test('what is no note is refused', async () => {
  const vault = await vaultWith('one');
  for (const note of [new Uint8Array(), new Uint8Array(12), new Uint8Array(13), utf8(code)]) {
    expect(await openRegistrationNote(vault, note)).toBeUndefined();
  }
});

test('the open vault shows it again, in groups', async () => {
  const vault = await vaultWith('one');
  const note = await sealRegistrationCode(vault, code);
  if (!note) expect.fail('not sealed');
  expect(await openRegistrationNote(vault, note)).toMatch(/^2123\d 4567\d 8901\d$/);
});
