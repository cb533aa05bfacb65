import { constantTimeEqual, issuerIdOf, parseHeader } from '@sallyport/protocol';
import { type PostJson, type ReportedRemoval, reportRemoval } from '@sallyport/token-client';
import { type DeviceToken, deviceToken, removable } from './device-token.ts';
import { PATIENCE_MS } from './server/contact-server.ts';
import { tokenFolders } from './storage/token-home.ts';
import { say, type Surroundings } from './surroundings.ts';
import { words } from './token.messages.ts';

/** Of several, what there is left to do comes first. */
const ORDER = ['waiting', 'told', 'refused'] as const satisfies readonly ReportedRemoval[];

/** Tells the servers of all tokens that their owner has removed from this machine; the last trace of each goes once it has been answered. A no is said here. */
export async function reportRemovals(
  hurry: keyof typeof PATIENCE_MS,
  { machine, server, err }: Pick<Surroundings, 'machine' | 'server' | 'err'>,
): Promise<ReportedRemoval> {
  const reported: ReportedRemoval[] = [];
  for (const key of await tokenFolders(machine.files, machine.home)) {
    const token = deviceToken(machine, key);
    const origin = await originOf(token);
    const post: PostJson =
      origin === undefined ? () => Promise.resolve({ kind: 'offline' }) : server({ origin, patienceMs: PATIENCE_MS[hurry] });
    reported.push(await reportRemoval(removable(token), post));
  }
  if (reported.includes('refused')) say(err, words('removal-refused'));
  return ORDER.find((outcome) => reported.includes(outcome)) ?? 'nothing-to-tell';
}

/** Undefined when it is not that of the server which the header names. */
async function originOf({ storage }: DeviceToken): Promise<string | undefined> {
  const origin = (await storage.readRemovalFile())?.origin;
  const gravestone = origin === undefined ? undefined : await storage.readGravestone();
  const header = gravestone && parseHeader(gravestone.header);
  return origin !== undefined && header?.ok && constantTimeEqual(issuerIdOf(origin), header.value.issuerId) ? origin : undefined;
}
