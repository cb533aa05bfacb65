import type { Activation } from '@sallyport/protocol';
import { TokenDesk, type DeskReply } from '@sallyport/protocol/testing';
import { readAnswer } from '@sallyport/token-client';
import type { Script } from './scripted-surroundings.ts';
import type { FolderScene, TestMachine } from './test-machine.ts';

export interface TokenServer {
  readonly desk: TokenDesk;
  readonly answer: NonNullable<Script['answer']>;
  /** Milliseconds that the server's clock is before the machine's. */
  skewMs: number;
  /** What was asked, in order. */
  readonly asked: string[];
  /** What becomes of an answer on its way; `undefined` is lost. */
  fate: (act: string, pass: () => Promise<DeskReply | undefined>) => Promise<DeskReply | undefined>;
}

/** The server of the token in this scene. It knows its device key, but not that of one activated without a network. */
export async function serverOf(
  { activation, device }: FolderScene,
  machine: TestMachine,
  activated: 'online' | 'offline' = 'online',
): Promise<TokenServer> {
  const { serial, otp, keys } = activation;
  const tokenId = new Uint8Array(activation.tokenId);
  const deviceKey = activated === 'online' ? await device.storage.readDevicePublicKey() : undefined;
  const known = deviceKey ? { deviceKey } : {};
  const desk = new TokenDesk({ tokenId, serial, otp, ...known }, copyOf(keys), () => machine.clock.now() + here.skewMs);
  const here: TokenServer = {
    desk,
    skewMs: 0,
    asked: [],
    fate: (_, pass) => pass(),
    answer: async (path, body) => {
      const act = path.split('/').at(-1) ?? '';
      here.asked.push(act);
      const reply = await here.fate(act, () => desk.answer(act, structuredClone(body)));
      if (!reply) return { kind: 'offline' };
      return readAnswer({ status: reply.status, text: reply.body === undefined ? '' : JSON.stringify(reply.body) });
    },
  };
  return here;
}

function copyOf(keys: Activation['keys']): Activation['keys'] {
  return { seed: keys.seed.slice(), recoveryKey: keys.recoveryKey.slice(), serverKey: keys.serverKey.slice() };
}
