import { type TokenRemoval } from '@sallyport/protocol';
import { FIRST_PIN, tokenScene } from '@sallyport/protocol/testing';
import { expect, test } from 'vitest';
import type { ApiAnswer } from '../token-api/answers.ts';
import { finishRemoval, type RemovableToken, removeToken, reportRemoval } from './remove-token.ts';

const offline: ApiAnswer = { kind: 'offline' };
const taken: ApiAnswer = { kind: 'ok', json: undefined };
const refusedWith = (code: 'RATE_LIMITED' | 'REMOVAL_REFUSED' | 'INTERNAL'): ApiAnswer => ({
  kind: 'refused',
  code,
  retryAfterSeconds: undefined,
});

async function removable(signature: Uint8Array<ArrayBuffer> | undefined = new Uint8Array(64)) {
  const scene = await tokenScene();
  let removal: TokenRemoval | undefined;
  let cleared = 0;
  const token: RemovableToken = {
    tokenId: scene.activation.tokenId,
    protocol: scene.token,
    storage: {
      readRemoval: () => Promise.resolve(removal),
      writeRemoval: (written) => {
        removal = written;
        return Promise.resolve();
      },
      clear: () => {
        cleared += 1;
        removal = undefined;
        return Promise.resolve();
      },
    },
    sign: () => Promise.resolve(signature),
  };
  return { scene, token, cleared: () => cleared };
}

test('a process that dies between the word for the server and the destruction finishes at the next start', async () => {
  const { scene, token } = await removable();
  scene.storage.killBefore(0);
  await expect(removeToken(token)).rejects.toThrow('killed');
  scene.storage.revive();
  expect(await token.storage.readRemoval()).toBeDefined();
  expect(await finishRemoval(token)).toBe(true);
  expect((await scene.token.enterPin(FIRST_PIN)).kind).toBe('revoked');
});

test.each([offline, refusedWith('RATE_LIMITED'), refusedWith('INTERNAL')])(
  'the last trace stays until the server has heard: %o',
  async (answer) => {
    const { token, cleared } = await removable();
    expect(await removeToken(token)).toBe(true);
    expect(cleared()).toBe(0);
    const posted: string[] = [];
    const report = (reply: ApiAnswer) =>
      reportRemoval(token, (path) => {
        posted.push(path);
        return Promise.resolve(reply);
      });
    expect(await report(answer)).toBe('waiting');
    expect(cleared()).toBe(0);
    expect(await report(taken)).toBe('told');
    expect(cleared()).toBe(1);
    expect(await report(taken)).toBe('nothing-to-tell');
    expect(posted).toHaveLength(2);
  },
);

test('a server that does not know the token or its device is not told for ever, and was not told', async () => {
  const { token, cleared } = await removable();
  await removeToken(token);
  expect(await reportRemoval(token, () => Promise.resolve(refusedWith('REMOVAL_REFUSED')))).toBe('refused');
  expect(cleared()).toBe(1);
});

test('a revoked token has nothing to tell: it is cleared away at once', async () => {
  const { scene, token, cleared } = await removable(undefined);
  await scene.token.destroy();
  const without: RemovableToken = { ...token, sign: () => Promise.resolve(undefined) };
  expect(await removeToken(without)).toBe(true);
  expect(cleared()).toBe(1);
});
