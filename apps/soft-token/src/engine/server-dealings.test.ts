import { decodeDevicePublicKey, type OpenVault } from '@sallyport/protocol';
import { openWith, TEST_ISSUER_KEY, testActivation, TokenDesk, tokenScene } from '@sallyport/protocol/testing';
import type { PendingMessage } from '@sallyport/token-client';
import { afterEach, expect, test, vi } from 'vitest';
import { tokenKeyOf } from '../storage/names.ts';
import { opened } from '../testing/scripted-token.ts';
import type { DeviceToken } from './device-tokens.ts';
import { ServerDealings } from './server-dealings.ts';
import { systemClock } from './surroundings.ts';

/** Contacts beside what the person does meanwhile, with a server's half in the same process that answers when it is told to. */

afterEach(() => {
  vi.unstubAllGlobals();
});

async function serverThatIsDue() {
  const activation = testActivation({ issuerKey: TEST_ISSUER_KEY.publicKey });
  const scene = await tokenScene('dealings', { clock: systemClock }, activation);
  const deviceKey = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', deviceKey.publicKey);
  const known = decodeDevicePublicKey({ kty, crv, x, y }) ?? expect.unreachable();
  const { keys, serial, otp } = activation;
  const tokenId = new Uint8Array(activation.tokenId);
  const copied = { seed: keys.seed.slice(), recoveryKey: keys.recoveryKey.slice(), serverKey: keys.serverKey.slice() };
  const desk = new TokenDesk({ tokenId, serial, otp, deviceKey: known }, copied, () => Date.now());
  desk.isDue = true;

  const sent: string[] = [];
  const { promise: told, resolve: answer } = Promise.withResolvers<undefined>();
  vi.stubGlobal('fetch', async (path: string, { body }: { readonly body: string }) => {
    const act = path.split('/').at(-1) ?? '';
    sent.push(act);
    await told;
    const reply = await desk.answer(act, JSON.parse(body));
    return Response.json(reply?.body ?? {}, { status: reply?.status ?? 404 });
  });

  let waiting: readonly PendingMessage[] = [];
  const storage = {
    readRemoval: () => Promise.resolve(undefined),
    readDeviceKey: () => Promise.resolve(deviceKey),
    sign: async (message: Uint8Array) =>
      new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, deviceKey.privateKey, new Uint8Array(message))),
    core: {
      readPendingMessages: () => Promise.resolve(waiting),
      writePendingMessages: (messages: readonly PendingMessage[]) => Promise.resolve(void (waiting = messages)),
    },
  };
  // Of the storage only what a contact reads.
  const token = { key: tokenKeyOf(tokenId), protocol: scene.token, lock: scene.ports.mutex, storage } as unknown as DeviceToken;
  let vault: OpenVault | undefined;
  const dealings = new ServerDealings({
    inTurn: (work) => work(),
    announceChange: () => undefined,
    tokenOf: () => token,
    openVaultOf: () => vault,
    openToken: () => vault && { token, vault },
    goOnWith: (renewed) => {
      vault = renewed;
    },
    whatOpens: () => Promise.resolve(opened),
    letGo: () => {
      vault = undefined;
    },
  });
  const open = async (): Promise<void> => {
    vault = await openWith(scene.token);
  };
  return { desk, sent, answer, open, deliver: () => dealings.deliver([token.key]) };
}

test('a vault that is opened while its token is in contact has a contact of its own after that one, and its keys are renewed', async () => {
  const { desk, sent, answer, open, deliver } = await serverThatIsDue();
  const before = desk.keys.seed;
  const whileClosed = deliver();
  await expect.poll(() => sent).toEqual(['contact']);
  await open();
  const whileOpen = deliver();
  answer(undefined);
  expect((await whileClosed).news).toEqual([]);
  expect((await whileOpen).news).toMatchObject([{ kind: 'opened-anew' }]);
  expect(sent).toEqual(['contact', 'contact', 'rekey', 'receipts']);
  expect(desk.keys.seed).not.toEqual(before);
});

test('who asks for a contact while one is under way, and nothing was opened since, hears what that one hears', async () => {
  const { sent, answer, open, deliver } = await serverThatIsDue();
  await open();
  const asked = [deliver(), deliver()];
  await expect.poll(() => sent).toEqual(['contact']);
  answer(undefined);
  const [first, second] = await Promise.all(asked);
  expect(second).toEqual(first);
  expect(sent).toEqual(['contact', 'rekey', 'receipts']);
});
