import { parseTokenKey } from '../storage/names.ts';
import { isPrfBrought } from './authenticator-messages.ts';
import { Engine } from './engine.ts';
import type { Said, Told } from './engine-messages.ts';
import { PageAuthenticator } from './page-authenticator.ts';
import { troubleOf } from './trouble.ts';

/** The dedicated worker: composition root of the engine. Commands are obeyed one after the other, so that no two
 * interleave. */
declare const self: DedicatedWorkerGlobalScope;

/** Windows tell each other which token changed; what changed is read from storage. */
const windows = new BroadcastChannel('st-changes');
const authenticator = new PageAuthenticator(say);
const engine = new Engine({
  authenticator,
  origin: self.location.origin,
  announceChange: (token) => {
    windows.postMessage(token);
  },
  inTurn,
});

let queue = Promise.resolve();

function inTurn<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
  const turn = queue.then(work);
  queue = turn.then(
    () => undefined,
    () => undefined,
  );
  return turn;
}

self.addEventListener('message', (event: MessageEvent<Told>) => {
  // Past the queue: the command that waits for this answer is the one at its head.
  if (isPrfBrought(event.data)) {
    authenticator.hear(event.data);
    return;
  }
  const { id, command } = event.data;
  const answer = async (): Promise<void> => {
    try {
      say({ kind: 'answer', id, answer: await engine.obey(command) });
    } catch (failure) {
      say({ kind: 'trouble', id, trouble: troubleOf(failure) });
    }
  };
  // A delivery waits for a network that may never answer; a PIN must not wait behind it.
  if (command.do === 'deliver') void answer();
  else queue = queue.then(answer);
});

windows.addEventListener('message', (event: MessageEvent<unknown>) => {
  const token = parseTokenKey(event.data);
  if (token === undefined) return;
  queue = queue.then(async () => {
    await engine.tokenChangedElsewhere(token).catch(() => undefined);
    say({ kind: 'changed', token });
  });
});

function say(said: Said): void {
  self.postMessage(said);
}
