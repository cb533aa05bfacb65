import type { Mutex } from '@sallyport/protocol';
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

/** Keeps a message until the server has taken it; the newest receipt speaks for all earlier ones. */
export async function keepForServer({ pending, lock }: Outbox, message: PendingMessage): Promise<void> {
  await lock.exclusively(async () => {
    const others = (await pending.readPendingMessages()).filter((other) => other.kind !== message.kind);
    await pending.writePendingMessages([...others, message]);
    return message;
  });
}

/** The owner says that the registration code has arrived: it waits no more, and can be read no more. */
export async function forgetRegistration(outbox: Outbox): Promise<void> {
  const waiting = (await outbox.pending.readPendingMessages()).filter((message) => message.kind === 'registration');
  await strike(outbox, waiting);
}

/** These have been told; what came meanwhile stays. */
export async function strike({ pending, lock }: Outbox, answered: readonly PendingMessage[]): Promise<void> {
  const names = new Set(answered.map((message) => JSON.stringify(message)));
  await lock.exclusively(async () => {
    const left = (await pending.readPendingMessages()).filter((message) => !names.has(JSON.stringify(message)));
    await pending.writePendingMessages(left);
    return left;
  });
}
