import { type OpenVault, type TokenIdentity } from '@sallyport/protocol';
import {
  closedContact,
  contact,
  type ContactOutcome,
  type ContactPorts,
  deliver,
  finishRemoval,
  type RemovableToken,
  removeToken,
  reportRemoval,
} from '@sallyport/token-client';
import { publicKeyOf } from '../storage/device-keys.ts';
import { tokenIdOf } from '../storage/names.ts';
import type { DeviceToken } from './device-tokens.ts';
import { outboxOf } from './outbox-of.ts';
import { postToTokenApi } from './post-to-token-api.ts';
import { systemClock, systemRandomness } from './surroundings.ts';

/** What a token of this browser says to its server, over this browser's network, storage and keys. */

/** Runs between the person's commands. */
export type InTurn = <Outcome>(work: () => Promise<Outcome>) => Promise<Outcome>;

const PORTS = { post: postToTokenApi, clock: systemClock, randomness: systemRandomness };

/** `adopt`: the vault that goes on after a re-key. */
export function contactOpen(
  token: DeviceToken,
  vault: OpenVault,
  turns: { readonly inTurn: InTurn; readonly adopt: (renewed: OpenVault) => void },
): Promise<ContactOutcome> {
  const devicePublicKey = async () => {
    const pair = await token.storage.readDeviceKey();
    return pair && publicKeyOf(pair);
  };
  return contact(vault, { ...PORTS, outbox: outboxOf(token), loadRenewal, devicePublicKey, inTurn: turns.inTurn }, turns.adopt);
}

/** Without it the keys stay as they are until the next contact. */
async function loadRenewal(): ReturnType<ContactPorts['loadRenewal']> {
  try {
    return (await import('@sallyport/token-client/rekey')).renewKeys;
  } catch {
    return () => Promise.resolve(undefined);
  }
}

/** A token that is not open tells what waits, and asks whether it was revoked. */
export async function contactClosed(
  token: DeviceToken,
  inTurn: InTurn,
): Promise<{ readonly delivery: 'told' | 'waiting' | 'nothing-to-tell'; readonly isRevoked: boolean }> {
  const delivery = await deliver(outboxOf(token), { post: postToTokenApi, password: () => Promise.resolve(undefined) });
  const identity = await identityOfClosed(token);
  const ports = { ...PORTS, sign: (message: Uint8Array) => token.storage.sign(message), inTurn };
  const isRevoked = identity !== undefined && (await closedContact(token.protocol, identity, ports)) === 'revoked';
  return { delivery, isRevoked };
}

async function identityOfClosed(token: DeviceToken): Promise<TokenIdentity | undefined> {
  const status = await token.protocol.status();
  return status.kind === 'closed' || status.kind === 'locked' ? status.identity : undefined;
}

/** *Remove this token*. False when another window holds it just now. */
export function remove(token: DeviceToken): Promise<boolean> {
  return removeToken(removable(token));
}

/** What the owner has begun and something interrupted. */
export async function finishRemovalOf(token: DeviceToken): Promise<void> {
  await finishRemoval(removable(token));
}

/** A server that will not be told has nothing to be told. */
export async function reportRemovalOf(token: DeviceToken): Promise<'told' | 'waiting' | 'nothing-to-tell'> {
  const reported = await reportRemoval(removable(token), postToTokenApi);
  return reported === 'refused' ? 'nothing-to-tell' : reported;
}

function removable({ key, protocol, storage }: DeviceToken): RemovableToken {
  return { tokenId: tokenIdOf(key), protocol, storage, sign: (message) => storage.sign(message) };
}
