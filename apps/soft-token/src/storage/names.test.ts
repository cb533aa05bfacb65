import { expect, test } from 'vitest';
import {
  artefactOfErasableFile,
  artefactOfPinDatabase,
  coreDatabaseName,
  erasableFileName,
  parseTokenKey,
  pinDatabaseName,
  tokenKeyOf,
  tokenOfCoreDatabase,
} from './names.ts';

const token = tokenKeyOf(Uint8Array.from({ length: 16 }, (_, index) => 16 + index));

test('a name that is not exactly of our form belongs to nobody', () => {
  for (const name of ['st-', 'st-pin', `st-${token}0`, `st-${token.toUpperCase()}`, `xst-${token}`]) {
    expect(tokenOfCoreDatabase(name)).toBeUndefined();
  }
  for (const name of [
    `e-${token}`,
    `e-${token}-`,
    `e-${token}--1`,
    `e-${token}-1.5`,
    `e-${token}-99999999999999999`,
    `e-${token}-9999999999999999`,
  ]) {
    expect(artefactOfErasableFile(name)).toBeUndefined();
  }
  expect(parseTokenKey('../etc')).toBeUndefined();
  expect(parseTokenKey(7)).toBeUndefined();
});

test('what is found by its name is what was named', () => {
  expect(tokenOfCoreDatabase('st-101112131415161718191a1b1c1d1e1f')).toBe(token);
  expect(artefactOfPinDatabase(pinDatabaseName(token, 7))).toEqual({ token, epoch: 7 });
  expect(artefactOfErasableFile(erasableFileName(token, 2 ** 32))).toEqual({ token, epoch: 2 ** 32 });
});

test('the personal vault has its places beside the tokens, and is none of them', () => {
  expect(artefactOfPinDatabase(pinDatabaseName('personal', 3))).toEqual({ token: 'personal', epoch: 3 });
  expect(artefactOfErasableFile(erasableFileName('personal', 3))).toEqual({ token: 'personal', epoch: 3 });
  expect(tokenOfCoreDatabase(coreDatabaseName('personal'))).toBeUndefined();
});

test('the database of a token is not taken for the PIN slot of another', () => {
  expect(artefactOfPinDatabase(`st-${token}`)).toBeUndefined();
  expect(tokenOfCoreDatabase(pinDatabaseName(token, 0))).toBeUndefined();
});
