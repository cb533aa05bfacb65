import { fromBase64url, type OpenVault, openRegistrationNote } from '@sallyport/protocol';
import type { PendingMessage } from './pending-message.ts';

/** The registration code that this token's owner has still to carry to the portal, as shown and typed; undefined when none waits. */
export async function registrationCodeIn(messages: readonly PendingMessage[], vault: OpenVault): Promise<string | undefined> {
  const waiting = messages.find((message) => message.kind === 'registration');
  return waiting && openRegistrationNote(vault, octetsOf(waiting.note));
}

/** What is stored may have been written by anybody who can run script here. */
function octetsOf(note: unknown): Uint8Array {
  try {
    return typeof note === 'string' ? fromBase64url(note) : new Uint8Array();
  } catch {
    return new Uint8Array();
  }
}
