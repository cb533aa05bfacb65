import { type ActivationConfirmation, activationConfirmationPath, fromBase64url, receiptsPath, toBase64url } from '@sallyport/protocol';
import type { ApiAnswer, PostJson } from '../token-api/answers.ts';
import { type Outbox, strike } from './outbox.ts';
import { isPendingMessage, type PendingMessage } from './pending-message.ts';

export interface DeliveryMeans {
  readonly post: PostJson;
  /** What confirms the activation that made this header, when this token is open and has it to give. */
  readonly password: (headerHash: Uint8Array) => Promise<string | undefined>;
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
    // Kept where others can write: what is none of ours is told to nobody, and struck with the rest.
    if (!isPendingMessage(message) || (await isTold(outbox.tokenId, message, means))) answered.push(message);
  }
  if (answered.length > 0) await strike(outbox, answered);
  return answered.length === pending.length ? 'told' : 'waiting';
}

async function isTold(tokenId: Uint8Array, message: PendingMessage, means: DeliveryMeans): Promise<boolean> {
  const answer = await send(tokenId, message, means);
  return answer !== undefined && isFinal(message, answer);
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
