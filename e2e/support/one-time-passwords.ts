import { setTimeout as wait } from 'node:timers/promises';
import { passwordOf, type TokenInHand } from '@sallyport/protocol/testing';

const STEP_MS = 30_000;

/**
 * A one-time password of a time step that is not spent: of now, or of the step after the last one given (or the one of the activation) when that is
 * later. A server takes one step ahead and no more, so that it waits for that.
 */
export async function nextOneTimePassword({ device: { clock }, vault }: TokenInHand): Promise<string> {
  clock.advance(Math.max(Date.now() - clock.now(), STEP_MS));
  await wait(Math.max(0, clock.now() - STEP_MS - Date.now()));
  return passwordOf(vault);
}
