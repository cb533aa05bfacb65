import { constantTimeEqual, issuerIdOf, parseHeader } from '@sallyport/protocol';
import { type PostJson, reportRemoval } from '@sallyport/token-client';
import { type DeviceToken, deviceToken, removable } from './device-token.ts';
import { PATIENCE_MS } from './server/contact-server.ts';
import { tokenFolders } from './storage/token-home.ts';
import type { Surroundings } from './surroundings.ts';

type Reported = 'told' | 'waiting' | 'nothing-to-tell';

/** Tells the servers of all tokens that their owner has removed from this machine; the last trace of each goes once it has been heard. */
export async function reportRemovals(
  hurry: keyof typeof PATIENCE_MS,
  { machine, server }: Pick<Surroundings, 'machine' | 'server'>,
): Promise<Reported> {
  const reported: Reported[] = [];
  for (const key of await tokenFolders(machine.files, machine.home)) {
    const token = deviceToken(machine, key);
    const origin = await originOf(token);
    const post: PostJson =
      origin === undefined ? () => Promise.resolve({ kind: 'offline' }) : server({ origin, patienceMs: PATIENCE_MS[hurry] });
    reported.push(await reportRemoval(removable(token), post));
  }
  return reported.includes('waiting') ? 'waiting' : reported.includes('told') ? 'told' : 'nothing-to-tell';
}

/** Undefined when it is not that of the server which the header names. */
async function originOf({ storage }: DeviceToken): Promise<string | undefined> {
  const origin = (await storage.readRemovalFile())?.origin;
  const gravestone = origin === undefined ? undefined : await storage.readGravestone();
  const header = gravestone && parseHeader(gravestone.header);
  return origin !== undefined && header?.ok && constantTimeEqual(issuerIdOf(origin), header.value.issuerId) ? origin : undefined;
}
