import {
  type ActivationConfirmation,
  activationConfirmationPath,
  fromBase64url,
  type Mutex,
  receiptsPath,
  toBase64url,
} from '@sallyport/protocol';
import type { ApiAnswer, PostJson } from '../token-api/answers.ts';
import type { PendingMessage } from './pending-message.ts';

/** Where a token keeps what its server has still to be told. */
export interface PendingMessages {
  readPendingMessages(): Promise<readonly PendingMessage[]>;
  /** Resolves when it would survive a power cut. */
  writePendingMessages(messages: readonly PendingMessage[]): Promise<void>;
}

export interface Outbox {
  readonly tokenId: Uint8Array;
  readonly pending: PendingMessages;
  /** The token's own. */
  readonly lock: Mutex;
}

export interface DeliveryMeans {
  readonly post: PostJson;
  /** What confirms the activation that made this header, when this token is open and has it to give. */
  readonly password: (headerHash: Uint8Array) => Promise<string | undefined>;
}

/** Keeps a message until the server has taken it; the newest receipt speaks for all earlier ones. */
export async function keepForServer({ pending, lock }: Outbox, message: PendingMessage): Promise<void> {
  await lock.exclusively(async () => {
    const others = (await pending.readPendingMessages()).filter((other) => other.kind !== message.kind);
    await pending.writePendingMessages([...others, message]);
    return message;
  });
}

/**
 * Sends what waits. The network is used without holding the lock, so that a slow server never keeps another window from its token;
 * two windows may send the same message, which the server takes as one.
 */
export async function deliver(outbox: Outbox, means: DeliveryMeans): Promise<'told' | 'waiting' | 'nothing-to-tell'> {
  const pending = await outbox.pending.readPendingMessages();
  if (pending.length === 0) return 'nothing-to-tell';
  const answered: PendingMessage[] = [];
  for (const message of pending) {
    const answer = await send(outbox.tokenId, message, means);
    if (answer !== undefined && isFinal(message, answer)) answered.push(message);
  }
  if (answered.length > 0) await strike(outbox, answered);
  return answered.length === pending.length ? 'told' : 'waiting';
}

async function send(tokenId: Uint8Array, message: PendingMessage, { post, password }: DeliveryMeans): Promise<ApiAnswer | undefined> {
  if (message.kind === 'receipt') return post(receiptsPath(toBase64url(tokenId)), message.receipt);
  const otp = await password(fromBase64url(message.headerHash));
  if (otp === undefined) return undefined;
  const confirmation: ActivationConfirmation = { mac: message.mac, headerHash: message.headerHash, otp };
  return post(activationConfirmationPath(message.activationId), confirmation);
}

/**
 * A server that is away or busy is asked again; one that refused will refuse again. A token that was activated offline is unknown there until
 * its owner has typed the registration code.
 */
function isFinal(message: PendingMessage, answer: ApiAnswer): boolean {
  if (answer.kind !== 'refused') return answer.kind === 'ok';
  if (message.kind === 'registration' && answer.code === 'ACT_MISMATCH') return false;
  return !['RATE_LIMITED', 'INTERNAL', 'CONFIRM_FAILED'].includes(answer.code);
}

/** The owner says that the registration code has arrived: it waits no more, and can be read no more. */
export async function forgetRegistration(outbox: Outbox): Promise<void> {
  const waiting = (await outbox.pending.readPendingMessages()).filter((message) => message.kind === 'registration');
  await strike(outbox, waiting);
}

async function strike({ pending, lock }: Outbox, answered: readonly PendingMessage[]): Promise<void> {
  const names = new Set(answered.map((message) => JSON.stringify(message)));
  await lock.exclusively(async () => {
    const left = (await pending.readPendingMessages()).filter((message) => !names.has(JSON.stringify(message)));
    await pending.writePendingMessages(left);
    return left;
  });
}
