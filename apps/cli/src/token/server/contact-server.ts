import { constantTimeEqual, issuerIdOf, type OpenVault, type TokenIdentity } from '@sallyport/protocol';
import {
  closedContact,
  contact,
  type ContactOutcome,
  deliver,
  keepForServer,
  type NewsForServer,
  type Outbox,
  type PostJson,
} from '@sallyport/token-client';
import type { DeviceToken } from '../device-token.ts';
import type { Surroundings } from '../surroundings.ts';

/** What a token of this machine says to its server, over this machine's network, disk and keys. */

/** Long enough for a slow line when somebody waits for exactly this; short when it is only done by the way. */
export const PATIENCE_MS = { asked: 20_000, 'by-the-way': 3000 } as const;

type Network = Pick<Surroundings, 'machine' | 'server'>;

export interface Contacted {
  /** The one that goes on: another one after a re-key. Closed when the token was revoked. */
  readonly vault: OpenVault;
  readonly outcome: ContactOutcome;
  readonly told: 'told' | 'waiting' | 'nothing-to-tell';
}

/** Keeps the news of a COMMIT until the server has taken it. */
export async function keepNews(token: DeviceToken, vault: OpenVault, news: NewsForServer): Promise<void> {
  const message = await news(vault);
  if (message) await keepForServer(outboxOf(token), message);
}

/** Section 15, with the vault open. It is closed if this fails. */
export async function contactOpen(
  { token, vault, hurry }: { readonly token: DeviceToken; readonly vault: OpenVault; readonly hurry: keyof typeof PATIENCE_MS },
  network: Network,
): Promise<Contacted> {
  let current = vault;
  try {
    const waited = await token.storage.readPendingMessages();
    const { clock, randomness } = network.machine;
    const outcome = await contact(
      vault,
      {
        post: await postOf({ token, identity: vault.identity, hurry }, network),
        clock,
        randomness,
        outbox: outboxOf(token),
        loadRenewal: async () => (await import('@sallyport/token-client/rekey')).renewKeys,
        devicePublicKey: () => token.storage.readDevicePublicKey(),
        // This process does one thing at a time; what other processes do is kept apart by the lock.
        inTurn: (work) => work(),
      },
      (renewed) => {
        current = renewed;
      },
    );
    const toldAnything = waited.length > 0 || outcome.keys === 'renewed';
    return { vault: current, outcome, told: !outcome.told ? 'waiting' : toldAnything ? 'told' : 'nothing-to-tell' };
  } catch (failure) {
    current.close();
    throw failure;
  }
}

/** The same for a token that is closed or locked: it tells what needs no key to tell, and asks whether it was revoked. */
export async function contactClosed(
  { token, identity }: { readonly token: DeviceToken; readonly identity: TokenIdentity },
  network: Network,
): Promise<{ readonly told: Contacted['told']; readonly server: 'revoked' | 'nothing-new' | 'unheard' }> {
  const { clock, randomness } = network.machine;
  const post = await postOf({ token, identity, hurry: 'asked' }, network);
  const told = await deliver(outboxOf(token), { post, password: () => Promise.resolve(undefined) });
  const sign = (message: Uint8Array) => token.storage.sign(message);
  const server = await closedContact(token.protocol, identity, { post, clock, randomness, sign, inTurn: (work) => work() });
  return { told, server };
}

export function outboxOf({ tokenId, storage, lock }: DeviceToken): Outbox {
  return { tokenId, pending: storage, lock };
}

/** Where the address is not kept, or not that of the server which the header names, nobody is told anything. */
async function postOf(
  given: { readonly token: DeviceToken; readonly identity: Pick<TokenIdentity, 'issuerId'>; readonly hurry: keyof typeof PATIENCE_MS },
  { server }: Network,
): Promise<PostJson> {
  const { token, identity, hurry } = given;
  const origin = (await token.storage.readDevice())?.origin;
  const isItsOwn = origin !== undefined && constantTimeEqual(issuerIdOf(origin), identity.issuerId);
  return isItsOwn ? server({ origin, patienceMs: PATIENCE_MS[hurry] }) : () => Promise.resolve({ kind: 'offline' });
}
