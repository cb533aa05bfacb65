import { constantTimeEqual, issuerIdOf, type OpenVault, type TokenIdentity } from '@sallyport/protocol';
import { deliver, keepForServer, type NewsForServer, type Outbox } from '@sallyport/token-client';
import type { DeviceToken, Machine } from '../device-token.ts';
import type { Surroundings } from '../surroundings.ts';

/** Long enough for a slow line when somebody waits for exactly this; short when it is only done by the way. */
export const PATIENCE_MS = { asked: 20_000, 'by-the-way': 3000 } as const;

export interface Told {
  readonly kind: 'told' | 'waiting' | 'nothing-to-tell';
  /** Server time minus device time as just measured; undefined when nothing was heard. */
  readonly offsetMs: number | undefined;
}

export interface Telling {
  readonly token: DeviceToken;
  readonly identity: TokenIdentity;
  /** Needed for the confirmation of an activation alone, which carries a password. */
  readonly vault?: OpenVault;
  readonly hurry: keyof typeof PATIENCE_MS;
}

/** Keeps the news of a COMMIT until the server has taken it. */
export async function keepNews(token: DeviceToken, vault: OpenVault, news: NewsForServer): Promise<void> {
  const message = await news(vault);
  if (message) await keepForServer(outboxOf(token), message);
}

/** Sends what waits, if anything does. */
export async function tellServer(
  { token, identity, vault, hurry }: Telling,
  { machine, server }: Pick<Surroundings, 'machine' | 'server'>,
): Promise<Told> {
  const { messages } = await token.storage.readNews();
  if (messages.length === 0) return { kind: 'nothing-to-tell', offsetMs: undefined };
  const origin = await originOf(token, identity);
  if (origin === undefined) return { kind: 'waiting', offsetMs: undefined };
  const { post, offsetMs } = server({ origin, patienceMs: PATIENCE_MS[hurry] });
  const kind = await deliver(outboxOf(token), { post, password: (headerHash) => passwordOf(vault, headerHash) });
  const offset = offsetMs();
  if (offset !== undefined) await noteContact(token, offset, machine);
  return { kind, offsetMs: offset };
}

/** The server was heard from, and its clock with it. */
export async function noteContact({ storage, lock }: DeviceToken, offsetMs: number, { clock }: Pick<Machine, 'clock'>): Promise<void> {
  await lock.exclusively(async () => {
    await storage.writeNews({ ...(await storage.readNews()), lastContactMs: clock.now() + offsetMs });
    return {};
  });
}

/** Undefined when it is not kept, or not the server that the header names: nothing is told to a stranger. */
async function originOf({ storage }: DeviceToken, { issuerId }: TokenIdentity): Promise<string | undefined> {
  const origin = (await storage.readDevice())?.origin;
  return origin !== undefined && constantTimeEqual(issuerIdOf(origin), issuerId) ? origin : undefined;
}

async function passwordOf(vault: OpenVault | undefined, headerHash: Uint8Array): Promise<string | undefined> {
  const password = await vault?.confirmingPassword(headerHash);
  return password === undefined || password.kind === 'refused' ? undefined : password.digits;
}

export function outboxOf({ tokenId, storage, lock }: DeviceToken): Outbox {
  return { tokenId, pending: storage, lock };
}
